"""Where the program keeps its own files: state, settings and what can be computed again.

Nothing here creates a folder; whoever writes into one does. `PAYBACK_HOME` moves all three under
one folder, for tests, portable installations and machines without a usable home folder.
"""

import os
from pathlib import Path
from typing import Literal

_APP = "payback"


def state_dir() -> Path:
    """Return the folder for what must outlive a run: locks, recovery, rescued copies."""
    return _own_folder("state")


def config_dir() -> Path:
    """Return the folder for what people set by hand and would copy to another machine."""
    return _own_folder("config")


def config_file() -> Path:
    """Return where theme and keys are set by hand."""
    return config_dir() / "config.toml"


def cache_dir() -> Path:
    """Return the folder for what may be deleted at any time without loss."""
    return _own_folder("cache")


def mark_of(path: Path) -> str:
    """Digits that stand for a file in names of our own, by whatever name it is called."""
    # It loads a cryptographic library, which reading a session should not pay for.
    import hashlib

    name = os.path.normcase(os.path.realpath(path))
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:32]


def _own_folder(purpose: Literal["state", "config", "cache"]) -> Path:
    home = os.environ.get("PAYBACK_HOME")
    if home:
        return Path(os.path.expanduser(home)).absolute() / purpose  # noqa: PTH111 - never raises
    # 20 ms that the start of the program should not pay.
    import platformdirs

    if purpose == "state":
        return platformdirs.user_state_path(_APP, appauthor=False)
    if purpose == "config":
        return platformdirs.user_config_path(_APP, appauthor=False)
    return platformdirs.user_cache_path(_APP, appauthor=False)
