"""What every screen stands on: layers, room, keys that are held, and what may reach a terminal."""
