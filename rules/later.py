"""What takes too long to be found out at every key, and is found out once somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

T = TypeVar("T")


class Later(Generic[T]):
    """A value that is found when it is first asked for, and kept."""

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find

    @cached_property
    def found(self) -> T:
        """The value."""
        return self._find()

    def __eq__(self, other: object) -> bool:
        # It follows from what stands beside it: comparing that is enough, and finds nothing out.
        return isinstance(other, Later)

    def __hash__(self) -> int:
        return hash(Later)
