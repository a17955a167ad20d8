"""Several cases, or two states of one: what sets them apart, and their order."""
