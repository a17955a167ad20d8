"""A program of its own: loads the screens, and prints what of the config file counts, as JSON."""

from __future__ import annotations

import json
import os
import sys
from importlib import metadata

import wizard.app.app  # noqa: F401 - that it loads is what is asked
from rules.answers.problem import Problem
from wizard.disk.paths import config_file
from wizard.settings.config import read_config


def _told(problem: Problem) -> str:
    place = "" if problem.line is None else f"line {problem.line}"
    return ": ".join(part for part in (place, problem.key, problem.message) if part)


if __name__ == "__main__":
    problems = [_told(one) for one in read_config().problems]
    found = {
        "textual": metadata.version("textual"),
        "exists": bool(problems) or os.path.lexists(config_file()),
        "problems": problems,
    }
    sys.stdout.write(json.dumps(found))
