"""Who wants to be told when something has changed."""

from __future__ import annotations

from collections.abc import Callable

Listener = Callable[[], None]


class Listeners:
    """Functions that are called after each change."""

    def __init__(self) -> None:
        self._by_token: dict[object, Listener] = {}

    def add(self, listener: Listener) -> Listener:
        """Have a function called from now on; what is returned ends that."""
        token = object()
        self._by_token[token] = listener

        def end() -> None:
            self._by_token.pop(token, None)

        return end

    def tell(self) -> None:
        """Call all of them, also where one begins or ends listening meanwhile."""
        for listener in tuple(self._by_token.values()):
            listener()
