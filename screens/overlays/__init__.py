"""The screens that lie on top of another one, until they are answered or closed."""
