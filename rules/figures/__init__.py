"""The arithmetic: from a complete case to every figure that is shown of it."""
