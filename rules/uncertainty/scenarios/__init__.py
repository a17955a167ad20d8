"""Other states of a case: those that are built in, those that its session names, and the frontier.

Nothing here is loaded by what judges a case: no scenario changes a verdict.
"""
