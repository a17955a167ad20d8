"""A redacted copy by a factor that nobody knows, and that changes nothing but amounts.

Source: docs/specification.md §8.2. Why so: docs/decisions/0041-what-a-redacted-copy-hides.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from itertools import islice

from rules.answers.problem import Problem
from rules.assess import assess
from wizard.problems import InputUnusable
from wizard.sessions.session_file import SessionFile, session_of
from wizard.support.redaction.copying import Copy, amounts_of, copied
from wizard.support.redaction.sameness import Judged, is_judged_alike

JUDGED = 20
"""Copies that are judged. Nearly every case takes the first; one that takes none lies exactly on a
threshold, or holds amounts at both ends of what can be calculated with."""
DRAWN = 500
"""Factors drawn for these."""
TELLING = 4
"""Digits by which an amount could be known again."""


def redact(session: SessionFile) -> Copy:
    """A copy of a session that is judged as it is, without names and amounts.

    Raises:
        InputUnusable: where no factor leaves the judgement as it is.
    """
    original = Judged(assess(session.answers))
    for copy in islice(_copies(session), JUDGED):
        # What counts is the text as the next program reads it.
        judged = Judged(assess(session_of(copy.text).answers))
        if is_judged_alike(original, judged, copy.stand_ins):
            return copy
    message = (
        "no copy was made: with its amounts scaled it is judged otherwise, since it lies exactly on"
        " a threshold or its amounts are extreme; change one of them a little in a copy of your"
        " own, and redact that"
    )
    raise InputUnusable([Problem(message, file=str(session.path or ""))])


def _copies(session: SessionFile) -> Iterator[Copy]:
    """Copies with factors drawn at random, of which none shows an amount as it was."""
    known = _telling(amounts_of(session))
    for _ in range(DRAWN):
        with suppress(OverflowError):
            copy = copied(session, _factor())
            if not known & _telling(copy.amounts):
                yield copy


def _factor() -> Decimal:
    """A factor of four digits, far from every power of ten, which would leave digits as they are.

    Its size is unknown by four powers of ten. That the ratios of short numbers give its digits away
    is told to whoever makes a copy, since no factor could hide it.
    """
    return Decimal(1_300 + secrets.randbelow(6_200)).scaleb(secrets.choice((-5, -4, -3, -2)))


def _telling(amounts: Iterable[float]) -> set[tuple[int, ...]]:
    """The digits of the amounts that have enough of them to be known again."""
    digits = (Decimal(repr(one)).normalize().as_tuple().digits for one in amounts)
    return {one for one in digits if len(one) >= TELLING}
