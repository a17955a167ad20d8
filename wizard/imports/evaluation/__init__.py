"""Evaluations: what harnesses wrote of teacher and student, paired item by item, as slices.

Each format is a module of `formats/`, which makes `Content` of a source; what comes after knows no
format.
"""
