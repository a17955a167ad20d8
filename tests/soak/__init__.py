"""What takes longer than a suite may: one module per promise, run as `python -m tests.soak.NAME`.

Each takes its size and seed on the command line, prints what it tried and what broke, and exits
with 1 where something did; `make soak` runs them all at full size. The suite runs a seeded part of
the same code.
"""
