"""Figures from logs and evaluations, read for the screens and taken into the open case."""
