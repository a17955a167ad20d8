"""A workshop on the numbers of a case: people answer blind, look at the differences, and agree."""
