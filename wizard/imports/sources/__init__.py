"""Where calls are read from, one module each: opened, and ready to be added up."""
