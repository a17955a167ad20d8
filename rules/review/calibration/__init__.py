"""How good guesses were, once months after launch have told."""
