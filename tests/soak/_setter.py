"""One of several programs that change a session: settings as lines in, what came of each out."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from pathlib import Path
from typing import Any

from wizard.cli import run
from wizard.sessions.assignments import with_setting
from wizard.sessions.session_file import read_session
from wizard.sessions.three_way import differing


def holds(path: Path, setting: str) -> bool:
    """Whether a setting is in a session: set again, it would change nothing."""
    answers = read_session(path).answers
    return not differing(answers, with_setting(answers, setting)[0])


def done(path: Path, setting: str, *, is_own: bool) -> dict[str, Any]:
    """Run `payback set`, and look whether what nobody else sets is there."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = run(["set", str(path), setting])
    at = time.monotonic_ns()
    is_lost = status == 0 and is_own and not holds(path, setting)
    said = out.getvalue() if status else ""
    return {"setting": setting, "status": int(status), "said": said, "lost": is_lost, "at": at}


def main() -> None:
    path = Path(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        setting, is_own = json.loads(line)
        print(json.dumps(done(path, setting, is_own=is_own)), flush=True)


if __name__ == "__main__":
    main()
