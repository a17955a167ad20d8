"""Calls as logs and vendors count them: what they come to, and which answers follow from them."""
