"""Files: read, locked, written whole or not at all, with what can go wrong in words."""
