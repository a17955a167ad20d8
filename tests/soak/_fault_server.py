"""Plays scenes in processes of their own, each of which is disturbed at one call to the system.

It reads lines of JSON and answers each with one. Everything is loaded before the first scene, and
each is played in a fork. There are two ways of disturbing:

- strace is attached to this process from outside and fails the n-th call of every fork, always the
  same n. A fork makes as many idle calls as it takes for its n-th to be the one that is meant.
- Python's own functions are replaced, where there is no strace.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import gc
import io
import json
import mmap
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.soak._fault_scenes import SCENES, Scene
from tests.soak._ptrace import let_strace_in

FAILS_AT = 300
"""The n of strace: more than any scene makes of one call."""
NEVER_CAME = 40
"""Exit status where the scene was over before its call came."""
BROKE = 41
"""Exit status where a scene failed with something else than a refusal."""

_OVER = mmap.mmap(-1, 1)
"""Whether a scene is over; shared with the forks, without a call to the system."""

_LIBC = ctypes.CDLL(None, use_errno=True)

_IDLE: dict[str, Callable[[], int]] = {
    "openat": lambda: int(_LIBC.open(b"", os.O_RDONLY)),
    "read": lambda: int(_LIBC.read(-1, None, 0)),
    "write": lambda: int(_LIBC.write(-1, None, 0)),
    "close": lambda: int(_LIBC.close(-1)),
    "fsync": lambda: int(_LIBC.fsync(-1)),
    "rename": lambda: int(_LIBC.rename(b"", b"")),
    "link": lambda: int(_LIBC.link(b"", b"")),
    "unlink": lambda: int(_LIBC.unlink(b"")),
    "ftruncate": lambda: int(_LIBC.ftruncate(-1, ctypes.c_long(0))),
    "flock": lambda: int(_LIBC.flock(-1, 0)),
    "fchmod": lambda: int(_LIBC.fchmod(-1, 0)),
    "chmod": lambda: int(_LIBC.chmod(b"", 0)),
    "mkdir": lambda: int(_LIBC.mkdir(b"", 0)),
}
"""Calls that change nothing and fail by themselves, by the name that strace gives them."""

CALLS = tuple(_IDLE)

_IN_PYTHON: dict[str, tuple[tuple[Any, str], ...]] = {
    "openat": ((os, "open"),),
    "rename": ((os, "replace"), (os, "rename")),
    "flock": ((fcntl, "flock"),),
}
"""Functions that make a call, where these are not those of the same name in `os`."""

FAULTS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "EINTR": errno.EINTR}
KILL = "KILL"


class InPython:
    """Fails one call, or kills the process at it."""

    def __init__(self, call: str, fault: str, number: int) -> None:
        self.came = False
        self._call, self._fault, self._left = call, fault, number

    def begin(self) -> None:
        """Count from now on."""
        for module, name in _IN_PYTHON.get(self._call, ((os, self._call),)):
            setattr(module, name, self._disturbed(getattr(module, name)))

    def _disturbed(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left != 0:
                return real(*args, **named)
            self.came = True
            if self._fault == KILL:
                os.kill(os.getpid(), signal.SIGKILL)
            if self._fault == "EINTR" and self._call not in ("flock", "unlink", "rename", "link"):
                # Python itself asks again.
                return real(*args, **named)
            if self._call == "close":
                real(*args, **named)
            raise OSError(FAULTS[self._fault], os.strerror(FAULTS[self._fault]))

        return call


class ByStrace:
    """Makes idle calls until the next one is as many before the failing one as is asked for."""

    def __init__(self, call: str, fault: str, number: int) -> None:
        self._idle, self._fault, self._number = _IDLE[call], fault, number

    def begin(self) -> None:
        """Count from now on."""
        for _ in range(FAILS_AT - self._number):
            self._idle()

    @property
    def came(self) -> bool:
        """Whether the call that fails came: one of the next ones does otherwise."""
        for _ in range(self._number):
            ctypes.set_errno(0)
            self._idle()
            if ctypes.get_errno() == FAULTS.get(self._fault):
                return False
        return True


def play(scene: Scene, fault: InPython | ByStrace, folder: Path) -> int:
    """Play a scene in this process and return its exit status."""
    os.environ["PAYBACK_HOME"] = str(folder / "home")
    said = io.StringIO()
    _OVER[0] = 0
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        outcome = scene.play(folder, fault.begin)
    _OVER[0] = 1
    if not fault.came:
        return NEVER_CAME
    (folder / "home" / "told").write_text(said.getvalue(), "utf-8")
    return 0 if outcome == "done" else 2


def play_apart(asked: dict[str, Any]) -> dict[str, Any]:
    """Play a scene in a fork and say how that ended."""
    make = ByStrace if asked["way"] == "strace" else InPython
    folder = Path(asked["folder"])
    process = os.fork()
    if process == 0:
        status = BROKE
        try:
            fault = make(asked["call"], asked["fault"], asked["number"])
            status = play(SCENES[asked["scene"]], fault, folder)
        except BaseException:
            (folder / "home" / "traceback").write_text(traceback.format_exc())
        finally:
            os._exit(status)
    ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if _OVER[0] and ended < 0:
        # One of the idle calls that follow was the last.
        ended = NEVER_CAME
    return {"status": ended}


def warm_up() -> None:
    """Load whatever is loaded on first use, so that only calls of the scenes are counted."""
    for scene in SCENES.values():
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "home").mkdir()
            os.environ["PAYBACK_HOME"] = f"{folder}/home"
            scene.prepare(Path(folder))
            play(scene, InPython("openat", "EIO", 0), Path(folder))


def serve() -> None:
    """Answer until nobody asks any more."""
    let_strace_in()
    warm_up()
    # What is loaded is looked through for garbage, and so copied, in no fork.
    gc.collect()
    gc.freeze()
    print(json.dumps({"ready": os.getpid()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(play_apart(json.loads(line))), flush=True)


if __name__ == "__main__":
    serve()
