"""What sources of every kind refuse alike."""

from __future__ import annotations

from rules.answers.problem import Problem
from rules.words.wording import listed, visible
from wizard.imports.importing import Request
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable


def refuse_by(request: Request, format: Format) -> None:
    """Refuse what a format does not tell calls apart by.

    Raises:
        InputUnusable: where it is that.
    """
    if request.by and request.by not in format.endpoints:
        names = listed(list(format.endpoints), "or")
        message = f"{format.title} does not tell calls apart by '{request.by}'; use {names}"
        raise InputUnusable([Problem(visible(message), "--by")])
