"""What the screen of imports asks of the program, and what it is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, Protocol

from rules.answers.answers import Answers, Entry


class ImportWish(NamedTuple):
    """What somebody wants to have read."""

    kind: str
    """One of `Imports.kinds`."""
    sources: str
    """As typed, without passwords."""
    chosen: Mapping[str, str] = MappingProxyType({})
    """What was chosen where it was asked, by `ImportChoice.what`."""


class ImportOption(NamedTuple):
    """One thing to choose."""

    name: str
    """What `ImportWish.chosen` then has."""
    label: str
    about: str = ""
    heading: str = ""
    """Under which it stands with its neighbours; empty for none."""


@dataclass(frozen=True, slots=True)
class ImportChoice:
    """What sources leave open: it is chosen, and they are read again."""

    what: str
    asks: str
    """In a sentence or two."""
    options: tuple[ImportOption, ...]
    usual: int = 0
    """The option that is at hand at first."""


class ImportProgress(NamedTuple):
    """How far reading has come."""

    share: float
    """0 to 1."""
    size: int
    """Bytes to be read in all; 0 where that is not known."""
    rows: float
    """About how many rows that are; 0 where that is not known."""


@dataclass(frozen=True, slots=True)
class ImportOffer:
    """An answer that sources give, beside the present one."""

    key: str
    label: str
    new: str
    """In short, with its basis."""
    now: str
    """The present answer, likewise; empty where there is none."""
    said: tuple[str, ...]
    """All there is to say of it, a paragraph each: both in full, sources, what was counted."""
    is_same: bool
    """Whether the present answer says the same, so that there is nothing to take."""
    is_doubted: bool
    """Whether it is not to be taken unless somebody says so: what is there is better."""
    entries: Mapping[str, Entry]
    """The answers that it becomes."""


@dataclass(frozen=True, slots=True)
class ImportReview:
    """What sources say, for somebody to take or leave."""

    read: str
    """Rows read, kept and dropped, and of which time."""
    offers: tuple[ImportOffer, ...]
    left: tuple[tuple[str, str], ...]
    """What they could answer and do not, and why."""
    seen: tuple[str, ...]
    """What is shown and goes nowhere, a sentence each."""
    source: str
    """In a few words."""


class ImportFound(Protocol):
    """Sources that were read."""

    def beside(self, answers: Answers) -> ImportReview:
        """What they say, beside answers."""


class ImportPlace(NamedTuple):
    """A file or a folder that could be read."""

    name: str
    typed: str
    """All that is typed once it is chosen."""
    is_folder: bool


class ImportPlaces(NamedTuple):
    """What lies where somebody is typing a path."""

    folder: str
    inside: Sequence[ImportPlace]
    """The one above, folders, then files, as far as they are listed."""
    more: int
    """How many there are besides."""


class Imports(Protocol):
    """Reads sources of figures."""

    kinds: Sequence[tuple[str, str]]
    """What can be read, name and description, the usual one first."""

    def recent(self) -> Sequence[str]:
        """Sources read before, as typed, newest first; never raises."""

    async def places(self, kind: str, typed: str) -> ImportPlaces | None:
        """What there is to go on with where a path is typed; None where nothing can be listed.

        Args:
            kind: of what is to be read, of `kinds`.
            typed: all of the line.
        """

    def masked(self, sources: str) -> str:
        """What was typed, with a sign for each password in it.

        The passwords are kept for what is read next, where their signs stand.
        """

    async def read(
        self, wish: ImportWish, show: Callable[[ImportProgress], None]
    ) -> ImportFound | ImportChoice | str:
        """Read; cancelling whoever waits calls it off.

        Args:
            wish: what to read.
            show: is told now and then how far it is.

        Returns:
            What was read; what has to be chosen first; or why nothing can be read, in sentences.
        """
