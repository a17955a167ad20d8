"""What the figures hang on, and how likely they hold."""
