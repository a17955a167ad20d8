"""What is true: answers, cases, arithmetic, rules, verdicts and questions.

Everything here is data in, data out. This room imports neither `screens` nor `wizard`, and it
has no files, no clock and no global state: a date or a policy that a figure depends on is an
argument.
"""
