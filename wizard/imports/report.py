"""An import of usage, told: as a page, and as JSON.

Source: docs/specification.md §13.3.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rules.answers.entries import understood
from rules.answers.estimate import Estimate
from rules.questions import QUESTIONS
from rules.usage.months import zone_of
from rules.usage.proposal import Proposal, Proposals, as_written
from rules.usage.summary import Summary
from rules.words.money import Words
from rules.words.wording import listed, percent, visible, without_noise
from wizard.imports.importing import DOLLARS, Imported, Money
from wizard.problems import on_one_line

_WIDTH: Final = 80
_NOT_KNOWN: Final = "not known"


def as_object(imported: Imported, proposals: Proposals | None = None) -> dict[str, Any]:
    """The object that `--json` prints; proposals are to a session, or to a case in US dollars."""
    found, usage = imported.summary, imported.usage
    proposals = proposals or imported.proposals()
    p95 = found.p95
    return {
        "rows": {"read": usage.read, "kept": usage.kept, "dropped": dict(usage.dropped)},
        "first": moment_told(found.first, usage.zone),
        "last": moment_told(found.last, usage.zone),
        "zone": usage.zone,
        "months_complete": len(found.months_complete),
        "calls": whole(found.calls) if usage.counts_calls else None,
        "input": whole(found.input_tokens),
        "output": whole(found.output_tokens),
        "cost": None if found.cost is None else without_noise(found.cost),
        "p95_latency_seconds": None if p95 is None else p95._asdict(),
        "peak_to_average": imported.peak_to_average(),
        "models": [one.name for one in found.models],
        "proposals": [_proposal(one) for one in proposals.made],
        "not_proposed": [one._asdict() for one in proposals.not_made],
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    told = one._asdict()
    rows = told.pop("rows")
    return {**told, "value": list(rows)} if rows else told


def moment_told(moment: datetime | None, zone: str) -> str | None:
    """A moment as JSON has it, in a zone."""
    return None if moment is None else moment.astimezone(zone_of(zone)).isoformat()


def whole(number: float | None) -> int | float | None:
    """A count as JSON has it: without a fraction of 0; null where it is not known."""
    return int(number) if number is not None and number.is_integer() else number


def page(imported: Imported, money: Money = DOLLARS, proposals: Proposals | None = None) -> str:
    """What a person reads of it; proposals are to a session, or to a case without answers."""
    proposals = proposals or imported.proposals(money)
    lines = _lines(imported, money, proposals)
    return visible("\n".join(part for line in lines for part in _wrapped(line)))


def _wrapped(line: str) -> list[str]:
    """A line in the width of a page; what goes on is as far in as it is, and two more."""
    inner = line.lstrip(" ")
    return [line] if len(line) <= _WIDTH else wrapped(inner, line[: len(line) - len(inner)], "  ")


def wrapped(text: str, indent: str = "", hang: str = "") -> list[str]:
    """Lines in the width of a page, of which those after the first hang further in."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _lines(imported: Imported, money: Money, proposals: Proposals) -> Iterator[str]:
    usage, found = imported.usage, imported.summary
    yield on_one_line(imported.opened.what)
    yield rows_told(imported)
    yield dates_told(imported)
    yield ""
    if usage.counts_calls:
        yield f"{'calls':14}{found.calls:>20,.0f}"
    went_in, came_out = _told(found.input_tokens), _told(found.output_tokens)
    yield f"{'input tokens':14}{went_in:>20}  {_kinds(found)}".rstrip()
    yield f"{'output tokens':14}{came_out:>20}"
    cost = _NOT_KNOWN if found.cost is None else Words().money(found.cost)
    yield f"{'cost':14}{cost:>20}"
    if imported.is_of_several:
        yield ""
        yield from _endpoints(imported)
    remarks = remarks_of(imported)
    if remarks:
        yield ""
        yield from map(on_one_line, remarks)
    yield ""
    yield from _proposed(proposals, money)


def remarks_of(imported: Imported) -> tuple[str, ...]:
    """What has to be said beside the figures, a sentence each."""
    zone = imported.usage.zone
    assumed = (
        (f"Times name no zone and are read as {zone}; --timezone says which one they are in.",)
        if imported.opened.assumes_zone
        else ()
    )
    bad = tuple(
        f"Not usable: {Path(one.file).name}, line {one.line}: {one.reason}."
        for one in imported.usage.bad_rows
        if one.line is not None
    )
    return (*assumed, *imported.remarks, *bad)


def rows_told(imported: Imported) -> str:
    """`10 rows read = 9 kept + 1 dropped (1 duplicate)`."""
    usage = imported.usage
    dropped = sum(usage.dropped.values())
    reasons = listed([f"{number:,} {reason}" for reason, number in usage.dropped.items()])
    told = f" ({reasons})" if reasons else ""
    read = f"{usage.read:,} {'row' if usage.read == 1 else 'rows'}"
    return f"{read} read = {usage.kept:,} kept + {dropped:,} dropped{told}"


def dates_told(imported: Imported) -> str:
    """`2026-06-01 08:00 to 2026-08-31 19:02 (UTC); complete: 2026-06, 2026-07 and 2026-08`."""
    usage, found = imported.usage, imported.summary
    zone = zone_of(usage.zone)
    if found.first is None or found.last is None:
        return "No call was answered."
    first, last = (f"{one.astimezone(zone):%Y-%m-%d %H:%M}" for one in (found.first, found.last))
    months = [f"{one:%Y-%m}" for one in found.months_complete]
    complete = f"complete: {listed(months)}" if months else "no complete month"
    return f"{first} to {last} ({usage.zone}); {complete}"


def _told(tokens: float | None) -> str:
    return _NOT_KNOWN if tokens is None else f"{tokens:,.0f}"


def _kinds(found: Summary) -> str:
    """The kinds of input that the source tells apart; empty where it does not."""
    cached = found.cached_told or found.tokens.cached
    written = found.written_told or found.tokens.written
    if not cached and not written:
        return ""
    tokens = found.tokens
    kinds = [f"{tokens.uncached:,.0f} uncached"]
    kinds += [f"{tokens.cached:,.0f} cached"] if cached else []
    kinds += [f"{tokens.written:,.0f} written to the cache"] if written else []
    return ", ".join(kinds)


_SHOWN = 20


def _endpoints(imported: Imported) -> Iterator[str]:
    total = imported.summary.calls
    yield f"{imported.usage.endpoints:,} endpoints; name one with --endpoint:"
    for name, calls in imported.endpoints[:_SHOWN]:
        share = percent(calls / total) if total else ""
        yield f"  {calls:>16,.0f} {share:>7}  {on_one_line(name) or '(no name)'}"
    if len(imported.endpoints) > _SHOWN:
        yield f"  and {imported.usage.endpoints - _SHOWN:,} more"


def _proposed(proposals: Proposals, money: Money) -> Iterator[str]:
    if proposals.made:
        yield "Proposed"
        for one in proposals.made:
            yield f"  {one.key} {value_told(one, money)}, {one.basis}"
            yield f"      {one.source}"
    if proposals.not_made:
        yield "Not proposed"
        reasons: dict[str, list[str]] = {}
        for other in proposals.not_made:
            reasons.setdefault(other.why, []).append(other.key)
        for why, keys in reasons.items():
            yield f"  {listed(keys)}: {why}"


def value_told(one: Proposal, money: Money) -> str:
    """`= 6,000,000 calls; 1 in 10 below 5,100,000, 1 in 10 above 6,300,000`.

    Numbers are as people write them, and are taken with all their digits.
    """
    one = as_written(one)
    if one.rows:
        return f"= {one.value}"
    value = one.value if isinstance(one.value, str) else Estimate(one.value, one.low, one.high)
    return understood(QUESTIONS[one.key], value, money.currency)
