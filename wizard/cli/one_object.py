"""The answer of a command as one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

json_option = click.option("--json", "as_object", is_flag=True, help="One JSON object.")
"""`--json`, in the place of words."""


def print_object(found: Mapping[str, Any]) -> None:
    """Print the object: in lines where somebody reads it, on one where a program does."""
    indent = 2 if sys.stdout.isatty() else None
    click.echo(json.dumps(found, indent=indent, allow_nan=False))
