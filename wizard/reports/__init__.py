"""A case as a document: one content, and a renderer for each format that computes nothing."""
