"""Workshops on disk: their record in a session, what is not revealed yet, and copies joined."""
