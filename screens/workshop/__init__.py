"""What a facilitator sees who leads a workshop on the numbers of a case."""
