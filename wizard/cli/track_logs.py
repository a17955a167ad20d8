"""Logs of months of service, as `payback track` is told of them: opened, and read by who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rules.review.following_up import FollowUp
from rules.review.from_usage import Roles
from wizard.ask.signals import prompting
from wizard.ask.terminal import Ended, PressedTwice, choose
from wizard.cli.importing.opening import opened, request_of, watch_on_terminal
from wizard.credentials import is_address
from wizard.imports.offering import money_in
from wizard.imports.request import Opened, Request
from wizard.problems import InputUnusable, on_one_line
from wizard.review.tracking import Named, Tracked, WhichModel, add_up, roles_of, track


def read_logs(
    file: Path,
    usage: Sequence[str],
    endpoint: str | None,
    named: Named,
    reading: Mapping[str, Any],
    found: FollowUp,
    *,
    asks: bool,
) -> Tracked:
    """The months that logs hold of a case.

    `named` says which models are which, `reading` has the options of reading.

    Raises:
        InputUnusable: where they cannot be read, or which model is which stays open.
    """
    sources = _opened(file, usage, endpoint, reading, asks=asks)
    watch = watch_on_terminal(*(opened for _, opened in sources))
    logs = add_up(sources, watch)
    roles, named = _roles(logs, named, found, asks=asks)
    money = money_in(found.now.case.currency, found.now.policy)
    return track(sources, logs, roles, named, found, money, watch)


def _opened(
    file: Path,
    usage: Sequence[str],
    endpoint: str | None,
    reading: Mapping[str, Any],
    *,
    asks: bool,
) -> list[tuple[Request, Opened]]:
    """The sources, those of one format together: their months may be complete only so."""
    by_format: dict[tuple[str, type], list[tuple[Request, Opened]]] = {}
    has_database = any(map(is_address, usage))
    for source in usage:
        # Of several sources, those with tables are meant by the name of one.
        is_meant = is_address(source) or not has_database
        how = reading if is_meant else {**reading, "table": None}
        one = opened(request_of((source,), endpoint, how), file, asks=asks)
        alike = one[1].format.title, type(one[1].engine)
        by_format.setdefault(alike, []).append(one)
    return [
        one[0]
        if len(one) == 1
        else opened(
            replace(one[0][0], sources=tuple(each.sources[0] for each, _ in one)), file, asks=asks
        )
        for one in by_format.values()
    ]


def _roles(logs: Any, named: Named, found: FollowUp, *, asks: bool) -> tuple[Roles, Named]:
    """Which models are which, asked where nothing tells."""
    while True:
        try:
            return roles_of(logs, named, found), named
        except WhichModel as which:
            if not asks or not which.models:
                raise InputUnusable([which.problem()]) from None
            with prompting() as terminal:
                terminal.say(on_one_line(f"{which.question}.".capitalize()))
                terminal.say(f"Which of these is the {which.role}?")
                try:
                    chosen = choose(terminal, which.models)
                except (Ended, PressedTwice):
                    chosen = None
            if chosen is None:
                raise InputUnusable([which.problem()]) from None
            answer = (which.models[chosen],)
            if which.role == "student":
                named = replace(named, students=answer)
            else:
                named = replace(named, teachers=answer)
