"""A source before its format is known: its bytes, its text, and the shape of what it holds."""
