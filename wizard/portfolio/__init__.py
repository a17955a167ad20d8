"""A folder of cases and one budget: what to do first, as a page and as JSON."""
