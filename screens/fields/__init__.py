"""One row widget per kind of question, over one base."""
