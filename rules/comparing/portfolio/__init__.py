"""Which cases of a folder to do with one budget, and in which order."""
