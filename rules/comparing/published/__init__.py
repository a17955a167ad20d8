"""Published cases of a small model in place of a large one, and where a case lies among them."""
