"""The workbook calculated by LibreOffice, against what `payback assess --json` says."""

from __future__ import annotations

import copy
import json
import math
import random
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.answers.bounds import bounds_of
from rules.answers.estimate import Bounds
from rules.argument.what_it_hangs_on import Outlook, outlook_of
from rules.assess import Assessment, assess
from rules.figures.catalogue import FIGURES
from rules.questions.addresses import split
from tests.depth import sized
from tests.reference import generate
from tests.wizard.cases import SAMPLES, answers_of
from tests.wizard.cli.conftest import Payback, payback
from tests.wizard.reports.soffice import SOFFICE, WHY_NOT, recalculated
from tests.wizard.reports.workbooks import Workbook, poisoned, read, with_inputs
from wizard.reports.workbook.figures import cell_of
from wizard.reports.xlsx import render

__all__ = ["payback"]

Session = dict[str, Any]
GENERATED = sized(14, 50)
CHANGED = 5
"""Inputs changed in each workbook that is changed."""


def sessions() -> Iterator[tuple[str, Session]]:
    """All complete samples, and as many generated sessions that are complete."""
    for name, path in SAMPLES.items():
        session = tomllib.loads(path.read_text(encoding="utf-8"))
        if judged(session).verdict is not None:
            yield name, session
    found, seed = 0, 0
    while found < GENERATED:
        session = generate.generate(seed)
        if judged(session).verdict is not None:
            yield f"generated-{seed}", session
            found += 1
        seed += 1


def judged(session: Session) -> Assessment:
    return assess(answers_of(generate.to_toml(session)))


def written(session: Session, path: Path, *, with_outlook: bool = False) -> None:
    assessment = judged(session)
    outlook = outlook_of(assessment) if with_outlook else Outlook()
    path.write_bytes(render(assessment, outlook, path.stem, date(2026, 11, 24), "1.0"))


# ------------------------------------------------------------------ changing both


def changed(session: Session, path: Path, out: Path, rng: random.Random) -> Session:
    """The workbook and the session with the same other inputs; returns the session."""
    session = copy.deepcopy(session)
    inputs = list(read(path).inputs.items())
    rng.shuffle(inputs)
    cells: dict[str, float] = {}
    for key, (place, value) in inputs:
        if len(cells) == CHANGED:
            break
        if key.startswith("quality.slices"):
            # The row of a slice has its share in this column, and its scores in the next two.
            place, key = f"D{place[1:]}", f"{key}.student_score"
            other = round(rng.uniform(0.6, 1.0), 4)
        else:
            other = other_value(key, value, rng)
        trial = copy.deepcopy(session)
        assign(trial, key, other)
        if (assessment := judged(trial)).verdict is not None and not assessment.errors:
            session, cells[place] = trial, other
    assert cells, f"no input of {path.name} could be changed"
    with_inputs(path, out, cells)
    return session


def other_value(key: str, value: float, rng: random.Random) -> float:
    if key == "policy.horizon_months":
        return rng.randint(6, 60)
    bounds = bounds_of(key) if not key.startswith("policy.") else Bounds(above=0)
    if key == "policy.discount_rate":
        return round(rng.uniform(-0.05, 0.4), 3)
    for _ in range(20):
        tried = value * rng.uniform(0.6, 1.6) if value else rng.choice([0.01, 0.05, 0.5, 2.0, 40.0])
        tried = float(f"{tried:.5g}")
        if bounds.admits(tried):
            return tried
    return value


def assign(session: Session, key: str, value: float) -> None:
    """Set a plain number at a dotted key, rows included."""
    parts = split(key)
    assert parts is not None, key
    here: Any = session
    for part in parts[:-1]:
        here = here[part] if isinstance(part, int) else here.setdefault(part, {})
    here[parts[-1]] = value


# --------------------------------------------------------------------- comparing


def expected(result: dict[str, Any]) -> dict[str, float | None]:
    """Every figure by the name of its cell; a latency that nobody gave has none."""
    found: dict[str, float | None] = {}
    for one in FIGURES:
        held = result["result"][one.group] if one.group else result["result"]
        if held[one.name_in_group] is not None or one.kind != "seconds":
            found[cell_of(one)] = held[one.name_in_group]
    for number, one in enumerate(result["alternatives"], 1):
        found |= {
            f"alternative_{number}_{name}": one[name]
            for name in ("upfront_total", "monthly_savings", "npv", "incremental_payback_months")
        }
    return found


def disagreements(name: str, book: Workbook, result: dict[str, Any]) -> Iterator[str]:
    """What a calculated workbook says otherwise than the result."""
    for figure, wanted in expected(result).items():
        if figure not in book.names:
            if wanted is not None:
                yield f"{name}: no cell is called {figure}"
        elif not same(found := book.named(figure), wanted):
            yield f"{name}: {figure} is {found!r}, not {wanted!r}"
    months = result["result"]["cash"]["months"]
    scale = max(1.0, *map(abs, months))
    for month, wanted in enumerate(months):
        balance = book.values["Model"][f"I{month + 10}"]
        if not isinstance(balance, float) or abs(balance - wanted) > 1e-6 * scale:
            yield f"{name}: the balance of month {month} is {balance!r}, not {wanted!r}"
    yield from (f"{name}: {error}" for error in book.errors)


def same(found: object, wanted: float | None) -> bool:
    if wanted is None:
        return found in ("none", "incomplete")
    return isinstance(found, int | float) and math.isclose(
        found, wanted, rel_tol=1e-6, abs_tol=1e-9
    )


def cached_disagreements(name: str, before: Workbook, after: Workbook) -> Iterator[str]:
    """Where the values in a file are not those that its formulas come to."""
    for sheet, formulas in before.formulas.items():
        numbers = [abs(one) for one in before.values[sheet].values() if isinstance(one, float)]
        # Balances near 0, and the end of the search for a rate, are the rounding of large sums.
        scale = max(numbers, default=0.0) if sheet in ("Model", "Rate") else 1.0
        for place in formulas:
            was, now = before.values[sheet].get(place), after.values[sheet].get(place)
            if isinstance(was, float) and isinstance(now, float):
                if math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9 * max(scale, 1.0)):
                    continue
            elif was == now:
                continue
            yield f"{name}: {sheet}!{place} holds {was!r} and comes to {now!r}"


@pytest.mark.skipif(SOFFICE is None, reason=WHY_NOT)
def test_workbooks_recalculate_to_what_assess_says_also_with_changed_inputs(
    tmp_path: Path, payback: Payback
) -> None:
    books, tomls = tmp_path / "books", tmp_path / "sessions"
    books.mkdir()
    tomls.mkdir()
    cases: dict[str, Session] = {}
    for name, session in sessions():
        written(session, books / f"{name}.xlsx", with_outlook=name in SAMPLES)
        cases[name] = session
        other = f"{name}-changed"
        cases[other] = changed(
            session, books / f"{name}.xlsx", books / f"{other}.xlsx", random.Random(name)
        )
    for name, session in cases.items():
        (tomls / f"{name}.toml").write_text(generate.to_toml(session), encoding="utf-8")
    first = next(iter(cases))
    poisoned(books / f"{first}.xlsx", books / "poisoned.xlsx")

    out = recalculated(sorted(books.glob("*.xlsx")), tmp_path)
    said = payback("assess", "--json", "--quick", *(tomls / f"{name}.toml" for name in cases))
    assert said.status == 0, said.err
    results = dict(zip(cases, map(json.loads, said.out.splitlines()), strict=True))

    # Were the values of the file believed, all the rest of this test would prove nothing.
    assert not list(disagreements("poisoned", read(out / "poisoned.xlsx"), results[first]))
    wrong: list[str] = []
    for name, result in results.items():
        calculated = read(out / f"{name}.xlsx")
        wrong += disagreements(name, calculated, result)
        if not name.endswith("-changed"):
            wrong += cached_disagreements(name, read(books / f"{name}.xlsx"), calculated)
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.skipif(SOFFICE is None, reason=WHY_NOT)
def test_the_summary_tells_where_a_number_was_changed_that_the_verdict_hangs_on(
    tmp_path: Path,
) -> None:
    changes: dict[str, dict[str, float]] = {
        "nothing": {},
        "volume": {"volume.calls_per_month": 7e6},
        "alternative": {"alternatives[0].upfront": 90_000},
        "strong": {"policy.strong_payback_months": 2},
        "stop": {"policy.stop_payback_months": 30},
    }
    session = tomllib.loads(SAMPLES["support_ticket_classifier"].read_text(encoding="utf-8"))
    written(session, tmp_path / "book.xlsx")
    inputs = read(tmp_path / "book.xlsx").inputs
    files = []
    for name, numbers in changes.items():
        files.append(tmp_path / f"{name}.xlsx")
        places = {inputs[key][0]: float(value) for key, value in numbers.items()}
        with_inputs(tmp_path / "book.xlsx", files[-1], places)
    out = recalculated(files, tmp_path)
    said = {name: str(read(out / f"{name}.xlsx").named("summary_state")) for name in changes}
    assert said.pop("nothing") == "The figures are those that were judged."
    assert all(one.startswith("The inputs have been changed") for one in said.values()), said
