"""What a workshop says to whoever asks for something that cannot be done now."""

from __future__ import annotations


class Refused(ValueError):
    """Something was asked of a workshop that it does not do; nothing has changed."""

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message)
        self.message = message
        """What is wrong and what to do, as a sentence."""
        self.word = word
        """The same in a word or two, which a program can tell cases apart by."""
