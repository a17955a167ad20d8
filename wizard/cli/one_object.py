"""The answer of a command: one JSON object, or a page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import click

from rules.words.wording import visible
from wizard.reports.text import plain

if TYPE_CHECKING:
    from screens.ports import ReportLine

json_option = click.option("--json", "as_object", is_flag=True, help="One JSON object.")
"""`--json`, in the place of words."""


def print_object(found: Mapping[str, Any]) -> None:
    """Print the object: in lines where somebody reads it, on one where a program does."""
    indent = 2 if sys.stdout.isatty() else None
    click.echo(json.dumps({"schema": 1, **found}, indent=indent, allow_nan=False))


def answer(
    as_object: bool,
    found: Callable[[], Mapping[str, Any]],
    page: Callable[[], Iterable[ReportLine]],
) -> None:
    """Print what was found as the object or as the page, only one of which is made."""
    if as_object:
        print_object(found())
    else:
        click.echo(visible(plain(page())))
