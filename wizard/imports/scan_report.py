"""A scan of usage, told: as a page, and as JSON.

Source: docs/specification.md §13.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from rules.answers.entries import understood
from rules.answers.estimate import Estimate
from rules.figures.ops import known
from rules.questions import QUESTIONS, Kind
from rules.usage.endpoints import Spend
from rules.usage.proposal import GROWTH, TOKENS, VOLUME
from rules.usage.screening import DefaultCost, Result, Screening, default_costs
from rules.usage.volume import span_in_words
from rules.words.money import Words
from rules.words.wording import (
    count,
    in_three_digits,
    months,
    percent,
    plural,
    visible,
    without_noise,
)
from wizard.imports.importing import Imported
from wizard.imports.report import (
    dates_told,
    moment_told,
    remarks_of,
    rows_told,
    whole,
    wrapped,
)
from wizard.imports.scanning import Endpoint, Rest, Scanned
from wizard.problems import on_one_line

_SHOWN: Final = 20
"""Endpoints of a section of the page; the JSON has all."""

HEADINGS: Final[Mapping[Result, str]] = {
    "case": "Deserves a case",
    "unknown-cost": "Cost not known",
    "too-little": "Too little to save",
    "unknown-calls": "Calls not known",
    "people-coding": "People coding",
}
"""What the endpoints of a result stand under, in the order of the page."""


def as_object(scanned: Scanned) -> dict[str, Any]:
    """The object that `--json` prints."""
    usage, found = scanned.whole.usage, scanned.whole.summary
    rest = scanned.rest
    return {
        "rows": {"read": usage.read, "kept": usage.kept, "dropped": dict(usage.dropped)},
        "first": moment_told(found.first, usage.zone),
        "last": moment_told(found.last, usage.zone),
        "zone": usage.zone,
        "months_complete": len(found.months_complete),
        "by": scanned.by,
        "overlap": scanned.overlaps,
        "currency": scanned.money.currency,
        "default_costs": {one.key: one.value for one in default_costs(scanned.team)},
        "endpoints": [_endpoint(one, scanned) for one in scanned.endpoints],
        "rest": None
        if rest is None
        else {"endpoints": rest.endpoints, **_sums(rest.imported, rest.spend, scanned)},
    }


def _endpoint(one: Endpoint, scanned: Scanned) -> dict[str, Any]:
    sums = _sums(one.imported, one.spend, scanned)
    return {
        "name": one.name,
        "calls": sums["calls"],
        "calls_per_month": one.proposed(VOLUME),
        "spend": sums["spend"],
        "share_of_spend": sums["share_of_spend"],
        "growth": one.proposed(GROWTH),
        "peak_to_average": one.imported.peak_to_average(),
        "input": sums["input"],
        "output": sums["output"],
        "models": sums["models"],
        "screening": _screening(one.screening),
    }


def _sums(imported: Imported, spend: Spend, scanned: Scanned) -> dict[str, Any]:
    found = imported.summary
    return {
        "calls": whole(found.calls) if imported.usage.counts_calls else None,
        "spend": None if spend.known is None else without_noise(spend.known),
        "share_of_spend": scanned.share(spend),
        "input": whole(found.input_tokens),
        "output": whole(found.output_tokens),
        "models": [one.name for one in found.models],
    }


def _screening(one: Screening) -> dict[str, Any]:
    told = one._asdict()
    for key in ("payback_months", "annual_net", "calls_needed"):
        told[key] = None if told[key] is None else known(told[key])
    return {**told, "rules": list(one.rules)}


def page(scanned: Scanned) -> str:
    """What a person reads of it."""
    return visible("\n".join(_lines(scanned)))


def _lines(scanned: Scanned) -> Iterator[str]:
    yield on_one_line(scanned.whole.opened.what)
    yield rows_told(scanned.whole)
    yield from wrapped(dates_told(scanned.whole))
    yield ""
    yield from wrapped(_all_told(scanned))
    for remark in remarks_of(scanned.whole):
        yield from wrapped(on_one_line(remark))
    scaled = [one for one in scanned.endpoints if _is_scaled(one)]
    if scaled:
        longest = span_in_words(max(one.imported.summary.covered_days for one in scaled))
        yield from wrapped(
            f"No complete month: what is marked {_SCALED} is scaled from at most {longest}, which"
            " says little of how many calls a month has."
        )
    for result, heading in HEADINGS.items():
        those = [one for one in scanned.endpoints if one.screening.result == result]
        if those:
            yield ""
            yield from _section(heading, those, scanned)
    if scanned.rest is not None:
        yield ""
        yield _rest(scanned.rest, scanned)
    yield ""
    yield from wrapped(_defaults(default_costs(scanned.team)))


def _all_told(scanned: Scanned) -> str:
    number = scanned.whole.usage.endpoints
    endpoints = f"{number:,} {'endpoint' if number == 1 else 'endpoints'} by {scanned.by}"
    unknown = [one for one in scanned.endpoints if not one.spend.is_whole]
    if scanned.overlaps:
        return (
            f"{endpoints}. A call may be counted under several of them: their calls and spend are"
            " not to be added up, and no shares are told."
        )
    spend = f"{endpoints}; {_DOLLARS.money(scanned.spend)} in all"
    if not unknown:
        return f"{spend}."
    some = plural(len(unknown), "one", "of them")
    return f"{spend}, besides what nobody knows of {some if len(unknown) > 1 else 'one'}."


_DOLLARS: Final = Words()
"""Sources are in US dollars, whatever a case reckons in."""
_COLUMNS: Final = ("calls/month", "spend", "share", "growth", "peak", "in", "out")


def _section(heading: str, those: Sequence[Endpoint], scanned: Scanned) -> Iterator[str]:
    shown = those[:_SHOWN]
    rows = [_cells(one, scanned) for one in shown]
    widths = [max(len(row[at]) for row in (_COLUMNS, *rows)) for at in range(len(_COLUMNS))]
    reasons = {_why(one) for one in shown}
    is_said_once = len(reasons) == 1 < len(shown)
    yield heading
    if is_said_once:
        yield from wrapped(on_one_line(_why(shown[0])), "  ")
    yield f"  {_row(_COLUMNS, widths)}  endpoint"
    for one, row in zip(shown, rows, strict=True):
        yield f"  {_row(row, widths)}  {on_one_line(one.name) or '(no name)'}"
        if not is_said_once:
            yield from wrapped(on_one_line(_why(one)), " " * 6)
    if len(those) > _SHOWN:
        yield f"  and {len(those) - _SHOWN:,} more, which --json has"


def _why(one: Endpoint) -> str:
    back = one.screening.payback_months
    if one.screening.result != "case" or back is None:
        return one.screening.why
    return f"Back in {months(back)}: {one.screening.why}"


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))


_NOT_KNOWN: Final = "-"
_SCALED: Final = "~"
"""Before calls a month of an endpoint that has no month in full."""


def _is_scaled(one: Endpoint) -> bool:
    return one.proposed(VOLUME) is not None and not one.imported.summary.months_complete


def _cells(one: Endpoint, scanned: Scanned) -> tuple[str, ...]:
    share, growth = scanned.share(one.spend), one.proposed(GROWTH)
    calls, peak = one.proposed(VOLUME), one.imported.peak_to_average()
    return (
        _NOT_KNOWN if calls is None else f"{_SCALED if _is_scaled(one) else ''}{count(calls)}",
        spend_told(one.spend),
        _NOT_KNOWN if share is None else percent(share),
        _NOT_KNOWN if growth is None else percent(growth),
        _NOT_KNOWN if peak is None else in_three_digits(peak),
        *(_per_call(one.proposed(f"{TOKENS}.{kind}")) for kind in ("input", "output")),
    )


def spend_told(spend: Spend) -> str:
    """`$340`; with a + where there is some besides that nobody knows."""
    if spend.known is None:
        return _NOT_KNOWN
    return f"{_DOLLARS.money(spend.known)}{'' if spend.is_whole else '+'}"


def _per_call(tokens: float | None) -> str:
    return _NOT_KNOWN if tokens is None else count(tokens)


def _rest(rest: Rest, scanned: Scanned) -> str:
    calls = rest.imported.summary.calls
    share = scanned.share(rest.spend)
    told = "" if share is None else f", {percent(share)} of the spend"
    return (
        f"The other {rest.endpoints:,} endpoints: {count(calls)} calls,"
        f" {spend_told(rest.spend)}{told}"
    )


def _defaults(costs: Sequence[DefaultCost]) -> str:
    told = "; ".join(f"{one.key} {_value(one)}" for one in costs)
    return (
        f"A first look takes what only people know for: {told}. The student's tokens are the"
        " teacher's. A default of the team's policy counts instead. --start ENDPOINT begins a"
        " session with what the source tells, and without these."
    )


def _value(one: DefaultCost) -> str:
    if isinstance(one.value, str):
        return one.value
    if QUESTIONS[one.key].kind is Kind.MONEY:
        return _DOLLARS.money(one.value)
    return understood(QUESTIONS[one.key], Estimate(one.value), "USD").removeprefix("= ")
