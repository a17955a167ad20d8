"""The program at a terminal: its app, what follows a message of a screen, and how it ends."""
