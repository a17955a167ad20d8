"""One script per figure, run as `python -m benchmarks.NAME`; `make bench` runs them all.

A script measures a reference in the same run and prints the ratio to it, so that its figure
means something on another machine.
"""
