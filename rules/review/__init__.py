"""What came of a case after it was decided."""
