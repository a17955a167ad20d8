"""Scores of teacher and student as an evaluation gave them: what they come to, what is doubtful."""
