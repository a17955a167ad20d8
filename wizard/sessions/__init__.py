"""Sessions on disk: a session is a TOML file that people keep in git and edit by hand."""
