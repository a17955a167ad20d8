"""A case in words: the pitch, what is asked for, what it hangs on, and what would change it."""
