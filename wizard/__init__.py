"""The program: command line, app, sessions on disk, importers and reports.

This room connects the other two, `rules` and `screens`, to a person's terminal and files, and
is imported by neither.
"""

# A literal, for the build to read: asking the installed metadata takes 10 ms or more.
__version__ = "0.1.0"
