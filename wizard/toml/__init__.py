"""A TOML text: read safely, and edited in place."""
