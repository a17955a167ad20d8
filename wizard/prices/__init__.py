"""Prices of models from a list, and cases judged with those of today."""
