"""A copy of a session that is fit for asking in public."""
