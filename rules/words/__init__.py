"""Numbers as words, and texts as a terminal can show them."""
