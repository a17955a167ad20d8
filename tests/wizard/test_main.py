"""What is done before the program starts, and that it does no harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import wizard

ROOT = Path(wizard.__file__).parents[1]


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_models_are_built_without_listing_what_is_installed() -> None:
    code = (
        "import sys, wizard.__main__, rules.answers.case;"
        " print('importlib.metadata' in sys.modules)"
    )
    assert run(code) == "False"


def test_whatever_else_is_wanted_of_the_loader_comes_from_the_real_one() -> None:
    code = (
        "import wizard.__main__\n"
        "from pydantic.plugin._loader import PYDANTIC_ENTRY_POINT_GROUP\n"
        "print(PYDANTIC_ENTRY_POINT_GROUP)"
    )
    assert run(code) == "pydantic"
