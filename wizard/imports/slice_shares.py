"""Traffic by the field that slices are made by, offered as the shares of a session's slices.

Source: docs/specification.md §13.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rules.answers.answers import Answers, Entry, Table
from rules.answers.entries import entry_of, spell
from rules.questions import QUESTIONS
from rules.usage.proposal import NotProposed, Proposal
from rules.usage.shares import SHARES, Shares, shares_of, unmatched
from rules.words.wording import listed, percent
from wizard.imports.importing import Imported
from wizard.imports.review import Offer, Standing
from wizard.problems import on_one_line

SLICES: Final = "quality.slices"
_NOTHING: Final[tuple[tuple[Offer, ...], tuple[NotProposed, ...]]] = (), ()


def offered_shares(
    imported: Imported, answers: Answers
) -> tuple[tuple[Offer, ...], tuple[NotProposed, ...]]:
    """The shares that calls give to a session's slices, and what does not match.

    Nothing is offered unless somebody has said by what calls are told apart, and has named no
    endpoint: calls of one have no names to tell them apart by.
    """
    request, table = imported.request, answers.table(SLICES)
    names = [str(name) for row in table.rows if (name := row.values().get("name"))]
    if not request.by or request.endpoint is not None or not names:
        return _NOTHING
    why = _why_not(imported, table)
    if why:
        return (), (NotProposed(SHARES, why),)
    found = shares_of(imported.endpoints, names)
    strange = unmatched(found)
    keeps = [row for row in table.rows if row.values().get("name") in found.without]
    if not found.of:
        return (), (
            NotProposed(SHARES, f"no slice is called as `{request.by}` has it: {strange[-1]}"),
        )
    if any("share" not in row.values() for row in keeps):
        why = f"every slice needs a share, or none has one: {'; '.join(strange)}"
        return (), (NotProposed(SHARES, why),)
    not_made = tuple(NotProposed(SHARES, why) for why in strange)
    return (_offer(imported, table, found),), not_made


def _why_not(imported: Imported, table: Table) -> str:
    """Why calls give no shares."""
    by = imported.request.by
    if not imported.usage.counts_calls:
        return "the source counts no calls"
    if imported.opened.counts_twice or by in imported.opened.format.several:
        return f"a call may be counted under several {by} names, which then are no shares"
    if table.repeated_names:
        return f"several slices are called {listed(table.repeated_names)}; rename all but one"
    if not imported.summary.calls:
        return "no call was answered"
    return ""


def _offer(imported: Imported, table: Table, found: Shares) -> Offer:
    column = QUESTIONS[SLICES].column("share")
    assert column is not None
    before = [(row.values().get("name"), row.values().get("share")) for row in table.rows]
    for row in table.rows:
        share = dict(found.of).get(str(row.values().get("name")))
        if share is not None:
            table = table.with_row(row.with_cell("share", entry_of(column, float(f"{share:.6g}"))))
    after = [(row.values().get("name"), row.values().get("share")) for row in table.rows]
    standing: Standing = "other"
    if before == after:
        standing = "same"
    elif not any(share for _, share in before):
        standing = "new"
    proposal = Proposal(
        SHARES,
        _told(found.of),
        source=f"{imported.source()}; by {_by(imported)}",
        rows=tuple({"name": name, "share": share} for name, share in found.of),
    )
    entry = Entry(spell(QUESTIONS[SLICES], table), table)
    now = _told([(str(name), share) for name, share in before if share is not None])
    return Offer(proposal, entry, on_one_line(now), standing, SLICES)


def _by(imported: Imported) -> str:
    return f"{imported.request.by}, of {imported.summary.calls:,.0f} calls"


def _told(shares: Iterable[tuple[str, float]]) -> str:
    return on_one_line(", ".join(f"{name} {percent(share)}" for name, share in shares))
