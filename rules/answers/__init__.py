"""Answers: text as typed, what it means as a number, and the complete case they make."""
