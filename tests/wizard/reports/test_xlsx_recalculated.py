"""The workbook calculated by LibreOffice, against what `payback assess --json` says."""

from __future__ import annotations

import copy
import functools
import json
import math
import random
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.answers.bounds import Bounds
from rules.answers.bounds_of import bounds_of
from rules.answers.records import Scenario
from rules.argument.what_it_hangs_on import Outlook, outlook_of
from rules.assess import Assessment, assess
from rules.figures.cash import CashFlow
from rules.figures.catalogue import FIGURES
from rules.questions.addresses import split
from rules.uncertainty.ranges import VOLUME, as_reckoned
from rules.uncertainty.scenarios.built_in import BUILT_IN
from rules.uncertainty.scenarios.judged import Judged, judge_scenarios
from rules.uncertainty.sensitivity import sensitivity
from tests.depth import DEEP, part_of, sized
from tests.reference import generate
from tests.wizard.cases import SAMPLES, answers_of
from tests.wizard.conftest import Payback
from tests.wizard.reports.soffice import SOFFICE, WHY_NOT, recalculated
from tests.wizard.reports.workbooks import Workbook, overwritten, poisoned, read, with_inputs
from wizard.reports.workbook.figure_rows import cell_of
from wizard.reports.workbook.worksheets import BILL
from wizard.reports.xlsx import render

Session = dict[str, Any]
GENERATED = sized(2, 50)
SWUNG = sized(1, 99)
"""Samples whose sensitivity is calculated too."""
OWN: dict[str, dict[str, dict[str, float]]] = {
    "support_ticket_classifier": {
        "Fewer and dearer calls": {
            "volume.calls_per_month": 2_500_000,
            "teacher.tokens.input_price": 3.5,
            "maintenance.monitoring_per_month": 900,
        },
        "Another contract?": {"teacher.cost_per_1k_calls": 1.9, "upfront.contingency": 0.3},
        "Evaluated again": {"quality.error_rate_increase": 0.03, "quality.cost_per_error": 0.2},
    },
    "growing_product_search": {
        "Flat": {"volume.monthly_growth": 0, "upfront.ramp_months": 6},
        "Bought": {"upfront.data_generation": 4_000, "volume.fallback_rate": 0.1},
    },
}
"""Scenarios that samples are given, by name: what each sets, as numbers."""
CHANGED = 5
"""Inputs changed in each workbook that is changed."""
SUMS = ("Model", "Rate", "Years", "Scenarios", "Swings", "Sensitivity", "Checks", "Alternatives")
"""Sheets whose numbers near 0 are what rounding leaves of large sums."""


def sessions() -> Iterator[tuple[str, Session]]:
    """Complete samples, and as many generated sessions that are complete."""
    others = part_of((one for one in SAMPLES if one not in OWN), 1, "workbooks")
    for name in (*OWN, *others):
        session = tomllib.loads(SAMPLES[name].read_text(encoding="utf-8"))
        session["scenarios"] = [
            {"name": one, "set": values} for one, values in OWN.get(name, {}).items()
        ]
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
    return judged_text(generate.to_toml(session))


@functools.lru_cache(100)
def judged_text(text: str) -> Assessment:
    return assess(answers_of(text))


def written(session: Session, path: Path, *, with_outlook: bool = False) -> None:
    assessment = judged(session)
    outlook = outlook_of(assessment) if with_outlook else Outlook()
    path.write_bytes(
        render(assessment, outlook, path.stem, date(2026, 11, 24), "1.0", None, own_of(session))
    )


def own_of(session: Session) -> tuple[Judged, ...]:
    """The scenarios that a session names."""
    own = tuple(Scenario.model_validate(one) for one in session.get("scenarios", []))
    return judge_scenarios(answers_of(generate.to_toml(session)), own).own


# ------------------------------------------------------------------ changing both


def changed(
    session: Session, path: Path, rng: random.Random, count: int
) -> tuple[Session, dict[str, float]]:
    """The session with some other inputs, and the same inputs by their cells of its workbook."""
    judged_calls = likely(session["volume"]["calls_per_month"])
    session = copy.deepcopy(session)
    inputs = list(read(path).inputs.items())
    rng.shuffle(inputs)
    cells: dict[str, float] = {}
    tried: set[str] = set()
    for key, (place, value) in inputs:
        if len(cells) == count:
            break
        if key.endswith((".share", ".examples", ".months_of_service")):
            continue
        other = other_value(key, value, rng)
        trial = copy.deepcopy(session)
        assign(trial, key, other)
        if (assessment := judged(trial)).verdict is not None and not assessment.errors:
            session, cells[place] = trial, other
            tried.add(key)
    assert cells or not count, f"no input of {path.name} could be changed"
    if BILL not in tried:
        hold_bill(session, judged_calls)
    return session, cells


def other_value(key: str, value: float, rng: random.Random) -> float:
    if key == "policy.horizon_months":
        return rng.randint(6, 60)
    bounds = bounds_of(key) if not key.startswith("policy.") else Bounds(above=0)
    if key == "policy.discount_rate":
        return round(rng.uniform(-0.05, 0.4), 3)
    if key == "policy.price_cut":
        return round(rng.uniform(0, 0.9), 3)
    if key.endswith("_score"):
        return round(rng.uniform(0.6, 1.0), 4)
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


# --------------------------------------------------------------------- scenarios

BUILT_IN_NAMES = ("Base", *(one.name for one in BUILT_IN))
LATE = {"Three months late": 3, "Six months late": 6}
FALLS = {f"Price falls {fall}% a year": -fall / 100 for fall in (30, 50, 90)}
STATED: dict[str, Callable[[bool], bool]] = {
    "Stated lows": lambda low_is_worse: False,
    "Stated highs": lambda low_is_worse: True,
    "Stated ranges, worse end": lambda low_is_worse: not low_is_worse,
    "Stated ranges, better end": lambda low_is_worse: low_is_worse,
}
"""Whether a number stands at its high, by whether its low is worse for the case."""


def in_scenario(session: Session, name: str) -> Session:
    """The session that a scenario makes of a session, by what the scenario says and no more."""
    found = copy.deepcopy(session)
    hold_bill(found)
    found.pop("scenarios", None)
    if name == "Half the volume":
        calls = found["volume"]["calls_per_month"]
        found["volume"]["calls_per_month"] = likely(calls) / 2
    elif name == "Price cut":
        left = 1 - judged(session).policy.price_cut
        hold_teacher_cost(found)
        found["teacher"]["cost_per_1k_calls"] *= left
    elif name in LATE:
        upfront = found.setdefault("upfront", {})
        upfront["months_to_launch"] = likely(upfront.get("months_to_launch", 0)) + LATE[name]
    elif name in FALLS:
        found["teacher"]["annual_price_change"] = FALLS[name]
    elif name == "Errors at their upper bound":
        found["quality"]["error_rate_increase"] = judged(session).figures.quality.upper_95
    elif name in STATED:
        for key, (ends, low_is_worse) in stated(generate.to_toml(found)).items():
            assign(found, key, ends[STATED[name](low_is_worse)])
    elif name != "Base":
        (own,) = (
            one["set"]
            for one in session["scenarios"]
            # A spreadsheet takes a question mark for any letter.
            if one["name"].replace("?", "\uff1f") == name
        )
        for key, value in own.items():
            assign(found, key, value)
    return found


def hold_teacher_cost(session: Session) -> None:
    """Write down what the teacher costs, for the endpoint and for the labels it writes."""
    cost = judged(session).figures.headline.teacher_cost_per_1k
    session["teacher"]["cost_per_1k_calls"] = cost
    sheet = session.get("upfront", {}).get("data_generation_worksheet")
    unbilled = session["upfront"].get("labelled_by") in ("people", "existing-labels")
    if sheet is not None and not unbilled:
        sheet.setdefault("teacher_cost_per_1k_calls", cost)


def hold_bill(session: Session, calls: float | None = None) -> None:
    """A bill was for the volume as it was answered, and keeps its price where that is another.

    Args:
        session: that may have one.
        calls: that the bill was for; None for those of the session.
    """
    teacher = session["teacher"]
    if "cost_per_1k_calls" in teacher or "tokens" in teacher or "bill_per_month" not in teacher:
        return
    calls = calls or likely(session["volume"]["calls_per_month"])
    bill = teacher["bill_per_month"]
    parts = bill if isinstance(bill, dict) else {"likely": bill}
    numbers = ("low", "likely", "high")
    teacher["cost_per_1k_calls"] = {
        name: 1_000 * value / calls if name in numbers else value for name, value in parts.items()
    }
    del teacher["bill_per_month"]


def ranged(session: Session) -> Iterator[tuple[str, tuple[float, float]]]:
    """The numbers with a stated range that are of the case itself, with its ends."""
    for used in judged(session).used:
        if used.estimate.has_range and not used.key.startswith(
            ("alternatives", "teacher.p95_latency", "student.p95_latency")
        ):
            low, high = used.estimate.low, used.estimate.high
            assert low is not None
            assert high is not None
            likely_ = used.estimate.likely
            yield (
                used.key,
                (
                    as_reckoned(used.key, likely_, low),
                    as_reckoned(used.key, likely_, high),
                ),
            )


@functools.cache
def stated(text: str) -> dict[str, tuple[tuple[float, float], bool]]:
    """The ends of every stated range of a session, and whether its low is worse for the case."""
    session = tomllib.loads(text)
    return {
        key: (ends, worth(session, key, ends[0]) <= worth(session, key, ends[1]))
        for key, ends in ranged(session)
    }


def worth(session: Session, key: str, value: float) -> float:
    """The net present value with another number."""
    other = copy.deepcopy(session)
    assign(other, key, value)
    return float(judged(other).figures.cash.npv)


def likely(value: Any) -> float:
    return float(value["likely"] if isinstance(value, dict) else value)


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
    cash = result["result"]["cash"]
    scale = max(1.0, *map(abs, cash["months"]))
    for figure, listed in (
        ("model_balance", cash["months"]),
        ("years_net", [cash["months"][0], *cash["net_by_year"]]),
    ):
        for number, (found, wanted) in enumerate(zip(book.all(figure), listed, strict=False)):
            if not isinstance(found, float) or abs(found - wanted) > 1e-6 * scale:
                yield f"{name}: {figure} {number} is {found!r}, not {wanted!r}"
    yield from (f"{name}: {error}" for error in book.errors)
    for check, between in zip(book.all("checks_label"), book.all("checks_difference"), strict=True):
        if between != 0:
            yield f"{name}: the check {check} finds {between!r}"


def scenario_disagreements(name: str, book: Workbook, session: Session) -> Iterator[str]:
    """Where the scenarios that stand beside each other are others than those of the rules."""
    columns = (book.all(f"scenario{column}") for column in ("_names", "s_npv", "s_payback"))
    for scenario, npv, months in zip(*columns, strict=True):
        cash = judged(in_scenario(session, str(scenario))).figures.cash
        for what, found, wanted in (
            ("npv", npv, cash.npv),
            ("payback", months, cash.payback_months),
        ):
            if not same(found, wanted if math.isfinite(wanted) else None, scale=scale_of(cash)):
                yield f"{name}: {what} of {scenario} is {found!r}, not {wanted!r}"


def swing_disagreements(name: str, book: Workbook, session: Session) -> Iterator[str]:
    """Where the ends of the tornado are others than those of the rules."""
    assessment = judged(session)
    found = sensitivity(assessment.case, assessment.policy)
    assert found is not None
    scale = scale_of(assessment.figures.cash)
    for end in ("low", "high"):
        columns = zip(
            found.tornado,
            book.all(f"swings_{end}_npv"),
            book.all(f"swings_{end}_payback"),
            strict=True,
        )
        for swing, npv, months in columns:
            wanted = getattr(swing, end)
            back = wanted.payback_months if math.isfinite(wanted.payback_months) else None
            if not same(npv, wanted.npv, scale) or not same(months, back):
                yield f"{name}: {swing.key} at its {end} is {npv!r} and {months!r}, not {wanted!r}"


def scale_of(cash: CashFlow) -> float:
    """How large the sums are that a net present value is the difference of."""
    return max(1.0, *map(abs, cash.flows))


def same(found: object, wanted: float | None, scale: float = 0.0) -> bool:
    if wanted is None:
        return found in ("none", "incomplete")
    return isinstance(found, int | float) and math.isclose(
        found, wanted, rel_tol=1e-6, abs_tol=max(1e-9, 1e-9 * scale)
    )


def cached_disagreements(name: str, before: Workbook, after: Workbook) -> Iterator[str]:
    """Where the values in a file are not those that its formulas come to."""
    for sheet, formulas in before.formulas.items():
        numbers = [abs(one) for one in before.values[sheet].values() if isinstance(one, float)]
        # Balances near 0, and the end of the search for a rate, are the rounding of large sums.
        scale = max(numbers, default=0.0) if sheet in SUMS else 1.0
        for place in formulas:
            was, now = before.values[sheet].get(place), after.values[sheet].get(place)
            if isinstance(was, float) and isinstance(now, float):
                if math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9 * max(scale, 1.0)):
                    continue
            elif was == now:
                continue
            yield f"{name}: {sheet}!{place} holds {was!r} and comes to {now!r}"


@pytest.mark.skipif(SOFFICE is None, reason=WHY_NOT)
def test_workbooks_recalculate_to_what_assess_says_also_with_changed_inputs_and_in_scenarios(
    tmp_path: Path, payback: Payback
) -> None:
    books, tomls, originals = (tmp_path / name for name in ("books", "sessions", "originals"))
    for folder in (books, tomls, originals):
        folder.mkdir()
    cases: dict[str, Session] = {}
    untouched: dict[str, Session] = {}
    tried = dict(sessions())
    swung = [one for one in tried if one in SAMPLES][:SWUNG]
    for number, (name, session) in enumerate(tried.items()):
        path = originals / f"{name}.xlsx"
        written(session, path, with_outlook=name in swung)
        # Were the values of the file believed, the rest would prove nothing.
        poisoned(path, books / path.name)
        cases[name] = untouched[name] = session
        names = read(path).all("scenario_names")
        own = part_of((one for one in names if one not in BUILT_IN_NAMES), 1, name)
        for scenario in map(str, names if DEEP else (names[number % len(BUILT_IN)], *own)):
            other = f"{name}-{scenario.replace(' ', '-').replace(',', '')}"
            # What a scenario of the session sets, no input changes.
            is_own = scenario not in BUILT_IN_NAMES
            moved = 0 if scenario.startswith("Stated") or is_own else CHANGED
            changes, cells = changed(session, path, random.Random(other), moved)
            with_inputs(path, books / f"{other}.xlsx", cells, scenario)
            cases[other] = in_scenario(changes, scenario)
    for name, session in cases.items():
        (tomls / f"{name}.toml").write_text(generate.to_toml(session), encoding="utf-8")

    out = recalculated(sorted(books.glob("*.xlsx")), tmp_path)
    said = payback("assess", "--json", "--quick", *(tomls / f"{name}.toml" for name in cases))
    assert said.status == 0, said.err
    results = dict(zip(cases, map(json.loads, said.out.splitlines()), strict=True))

    wrong: list[str] = []
    for name, result in results.items():
        calculated = read(out / f"{name}.xlsx")
        wrong += disagreements(name, calculated, result)
        if name in untouched:
            wrong += cached_disagreements(name, read(originals / f"{name}.xlsx"), calculated)
            wrong += scenario_disagreements(name, calculated, cases[name])
        if name in swung:
            wrong += swing_disagreements(name, calculated, cases[name])
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.skipif(SOFFICE is None, reason=WHY_NOT)
def test_a_volume_that_is_tried_in_a_cell_leaves_the_price_of_a_call_that_a_bill_gives(
    tmp_path: Path,
) -> None:
    session = tomllib.loads(SAMPLES["support_ticket_classifier"].read_text(encoding="utf-8"))
    session["teacher"] = {"bill_per_month": 24_000}
    session["volume"]["calls_per_month"] = 6_000_000
    book = tmp_path / "book.xlsx"
    written(session, book)
    inputs = read(book).inputs
    tries: dict[str, tuple[dict[str, float], float]] = {
        "nothing": ({}, 4.0),
        "half": ({VOLUME: 3_000_000}, 4.0),
        "bill": ({BILL: 12_000}, 2.0),
        "both": ({VOLUME: 3_000_000, BILL: 15_000}, 5.0),
    }
    files = [tmp_path / f"{name}.xlsx" for name in tries]
    for path, (numbers, _) in zip(files, tries.values(), strict=True):
        with_inputs(book, path, {inputs[key][0]: value for key, value in numbers.items()})
    out = recalculated(files, tmp_path)
    for path, (numbers, price) in zip(files, tries.values(), strict=True):
        calculated = read(out / path.name)
        assert calculated.named("result_teacher_cost_per_1k") == pytest.approx(price), path.stem
        tried = tomllib.loads(generate.to_toml(session))
        tried["teacher"] = {"cost_per_1k_calls": price}
        tried["volume"]["calls_per_month"] = numbers.get(VOLUME, 6_000_000)
        worth = judged(tried).figures.cash.npv
        assert calculated.named("result_cash_npv") == pytest.approx(worth), path.stem


@pytest.mark.skipif(SOFFICE is None, reason=WHY_NOT)
def test_the_summary_tells_what_is_not_as_judged_and_which_formula_was_written_over(
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
    book = tmp_path / "book.xlsx"
    written(session, book)
    inputs = read(book).inputs
    for name, numbers in changes.items():
        places = {inputs[key][0]: float(value) for key, value in numbers.items()}
        with_inputs(book, tmp_path / f"{name}.xlsx", places)
    with_inputs(book, tmp_path / "scenario.xlsx", {}, "Half the volume")
    net = read(book).names["model_net"].replace("$", "").partition(":")[0]
    overwritten(book, tmp_path / "net.xlsx", f"{net.rstrip('0123456789')}20", 1.0)
    cost = read(book).names["result_annual_maintenance"].replace("$", "")
    overwritten(book, tmp_path / "cost.xlsx", cost, 1.0)
    files = [tmp_path / f"{name}.xlsx" for name in (*changes, "scenario", "net", "cost")]
    out = recalculated(files, tmp_path)
    found = {path.stem: read(out / path.name) for path in files}
    said = {name: str(one.named("summary_state")) for name, one in found.items()}
    assert said["nothing"] == said["net"] == "The figures are those that were judged."
    assert said["scenario"].startswith("A scenario is in force")
    for name in ("volume", "alternative", "strong", "stop"):
        assert said[name].startswith("The inputs have been changed"), name
    failing = {name: one.named("checks_failing") for name, one in found.items()}
    assert all(failing.pop(name) for name in ("net", "cost"))
    assert failing == dict.fromkeys(failing, 0.0)
    checked = {name: one.named("summary_checks") for name, one in found.items()}
    assert checked["net"] == checked["cost"] != checked["nothing"] == checked["scenario"]
