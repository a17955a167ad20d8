"""The program's own folders: whether they can be written to, and how much lies in them."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shlex import quote

from rules.words.wording import plural
from wizard.disk import paths
from wizard.disk.errors import shown
from wizard.disk.lock import is_held_beside
from wizard.support.doctor.finding import Finding, State, without_home

MOST_FILES = 20_000
"""Files looked at; whoever has more of them is told so by the number."""
_LITTLE, _NONE = 100_000_000, 1_000_000
"""Bytes of free space."""
_SIZES = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))
_MEANINGS = {
    "unsaved": "unsaved work",
    "workshops": "workshops: answers that are not revealed, and who had a seat",
    "open": "notes of who has a session open",
    "kept": "texts that could not be saved to their file",
    "failures": "reports of failures",
    "locks": "locks",
    "recent.json": "the list of files opened before",
    "recent-sources.json": "the list of logs and evaluations read before",
}
"""What lies in the state folder, by the name of the folder or file."""
_SEE_ABOVE = "See the state folder above."
_REMEDIES = {
    "unsaved": "What a program left that has ended is offered on the start page: payback",
    "kept": "Look whether you have them elsewhere, and delete them then.",
}


def folders() -> Iterator[Finding]:
    """The folders, their rights and the room for them."""
    yield from _folder("state", paths.state_dir, is_needed=True)
    yield from _folder("config", paths.config_dir, is_needed=False)
    yield from _folder("cache", paths.cache_dir, is_needed=False)


def _folder(name: str, place: Callable[[], Path], *, is_needed: bool) -> Iterator[Finding]:
    wrong = State.MEND if is_needed else State.MIND
    try:
        folder = place()
    except (RuntimeError, KeyError, OSError):
        yield Finding(
            f"folders.{name}",
            wrong,
            f"{name}: nobody can tell where your home folder is",
            "Set HOME, or PAYBACK_HOME to a folder of your own.",
        )
        return
    title = f"{name}: {_named(folder)}"
    there = _nearest(folder)
    if there is None or not there.is_dir():
        what = "cannot be reached" if there is None else f"cannot be: {_named(there)} is no folder"
        remedy = "Set PAYBACK_HOME to a folder of your own."
        yield Finding(f"folders.{name}", wrong, f"{title} {what}", remedy)
        return
    if not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        lost = "; unsaved work is not kept" if is_needed else ""
        yield Finding(
            f"folders.{name}",
            wrong,
            f"{title} may not be read and written to{lost}",
            f"Permit it, with: chmod u+rwx {_typed(there)}; or set PAYBACK_HOME to another folder.",
        )
        return
    made = "" if there == folder else ", made when it is needed"
    yield Finding(f"folders.{name}", State.OK, f"{title}{made}")
    yield from _space(name, there, wrong)
    if is_needed and there == folder:
        yield from _rights(name, folder)


def _nearest(folder: Path) -> Path | None:
    """The folder, or what exists of the path to it."""
    for one in (folder, *folder.parents):
        with suppress(OSError, ValueError):
            one.stat()
            return one
    return None


def _space(name: str, folder: Path, wrong: State) -> Iterator[Finding]:
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return
    if free < _LITTLE:
        yield Finding(
            f"folders.{name}.space",
            wrong if free < _NONE else State.MIND,
            f"{name}: {size_in_words(free)} are free on its disk",
            "Make room, or unsaved work and new sessions cannot be written.",
        )


def _rights(name: str, folder: Path) -> Iterator[Finding]:
    """Who else may look in; unsaved work is nobody else's business."""
    if os.name == "nt":
        return
    with suppress(OSError):
        status = folder.stat()
        if status.st_uid != os.geteuid():
            yield Finding(
                f"folders.{name}.owner",
                State.MIND,
                f"{name}: the folder belongs to another user",
                f"Give it back, with: sudo chown -R $(id -u) {_typed(folder)}",
            )
        elif _is_open(folder):
            yield Finding(
                f"folders.{name}.rights",
                State.MIND,
                f"{name}: other users of this machine may read what is kept there",
                f"Keep it to yourself, with: chmod -R go-rwx {_typed(folder)}",
            )


def _is_open(folder: Path) -> bool:
    """Whether others can reach a file in it, and read that."""
    return any(
        _mode(one) & 0o044 and all(_mode(up) & 0o011 for up in _between(one, folder))
        for one in _files(folder)
    )


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat(follow_symlinks=False).st_mode)


def _between(file: Path, folder: Path) -> Iterator[Path]:
    """The folders from that of a file up to this one."""
    return (up for up in file.parents if up == folder or folder in up.parents)


# ---------------------------------------------------------------------- what is kept


def kept() -> Iterator[Finding]:
    """What lies in the state folder: how much of what, and never what it says."""
    try:
        state = paths.state_dir()
        entries = sorted(state.iterdir())
    except PermissionError:
        yield Finding("kept.unknown", State.MIND, "nobody may look what is kept", _SEE_ABOVE)
        return
    except (RuntimeError, KeyError, OSError):
        yield Finding("kept.nothing", State.OK, "nothing is kept")
        return
    locks = [one for one in _files(state) if one.suffix == ".lock"]
    for entry in entries:
        sizes = _sizes(entry)
        if sizes:
            is_waiting = entry.name in _REMEDIES
            yield Finding(
                f"kept.{entry.stem}",
                State.MIND if is_waiting else State.OK,
                f"{_MEANINGS.get(entry.name, shown(Path(entry.name)))}:"
                f" {plural(len(sizes), 'file', 'files')}, {size_in_words(sum(sizes))}",
                _REMEDIES.get(entry.name, ""),
            )
    held = sum(is_held_beside(lock) is True for lock in locks)
    yield Finding(
        "kept.locks",
        State.OK,
        f"{plural(len(locks), 'lock', 'locks')},"
        f" {f'{held} of them held by a program that runs' if held else 'none of them held'}",
    )


def _sizes(entry: Path) -> list[int]:
    """Of the files there, in bytes."""
    sizes = []
    for one in _files(entry):
        if one.suffix != ".lock":
            with suppress(OSError):
                sizes.append(one.stat(follow_symlinks=False).st_size)
    return sizes


def _files(place: Path) -> Iterator[Path]:
    """The files of a folder and the folders in it, or the file itself; no link is followed."""
    # Unlike a Path's own method, this one bears what may not be looked at.
    if not os.path.isdir(place) or place.is_symlink():  # noqa: PTH112
        yield place
        return
    seen = 0
    for at, _, names in os.walk(place):
        for name in names:
            seen += 1
            if seen > MOST_FILES:
                return
            yield Path(at, name)


def size_in_words(size: int) -> str:
    """`1.2 MB`."""
    for unit, name in _SIZES:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return plural(size, "byte", "bytes")


def _named(path: Path) -> str:
    return without_home(shown(path))


def _typed(path: Path) -> str:
    """As one would type it in a shell, which takes no quoted `~` for the home folder."""
    name = _named(path)
    if name == "~":
        return name
    home = "~/" if name.startswith("~/") else ""
    return home + quote(name.removeprefix(home))
