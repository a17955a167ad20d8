"""Sessions with something told in every place that takes a text, and what a copy must not tell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from rules.answers.answers import Table
from rules.answers.estimate import Estimate
from rules.assess import Assessment, assess
from rules.questions import QUESTIONS, Kind
from tests.reference.generate import generate
from wizard.sessions.session_file import SessionFile, session_of
from wizard.support.redaction.redact import redact
from wizard.toml.document import Path, edit

TEXT = "Zephyr"
"""How every text of a case that is made up begins; no word of the program does."""


def named(seed: int) -> dict[str, Any]:
    """A generated case with something told in every place that takes a text."""
    session = generate(seed)
    numbers = iter(range(10_000))

    def text() -> str:
        return f"{TEXT} {next(numbers)} Müller & Söhne"

    for key, question in QUESTIONS.items():
        if question.kind is Kind.TEXT and key != "currency":
            *tables, name = key.split(".")
            holder = session
            for table in tables:
                holder = holder.setdefault(table, {})
            holder[name] = text()
    session["currency"] = "CHF"
    session.setdefault("policy", {})["usd_rate"] = 0.8731
    other = session.setdefault("upfront", {}).setdefault("other", {})
    for name in list(other):
        other[text()] = other.pop(name)
    for row in (*session.get("alternatives", ()), *session.get("quality", {}).get("slices", ())):
        row["name"] = text()
    session["risk"] = {
        "correlations": [
            {"a": f'upfront.other."{name}"', "b": "volume.monthly_growth", "rho": 0.1}
            for name in other
        ]
    }
    for estimate in estimates(session):
        if estimate.get("source"):
            estimate["source"] = text()
        estimate["remark"] = text()
    session["unknown"] = {"note": text(), "amounts": 98_765.4}
    session["workshop"] = {"participants": [{"name": text(), "role": text()}]}
    return session


def estimates(holder: Any) -> Iterator[dict[str, Any]]:
    if isinstance(holder, dict) and "likely" in holder:
        yield holder
    elif isinstance(holder, dict):
        for value in holder.values():
            yield from estimates(value)
    elif isinstance(holder, list):
        for value in holder:
            yield from estimates(value)


def file_of(contents: dict[str, Any]) -> SessionFile:
    others: dict[Path, Any] = {(key,): value for key, value in contents.items() if key != "schema"}
    return session_of(edit(f"# {TEXT} wrote this\nschema = 1\n", others))


def strings(holder: Any) -> Iterator[str]:
    match holder:
        case str():
            yield holder
        case dict():
            for value in holder.values():
                yield from strings(value)
        case list():
            for value in holder:
                yield from strings(value)


def amounts(session: SessionFile) -> Iterator[tuple[str, float]]:
    """Each amount of money by its place, rows by their number."""
    for key, entry in session.answers.items():
        if isinstance(entry.value, Table):
            for index, row in enumerate(entry.value.rows):
                for column in QUESTIONS[key].columns:
                    cell = row.cells.get(column.key)
                    if column.kind is Kind.MONEY and cell is not None and cell.usable:
                        for end, number in ends(cell.value):
                            yield f"{key}[{index}].{column.key} {end}", number
        elif QUESTIONS[key].kind is Kind.MONEY and entry.usable:
            for end, number in ends(entry.value):
                yield f"{key} {end}", number


def ends(estimate: Estimate) -> Iterator[tuple[str, float]]:
    yield "likely", estimate.likely
    if estimate.low is not None and estimate.high is not None:
        yield "low", estimate.low
        yield "high", estimate.high


def digits(number: float) -> str:
    return "".join(map(str, Decimal(repr(number)).normalize().as_tuple().digits))


def outcome(judged: Assessment) -> Any:
    verdict = judged.verdict
    return (
        verdict and (verdict.id, verdict.base, verdict.capped_by),
        [(one.rule.id, one.cap) for one in judged.fired],
        judged.missing,
    )


def figures(judged: Assessment) -> list[float]:
    head, cash = judged.figures.headline, judged.figures.cash
    return [
        head.payback_months,
        head.net_payback_months,
        head.spend_reduction,
        head.handled_calls_per_month,
        judged.figures.half_volume.payback_months,
        judged.figures.break_even_calls_per_month,
        cash.payback_months,
    ]


def found_in(session: SessionFile) -> list[str]:
    """What is wrong with a copy of a session."""
    copy = redact(session)
    read = session_of(copy.text)
    before, after = assess(session.answers), assess(read.answers)
    wrong = []
    if outcome(before) != outcome(after):
        wrong.append(f"judged as {outcome(after)}, not {outcome(before)}")
    if figures(after) != pytest.approx(figures(before), rel=1e-9, nan_ok=True):
        wrong.append("other figures")
    ours, theirs = dict(amounts(session)), dict(amounts(read))
    if ours.keys() != theirs.keys():
        wrong.append("other amounts are stated")
    factors = {theirs[place] / ours[place] for place in ours if ours[place]}
    if factors and max(factors) / min(factors) - 1 > 1e-12:
        wrong.append("amounts are scaled by several factors")
    if any(0.75 < factor < 1.3 for factor in factors):
        wrong.append("amounts are nearly as they were")
    telling = {digits(one) for one in ours.values() if len(digits(one)) >= 4}
    if telling & {digits(one) for one in theirs.values()}:
        wrong.append("an amount stands there as it was")
    if TEXT in copy.text:
        wrong.append("a text stands there as it was")
    words = {text for text in strings(session.raw) if TEXT in text}
    wrong += [f"{text!r} stands there" for text in words if text in copy.text]
    # Nothing in it that is not understood, and nothing that is wrong by the copying.
    known = {one.key for one in session.problems}
    wrong += [str(one) for one in read.problems if one.key not in known]
    return wrong
