"""The sample sessions: each gives the verdict that it is there to teach."""

from __future__ import annotations

import copy
import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import wizard
from rules.answers.unknown_keys import unknown_keys
from rules.answers.validation import validate
from rules.argument.what_it_hangs_on import outlook_of
from rules.assess import Assessment, assess_case
from rules.questions import QUESTIONS, SETTINGS, locate
from rules.results import as_json
from rules.verdict import SPOKEN
from rules.workshop.dissent import workshop_rows
from rules.workshop.pooling import estimate_at
from rules.workshop.recorded import agreed_estimate, resumed
from wizard.sessions import samples

ROOT = Path(__file__).parents[3]
SESSIONS = ROOT / "sample_sessions"
NAMES = sorted(path.stem for path in SESSIONS.glob("*.toml"))

VERDICTS = {
    "support_ticket_classifier": ("strong", "strong", []),
    "growing_product_search": ("defensible", "defensible", []),
    "low_volume_contract_review": (
        "do-not-distill",
        "reconsider",
        ["low-volume", "spend-too-small", "slow-cash"],
    ),
    "monthly_redistilled_moderation": (
        "do-not-distill",
        "defensible",
        ["unstable-teacher", "slow-cash", "no-net-benefit"],
    ),
    "open_ended_assistant": ("reconsider", "defensible", ["broad-task"]),
    "on_device_dictation": (
        "do-not-distill",
        "defensible",
        ["upside-only", "slow-cash", "no-net-benefit"],
    ),
    "team_workshop": ("defensible", "defensible", []),
}

FIRED = {
    "support_ticket_classifier": ["teacher-retires"],
    "growing_product_search": ["half-volume-breaks", "price-cut-breaks", "thin-evaluation"],
    "low_volume_contract_review": [
        "low-volume",
        "spend-too-small",
        "slow-cash",
        "cheaper-alternative",
        "terms-unreviewed",
        "training-data-unknown",
    ],
    "monthly_redistilled_moderation": [
        "low-volume",
        "slow-cash",
        "unstable-teacher",
        "no-net-benefit",
        "cheaper-alternative",
    ],
    "open_ended_assistant": ["broad-task", "unpriced-quality-loss", "no-quality-evidence"],
    "on_device_dictation": [
        "low-volume",
        "half-volume-breaks",
        "slow-cash",
        "upkeep-heavy",
        "no-net-benefit",
        "price-cut-breaks",
        "slice-regression",
        "upside-only",
        "latency-unattached",
    ],
    "team_workshop": ["price-cut-breaks", "thin-evaluation"],
    "unfinished_draft": [
        "uncertain-volume",
        "no-quality-evidence",
        "cost-line-missing",
        "terms-unreviewed",
        "training-data-unknown",
    ],
}

WHAT_IF = [
    # What a sample's comments say of the number to change first.
    ("support_ticket_classifier", {"volume.calls_per_month": 1_200_000}, "reconsider"),
    ("support_ticket_classifier", {"teacher.training_terms": "unreviewed"}, "defensible"),
    ("support_ticket_classifier", {"task.training_data": "unknown"}, "defensible"),
    ("support_ticket_classifier", {"task.training_data": "unavailable"}, "reconsider"),
    ("support_ticket_classifier", {"quality.basis": "estimated"}, "defensible"),
    ("support_ticket_classifier", {"quality.frozen": False}, "defensible"),
    ("support_ticket_classifier", {"quality.evaluated_on": date(2025, 11, 23)}, "defensible"),
    ("support_ticket_classifier", {"teacher.retires_on": date(2027, 5, 24)}, "reconsider"),
    (
        "support_ticket_classifier",
        {"teacher.training_terms": "unreviewed", "upfront.labelled_by": "people"},
        "strong",
    ),
    ("growing_product_search", {"volume.monthly_growth": 0}, "reconsider"),
    (
        "growing_product_search",
        {"volume.monthly_growth": {"likely": 0.03, "basis": "assumed"}},
        "reconsider",
    ),
    (
        "growing_product_search",
        {"student.hosting.calls_per_second_per_replica": 12},
        "reconsider",
    ),
    (
        "monthly_redistilled_moderation",
        {"upfront.data_generation_worksheet.review_share": 0.01},
        "defensible",
    ),
    (
        "monthly_redistilled_moderation",
        {"maintenance.redistillations_per_year": 4, "alternatives": []},
        "defensible",
    ),
    (
        "open_ended_assistant",
        {"quality.basis": "measured", "quality.cost_per_error": 0.01},
        "defensible",
    ),
    ("on_device_dictation", {"upside.capability_revenue_per_month": 10**6}, "do-not-distill"),
    ("on_device_dictation", {"maintenance.cost_per_redistillation": 10_000}, "reconsider"),
    ("team_workshop", {"maintenance.redistillations_per_year": 6}, "reconsider"),
    ("team_workshop", {"maintenance.redistillations_per_year": 1}, "defensible"),
    (
        "unfinished_draft",
        {
            "student.hosting.calls_per_second_per_replica": 5,
            "upfront.data_generation_worksheet.examples": 50_000,
            "maintenance.redistillations_per_year": 2,
            "task.breadth": "narrow",
        },
        "reconsider",
    ),
]


@functools.cache
def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((SESSIONS / f"{name}.toml").read_text(encoding="utf-8"))


def assessed(session: Mapping[str, Any]) -> Assessment:
    case, wrong = validate(session)
    assert wrong == {}
    return assess_case(case)


def changed(session: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    result = copy.deepcopy(dict(session))
    for key, value in changes.items():
        *tables, last = key.split(".")
        holder = result
        for table in tables:
            holder = holder.setdefault(table, {})
        holder[last] = value
    return result


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every answer with its key, an estimate's table as one."""
    if isinstance(value, dict) and "likely" not in value:
        for name, part in value.items():
            shown = name if re.fullmatch(r"[\w-]+", name) else f'"{name}"'
            yield from leaves(part, f"{at}.{shown}" if at else shown)
    elif isinstance(value, list):
        for index, row in enumerate(value):
            yield from leaves(row, f"{at}[{index}]")
    else:
        yield at, value


def used(name: str) -> set[str]:
    """The questions, and the columns of tables, that a sample answers."""
    found = set()
    for key, _ in leaves(raw(name)):
        place = locate(key)
        if place is None:
            continue
        question, _, column = place
        found.add(question.key)
        if column is not None:
            found.add(f"{question.key}.{column}")
    return found


# ------------------------------------------------------------ what they teach


@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdict(name: str) -> None:
    verdict = assessed(raw(name)).verdict
    assert verdict is not None
    assert (verdict.id, verdict.base, list(verdict.capped_by)) == VERDICTS[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_that_fire(name: str) -> None:
    assert [one.rule.id for one in assessed(raw(name)).fired] == FIRED[name]


@pytest.mark.parametrize(("name", "changes", "verdict"), WHAT_IF)
def test_the_comments_keep_their_promises(name: str, changes: dict[str, Any], verdict: str) -> None:
    outcome = assessed(changed(raw(name), changes)).verdict
    assert outcome is not None
    assert outcome.id == verdict


def test_the_strong_case_pays_back_within_a_quarter_and_at_half_the_volume() -> None:
    figures = assessed(raw("support_ticket_classifier")).figures
    assert figures.headline.teacher_cost_per_1k == pytest.approx(3.325)
    assert figures.headline.payback_months < 3
    assert figures.half_volume.payback_months < 6
    assert figures.inputs.upfront_items["data_generation"] > 10 * 640, "the forgotten line"


def test_a_fifth_of_the_volume_leaves_half_of_the_savings_to_upkeep() -> None:
    session = changed(raw("support_ticket_classifier"), {"volume.calls_per_month": 1_200_000})
    head = assessed(session).figures.headline
    assert head.payback_months == pytest.approx(12, abs=0.3)
    assert head.annual_maintenance > 0.5 * 12 * head.monthly_savings


def test_the_growing_case_needs_its_growth() -> None:
    figures = assessed(raw("growing_product_search")).figures
    assert 3 < figures.headline.payback_months < 12
    assert figures.half_volume.payback_months > 24
    assert figures.headline.fixed_cost_per_month > 0


def test_the_draws_do_not_support_the_growing_case_and_its_comments_say_so() -> None:
    judged = assessed(raw("growing_product_search"))
    assert 10 < judged.figures.cash.payback_months < 12
    found = outlook_of(judged)
    assert found.risk is not None
    assert found.risk.within_target < 0.5
    assert not found.risk.supports_verdict


def test_what_the_comments_say_of_bounds_on_errors() -> None:
    figures = assessed(raw("support_ticket_classifier")).figures
    assert figures.quality.error_rate_increase == pytest.approx(0.0025, abs=0.00005)
    assert figures.quality.upper_95 == pytest.approx(0.0088, abs=0.00005)
    at_upper = figures.quality.annual_error_cost_at_upper
    assert at_upper == pytest.approx(127_000, abs=500)
    assert at_upper < figures.headline.annual_net_benefit

    judged = assessed(raw("team_workshop"))
    quality = judged.figures.quality
    assert quality.error_rate_increase == pytest.approx(0.0007, abs=0.00005)
    assert quality.upper_95 == pytest.approx(0.0077, abs=0.00005)
    assert quality.annual_error_cost_at_upper > judged.figures.headline.annual_net_benefit
    hanging = outlook_of(judged).sensitivity
    assert hanging is not None
    assert hanging.load_bearing == "quality.error_rate_increase"


def test_no_student_would_be_cheap_enough_for_so_few_calls() -> None:
    head = assessed(raw("low_volume_contract_review")).figures.headline
    assert head.most_at_stake == pytest.approx(9_500, abs=50)
    assert 12 * head.upfront_total / head.most_at_stake == pytest.approx(42, abs=1)


def test_the_bill_of_the_assistant_comes_to_fourteen_for_a_thousand_calls() -> None:
    assert assessed(raw("open_ended_assistant")).figures.headline.teacher_cost_per_1k == 14


def test_people_who_write_the_labels_need_no_terms() -> None:
    by_the_teacher = changed(raw("team_workshop"), {"upfront.labelled_by": "teacher"})
    assert "terms-unreviewed" in {one.rule.id for one in assessed(by_the_teacher).fired}


def test_at_low_volume_the_small_prompt_is_named_instead() -> None:
    verdict = assessed(raw("low_volume_contract_review")).verdict
    assert verdict is not None
    (advice,) = verdict.instead
    assert advice.startswith("Take the alternative 'Prompting a small model' first")


def test_at_its_break_even_the_small_prompt_is_still_worth_more() -> None:
    session = changed(raw("low_volume_contract_review"), {"volume.calls_per_month": 110_000})
    found = assessed(session)
    assert found.figures.headline.payback_months < 12
    assert "cheaper-alternative" in {one.rule.id for one in found.fired}


def test_monthly_redistillation_eats_a_short_payback() -> None:
    head = assessed(raw("monthly_redistilled_moderation")).figures.headline
    assert head.payback_months < 4
    assert head.annual_maintenance > 12 * head.monthly_savings


def test_the_upside_would_turn_the_sum_and_does_not() -> None:
    figures = assessed(raw("on_device_dictation")).figures
    net = figures.headline.annual_net_after_errors
    assert net < 0 < net + figures.annual_upside
    assert figures.headline.payback_months < 12


def test_an_alternative_without_a_cost_is_incomplete_and_not_free() -> None:
    alternatives = as_json(assessed(raw("open_ended_assistant")), "x")["alternatives"]
    assert [(one["name"], one["npv"] is None) for one in alternatives] == [
        ("Student for summaries only", True),
        ("Teacher at lower precision", False),
    ]


def test_the_record_of_the_workshop_says_what_its_answers_say() -> None:
    held = validate(raw("team_workshop"))[0].workshop
    case = assessed(raw("team_workshop")).case
    meeting = resumed(held)
    assert len(meeting.people) == 6
    for settled in meeting.settlements:
        shown = replace(meeting, key=settled.key)
        assert len(meeting.rounds(settled.key)) == 2
        assert estimate_at(case, settled.key) == agreed_estimate(meeting, settled)
        if settled.method == "pooled":
            assert shown.pool() == settled.said
    rows = workshop_rows(case, held)
    assert [one.dissent for one in rows.agreed[1:]] == [()]
    (jonas,) = rows.agreed[0].dissent
    assert (jonas.name, jonas.said) == ("Jonas", "6 (4..9)")
    assert jonas.would_be is not None
    assert jonas.would_be.verdict == "reconsider"


def test_the_draft_has_no_verdict_but_what_is_known_is_shown() -> None:
    result = as_json(assessed(raw("unfinished_draft")), "x")
    assert result["verdict"] is None
    assert set(result["missing"]) == {
        "student.hosting.calls_per_second_per_replica",
        "upfront.data_generation_worksheet.examples",
        "maintenance.redistillations_per_year",
        "task.breadth",
    }
    assert result["result"]["teacher_cost_per_1k"] == pytest.approx(6.04)
    assert result["result"]["annual_teacher_spend"] == pytest.approx(65_232)
    assert result["result"]["payback_months"] is None
    assert [one["key"] for one in result["problems"]] == ["quality.slices[0]", "quality.slices[1]"]


# ------------------------------------------------------- how they are written


@pytest.mark.parametrize("name", NAMES)
def test_every_number_has_a_basis_and_a_source(name: str) -> None:
    estimates = 0
    for key, value in leaves(raw(name)):
        place = locate(key)
        if place is None:
            continue
        question, row, column = place
        asked = question.column(column) if column else question
        if row is not None and question.named_rows:
            asked = question.columns[-1]
        assert asked is not None
        if not asked.is_estimate or question.key == "quality.slices":
            continue
        if question.key.startswith(("policy.", "risk.")):
            continue
        estimates += 1
        assert isinstance(value, dict), f"{key} is a bare number"
        assert value.get("basis"), f"{key} has no basis"
        assert value.get("source"), f"{key} has no source"
    assert estimates > 5


@pytest.mark.parametrize("name", NAMES)
def test_every_key_and_value_is_usable(name: str) -> None:
    assert unknown_keys(raw(name)) == []
    assert validate(raw(name))[1] == {}
    errors = [one for one in assessed(raw(name)).problems if one.severity == "error"]
    assert errors == []


@pytest.mark.parametrize("name", NAMES)
def test_the_head_of_the_file(name: str) -> None:
    lines = (SESSIONS / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "schema = 1"
    head = " ".join(line.removeprefix("# ") for line in lines if line.startswith("#"))
    for phrase in ("Every figure is illustrative", "What it shows:"):
        assert phrase in head
    assert all(len(line) <= 110 for line in lines if line.startswith("#"))


def test_together_they_show_nearly_the_whole_format() -> None:
    settings = {question.key for question in SETTINGS.questions}
    asked = set(QUESTIONS) - settings
    shown = set().union(*(used(name) for name in NAMES))
    assert len(asked & shown) >= 0.85 * len(asked), sorted(asked - shown)
    assert {"policy.horizon_months", "risk.correlations"} <= shown
    for table in ("quality.slices", "alternatives"):
        columns = {f"{table}.{column.key}" for column in QUESTIONS[table].columns}
        assert columns <= shown


# ------------------------------------------------------- how they are found


def test_every_file_is_listed_with_what_it_teaches() -> None:
    listed = samples.list_samples()
    assert sorted(sample.name for sample in listed) == NAMES
    assert listed[0].name == "support_ticket_classifier"
    assert listed[-1].name == "unfinished_draft"
    for sample in listed:
        assert sample.path == SESSIONS / f"{sample.name}.toml"
        assert sample.teaches
        assert sample.title == raw(sample.name)["title"]


def test_the_readme_lists_them_in_the_same_order_with_their_verdicts() -> None:
    readme = (SESSIONS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\w+)\.toml\]\((\w+)\.toml\) \| (.+) \| (.+) \|$", readme, re.M)
    expected = []
    for sample in samples.list_samples():
        verdict = assessed(raw(sample.name)).verdict
        teaches = sample.teaches[0].lower() + sample.teaches[1:].rstrip(".")
        shown = SPOKEN[verdict.id].within if verdict else "none yet"
        expected.append((sample.name, sample.name, teaches, shown))
    assert rows == expected


@pytest.mark.parametrize("name", ["open_ended_assistant", "open_ended_assistant.toml"])
def test_a_sample_is_found_with_and_without_its_ending(name: str) -> None:
    sample = samples.find_sample(name)
    assert sample is not None
    assert sample.name == "open_ended_assistant"


@pytest.mark.parametrize("name", ["", "README", "README.md", "../sample_sessions/unfinished_draft"])
def test_what_is_no_sample_is_not_found(name: str) -> None:
    assert samples.find_sample(name) is None


def test_installed_they_are_found_inside_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "wizard"
    (package / "sample_sessions").mkdir(parents=True)
    inside = package / "sample_sessions" / "unfinished_draft.toml"
    inside.write_text('schema = 1\ntitle = "From the wheel"\n', encoding="utf-8")
    # A folder of that name that holds no sessions is somebody else's.
    (tmp_path / "sample_sessions").mkdir()
    monkeypatch.setattr(wizard, "__file__", str(package / "__init__.py"))

    assert samples.samples_dir() == package / "sample_sessions"
    assert [sample.title for sample in samples.list_samples()] == ["From the wheel"]


@pytest.mark.parametrize("content", [b"title = ", b"\xff", b"schema = 1", b"title = 3"])
def test_a_sample_without_a_readable_title_goes_by_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "draft.toml"
    path.write_bytes(content)

    assert samples.Sample("draft", path, "").title == "draft"
