"""Copies of a session: whose each is, and why one cannot be joined without losing something.

Source: docs/specification.md §7.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.answers.answers import Table
from rules.answers.defaults import currency
from rules.answers.keys import from_path
from rules.answers.policy import TeamPolicy
from rules.answers.problem import Problem
from rules.answers.unknown_keys import unknown_keys
from rules.assess import assess
from rules.questions import NOT_ASKED, NOT_JUDGED
from rules.review.decisions import DECISIONS
from rules.workshop.people import identity
from rules.workshop.votes import Vote, votes_from_copy
from wizard.disk import piped
from wizard.problems import InputUnusable, on_one_line
from wizard.sessions.codec import ABSENT, lookup
from wizard.sessions.open_session import OpenSession
from wizard.sessions.session_file import SessionFile, has_problem
from wizard.toml.guard import parse
from wizard.workshop.cells import cells_of, key_of, rows_of
from wizard.workshop.record import TABLE, workshop_of


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy, and whose it is."""

    file: SessionFile
    name: str
    """The one participant that it names of its own, or what the file is called."""


def votes_in(
    copy: SessionFile, session: OpenSession, keys: Iterable[str], team: TeamPolicy | None
) -> dict[str, Vote]:
    """The answers to some keys that differ in a copy of an open session, as somebody's votes."""
    return votes_from_copy(assess(copy.answers, team).case, session.assess().case, keys)


def copies_of(base: SessionFile, files: Sequence[SessionFile]) -> list[Copy]:
    """Files as copies of a session, each under a name of its own.

    Raises:
        InputUnusable: where two go by one name.
    """
    known = {identity(one.name) for one in workshop_of(base).participants}
    copies: list[Copy] = []
    taken: set[str] = set()
    for file in files:
        people = [one.name for one in workshop_of(file).participants if identity(one.name)]
        new = [name for name in people if identity(name) not in known]
        # Whoever stands in every copy as in the session is not said to have filled this one in.
        own = people if {identity(name) for name in people} != known else []
        candidates = [group[0] for group in (new, own) if len(group) == 1]
        candidates.append(_name_of_file(file))
        name = next((one for one in candidates if identity(one) not in taken), None)
        if name is None:
            message = f"is the second copy by the name of {candidates[-1]}; rename the file"
            raise InputUnusable([Problem(message, file=path_of(file))])
        taken.add(identity(name))
        copies.append(Copy(file, name))
    return copies


def _name_of_file(file: SessionFile) -> str:
    if file.path is None:
        return "copy"
    descriptor = piped.descriptor_of(file.path)
    if descriptor is not None:
        return f"pipe {descriptor}" if descriptor else piped.named(file.path)
    return on_one_line(file.path.stem)


def path_of(file: SessionFile) -> str:
    """Where a file is, as it is named in messages; empty where it is nowhere yet."""
    return piped.named(file.path) if file.path is not None else ""


def strangeness(base: SessionFile, copy: SessionFile) -> tuple[Problem, ...]:
    """Why a file is no copy of the session, or one that cannot be read in full."""
    found = []
    written, wanted = _schema(copy), _schema(base)
    if written != wanted:
        found.append(
            Problem(
                f"is {written} here and {wanted} in {path_of(base)}; open this copy and save it, so"
                " that both are in the same format",
                "schema",
            )
        )
    for key in ("title", "task.endpoint"):
        here, there = copy.answers.value(key), base.answers.value(key)
        if here and there and here != there:
            found.append(
                Problem(
                    f"is {_quoted(here)} here and {_quoted(there)} in {path_of(base)}: this is a"
                    " copy of another session",
                    key,
                )
            )
    if currency(copy.answers) != currency(base.answers):
        found.append(
            Problem(
                f"is {currency(copy.answers)} here and {currency(base.answers)} in {path_of(base)};"
                " convert the amounts of this copy first",
                "currency",
            )
        )
    same = {(one.key, one.message) for one in base.errors}
    found += [
        one._replace(message=f"{one.message}; mend it in this copy first")
        for one in copy.errors
        if (one.key, one.message) not in same
    ]
    return copy.placed(found)


def _schema(file: SessionFile) -> object:
    """The format that a file is written in, whatever it was lifted to in reading it."""
    return file.raw["schema"] if file.state is None else parse(file.state.content)[1]["schema"]


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'


def losses(base: SessionFile, copy: SessionFile, named: set[str]) -> tuple[Problem, ...]:
    """The answers and rows of the session that a copy has no more."""
    found: dict[str, Problem] = {}
    theirs, rows = cells_of(copy.answers, named), rows_of(copy.answers)
    for address, entry in cells_of(base.answers, named).items():
        key = key_of(address, base.answers)
        if address.row and address.row not in rows.get(address.key, {}):
            found.setdefault(
                f"{address.key}.{address.row}",
                Problem(
                    f"has no row {_quoted(address.row)} in this copy, which removed or renamed it;"
                    " put it back, or take it out of the others as well",
                    address.key,
                ),
            )
        elif address not in theirs and not has_problem(entry):
            found[key] = Problem(
                "is answered in the session and not in this copy; put it back, or take it out of"
                " the session as well",
                key,
            )
        elif isinstance(entry.value, Table) and not address.row:
            other = theirs[address].value
            if isinstance(other, Table) and len(other.rows) < len(entry.value.rows):
                found[key] = Problem(
                    f"has {len(other.rows)} of {len(entry.value.rows)} rows in this copy; put the"
                    " others back, or take them out of the session as well",
                    key,
                )
    return copy.placed(found.values())


def left_behind(base: SessionFile, copy: SessionFile) -> tuple[Problem, ...]:
    """The keys of a copy that nobody knows, and its records, which belong to one session.

    Decisions are not among them: what was decided on a copy was decided.
    """
    unknown = dict.fromkeys(unknown_keys(copy.raw), "is not a key of a session; it is left behind")
    records = {
        tuple(key.split(".")): "is a record of this copy; it is left behind"
        for key in (*NOT_ASKED, *NOT_JUDGED)
        if key not in ("schema", DECISIONS) and not key.startswith(f"{TABLE}.")
    }
    return copy.placed(
        Problem(message, from_path(path), severity="warning")
        for path, message in (unknown | records).items()
        if lookup(copy.raw, path) not in (lookup(base.raw, path), ABSENT)
    )
