"""Figures read from where they were logged: usage, and results of evaluations."""
