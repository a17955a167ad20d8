"""What follows a decision, on disk and in words: records appended to a session, their pages."""
