"""Names of temporary files, and sweeping those that killed programs left behind.

A name says for which file it was made and by which process, so that what is being written is never
taken for litter: only a name of this machine whose process has ended is.
"""

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = ".payback-"
_SUFFIX: Final = ".tmp"


def beside(path: Path, target: Path) -> Path:
    """Return an unused name in the folder of a path.

    Args:
        path: what the temporary file will become.
        target: the file, or the folder, for whose sake it is written; names it for `sweep`.
    """
    # Without the file's own name, which may already be as long as the disk allows.
    name = f"{_made_for(target)}{os.getpid()}-{secrets.token_hex(8)}{_SUFFIX}"
    return path.parent / name


def sweep(target: Path, folders: Iterable[Path]) -> None:
    """Remove what killed programs of this machine left in some folders for the sake of a target."""
    ours = _made_for(target)
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            left = [Path(one.path) for one in entries if _is_left(one.name, ours)]
            for path in left:
                with suppress(OSError):
                    path.unlink()


def is_running(process: int) -> bool:
    """Whether there is a process of that number, this one included."""
    if process == os.getpid():
        return True
    if os.name == "nt":
        # Asking by a signal would end the process there. What it holds open cannot be removed.
        return False
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def made_here(target: Path) -> str:
    """Digits that stand for a target on this machine, and for this kind of counting processes."""
    # Only what is written needs it, and it loads a cryptographic library.
    import hashlib
    import platform

    realm = b""
    with suppress(OSError):
        # Containers may share a folder and a name, and count their processes apart.
        realm = os.fsencode(os.readlink("/proc/self/ns/pid"))  # noqa: PTH115 - through `os`
    parts = (os.fsencode(platform.node()), realm, os.fsencode(os.path.normcase(target)))
    return hashlib.sha256(b"/".join(parts)).hexdigest()[:16]


def _is_left(name: str, ours: str) -> bool:
    if not (name.startswith(ours) and name.endswith(_SUFFIX)):
        return False
    process, _, _ = name.removeprefix(ours).partition("-")
    return process.isdecimal() and not is_running(int(process))


def _made_for(target: Path) -> str:
    """How the names begin that this machine gives to temporary files for a target."""
    return f"{_PREFIX}{made_here(target)}-"
