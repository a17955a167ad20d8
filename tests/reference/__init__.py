"""A second, independent implementation of docs/specification.md, and sessions to try it on.

It is written from the specification alone, without a look at how the program does it, and to be
checked by eye, not to be fast.

- ``estimates`` and ``slack`` read and compare numbers; ``worksheets``, ``hosting`` and ``evidence``
  build them; ``case`` reads a session.
- ``headline``, ``break_even``, ``cash`` and ``alternatives`` compute; ``facts`` is all of that.
- ``conditions_money``, ``conditions_proof`` and ``conditions_sums`` are the rules; ``conditions``
  lists them with their caps and gives the verdict; ``judge`` is the whole as plain data.
- ``ranges`` says what varies, ``futures`` what comes of it.
- ``generate`` makes sessions from ``plain_cases`` and ``plain_costs``, pushed by ``edges_*`` onto
  thresholds, with ``dressing`` around their numbers and answers left out by ``leaving_out``.

Two values stand apart from ordinary numbers: ``None`` is "not known, an input is missing", and
``NEVER`` (infinity) is "known, and it never happens". Both become null in a result, but only the
second can make a rule fire.
"""
