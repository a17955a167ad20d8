"""What can go wrong between a session and the disk, in words for the person whose file it is."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Literal

from wizard.disk.file_state import FileState

ChangeReason = Literal["changed", "disappeared", "appeared"]


class _Failed(Exception):
    """Something could not be done with a file."""

    def __init__(self, path: Path, reason: str, remedy: str) -> None:
        super().__init__(path, reason, remedy)
        self.path = path
        self.reason = reason
        """What is wrong, as the end of a sentence, without a full stop."""
        self.remedy = remedy
        """What to do about it, as a sentence."""


class UnusableFile(_Failed):
    """A path, as asked for, that cannot be read as a session; nothing was read or touched."""

    def __str__(self) -> str:
        return f"Cannot open {shown(self.path)}: {self.reason}. {self.remedy}"


class NoSuchFile(UnusableFile):
    """Nothing has this name; what may not be looked at is another matter."""


class ChangedOnDisk(Exception):
    """The file is not what the caller last saw, so saving would undo someone's work; unsaved."""

    def __init__(self, path: Path, reason: ChangeReason, found: FileState | None = None) -> None:
        super().__init__(path, reason, found)
        self.path = path
        """The file, symbolic links resolved."""
        self.reason: ChangeReason = reason
        """Against what the caller expected: other bytes, no file any more, or a file already."""
        self.found = found
        """What is there instead; None where nothing is."""

    @property
    def what(self) -> str:
        """What happened, as a sentence; what to do depends on where it was saved from."""
        happened = {
            "changed": "was changed by another program since it was read",
            "disappeared": "was moved or deleted since it was read",
            "appeared": "already exists",
        }
        return f"Not saved: {shown(self.path)} {happened[self.reason]}."

    def __str__(self) -> str:
        remedies = {
            "changed": "Reopen it to see that version, or save yours under another name.",
            "disappeared": "Reopen it where it is now, or save yours under another name.",
            "appeared": "Open that file, or save under another name.",
        }
        return f"{self.what} {remedies[self.reason]}"


class SaveFailed(_Failed):
    """Saving did not succeed; the caller's text is still unsaved and the session still dirty.

    Its path is that of the file that was to be written, symbolic links resolved where possible.
    """

    def __init__(
        self,
        path: Path,
        reason: str,
        remedy: str,
        *,
        backup_at: Path | None = None,
    ) -> None:
        super().__init__(path, reason, remedy)
        self.kept_at: Path | None = None
        """A complete copy of the text that was to be saved; None where none could be written."""
        self.backup_at = backup_at
        """A complete copy of the file as it was before; set only where the file itself may have
        suffered."""
        self.is_precious = True
        """Whether the text would be lost with the program."""

    def __str__(self) -> str:
        sentences = [f"Could not save {shown(self.path)}: {self.reason}. {self.remedy}"]
        if self.backup_at is not None:
            sentences.append(
                f"The file may be damaged; as it was before, it is at {shown(self.backup_at)}."
            )
        if self.kept_at is not None:
            sentences.append(f"A complete copy of your text is at {shown(self.kept_at)}.")
        elif self.is_precious:
            sentences.append("No copy could be kept: do not quit before it is saved elsewhere.")
        return " ".join(sentences)


def explain(error: OSError) -> tuple[str, str]:
    """Return what an error of the operating system means and what to do, as reason and remedy."""
    for numbers, reason, remedy in _EXPLANATIONS:
        if error.errno in numbers:
            return reason, remedy
    said = error.strerror or str(error)
    # A name of the program's own is no sentence.
    reason = f"{said[0].lower()}{said[1:]}" if said else f"{type(error).__name__}, and no more"
    return f"the system says: {reason}", "Try again, or use another place."


def shown(path: Path) -> str:
    """Return a path for a message: names may hold line breaks, escapes or undecodable bytes."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(path))


def as_typed(path: Path) -> str:
    """Return a path as it is typed in a command that a message suggests."""
    import shlex

    return shlex.quote(shown(path))


def _numbers(*names: str) -> frozenset[int]:
    # Windows lacks some of them.
    return frozenset(getattr(errno, name) for name in names if hasattr(errno, name))


_EXPLANATIONS = (
    (
        _numbers("ENOSPC", "EDQUOT"),
        "the disk or your share of it is full",
        "Free some space and try again, or save under another name on another disk.",
    ),
    (
        _numbers("EACCES", "EPERM"),
        "you do not have permission for it or its folder",
        "Change the permissions, or use another place.",
    ),
    (
        _numbers("EROFS"),
        "that disk can only be read",
        "Save under another name on another disk.",
    ),
    (
        _numbers("EIO", "EREMOTEIO"),
        "the disk reports an error",
        "Use another disk, and check this one before trusting it again.",
    ),
    (
        _numbers("ENOENT", "ENOTDIR"),
        "its folder does not exist",
        "Create the folder, or choose another place.",
    ),
    (
        _numbers("ENAMETOOLONG"),
        "its name is too long for that disk",
        "Choose a shorter name.",
    ),
    (
        _numbers("ELOOP"),
        "it is a symbolic link that leads back to itself",
        "Repair the link, or name the file itself.",
    ),
    (
        _numbers("EBUSY", "ETXTBSY"),
        "another program is using it",
        "Close that program and try again, or use another name.",
    ),
    (
        _numbers("ESTALE", "ENODEV", "ENXIO", "ENOTCONN", "EHOSTDOWN", "ETIMEDOUT"),
        "its disk or network folder is no longer reachable",
        "Reconnect it and try again, or use another place.",
    ),
)
