"""The catalogue against the case it asks for, and against the limits of the places it is shown."""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from rules.answers.answers import Answers, Entry
from rules.answers.case import Case
from rules.answers.estimate import Estimate
from rules.answers.numbers import NotANumber, Unit, parse
from rules.answers.records import Records
from rules.answers.sheets import (
    DataGenerationSheet,
    EngineeringSheet,
    EvaluationSheet,
    HostingSheet,
    Sheet,
    TokenSheet,
    TrainingSheet,
)
from rules.figures import worksheets
from rules.figures.reading import Reading
from rules.questions import (
    AFTER_LAUNCH,
    NOT_ASKED,
    QUESTIONS,
    SETTINGS,
    STEPS,
    locate,
    nearest,
    quick_questions,
    step_of,
    worksheet,
)
from rules.questions.question import NUMERIC, Kind, Question

ALL_STEPS = (*STEPS, SETTINGS, AFTER_LAUNCH)
WITH_COLUMNS = [
    (f"{question.key}[].{part.key}" if part is not question else question.key, part)
    for question in QUESTIONS.values()
    for part in (question, *question.columns)
]
every_question = pytest.mark.parametrize(
    "question",
    [question for _, question in WITH_COLUMNS],
    ids=[name for name, _ in WITH_COLUMNS],
)


# ---------------------------------------------------------------- what a case has


def _members(annotation: Any) -> Iterator[Any]:
    """The types an annotation is made of, without Annotated, Union and None."""
    if get_origin(annotation) is Annotated:
        yield from _members(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, types.UnionType):
        for one in get_args(annotation):
            yield from _members(one)
    elif annotation is not type(None):
        yield annotation


def _only(annotation: Any) -> Any:
    (member,) = _members(annotation)
    return member


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _leaves(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, Any]]:
    """Every key below a model, with its type."""
    for name, field in model.model_fields.items():
        key = f"{at}{field.alias or name}"
        kind = _only(field.annotation)
        if _is_model(kind):
            yield from _leaves(kind, f"{key}.")
        else:
            yield key, kind


def _sheets(model: type[BaseModel], at: str = "") -> Iterator[tuple[str, type[Sheet]]]:
    for name, field in model.model_fields.items():
        kind = _only(field.annotation)
        if _is_model(kind):
            if issubclass(kind, Sheet):
                yield f"{at}{name}", kind
            yield from _sheets(kind, f"{at}{name}.")


LEAVES = dict(_leaves(Case)) | dict(_leaves(Records))
SHEETS = dict(_sheets(Case))
COLUMN_TYPES = {
    f"{key}[].{name}": _only(field.annotation)
    for key, kind in LEAVES.items()
    if get_origin(kind) is tuple and _is_model(get_args(kind)[0])
    for name, field in get_args(kind)[0].model_fields.items()
}


def _type_of(name: str) -> Any:
    return LEAVES.get(name) or COLUMN_TYPES.get(name)


# ------------------------------------------------------------------------ parity


def test_every_key_of_a_case_is_asked_or_has_a_reason_not_to_be() -> None:
    assert LEAVES.keys() == QUESTIONS.keys() | NOT_ASKED.keys()
    assert not QUESTIONS.keys() & NOT_ASKED.keys()
    assert all(NOT_ASKED.values())


def test_a_key_is_asked_once() -> None:
    asked = [question.key for step in ALL_STEPS for question in step.questions]
    assert len(asked) == len(set(asked))
    assert list(QUESTIONS) == asked


@pytest.mark.parametrize("key", sorted(LEAVES.keys() - NOT_ASKED.keys()))
def test_a_table_has_the_columns_of_its_rows_in_order(key: str) -> None:
    question, kind = QUESTIONS[key], LEAVES[key]
    columns = [column.key for column in question.columns]
    if get_origin(kind) is tuple:
        row = get_args(kind)[0]
        assert question.kind is Kind.TABLE
        assert not question.named_rows
        assert columns == list(row.model_fields)
    elif get_origin(kind) is dict:
        assert question.kind is Kind.TABLE
        assert question.named_rows
        assert columns == ["name", "cost"]
    else:
        assert question.kind is not Kind.TABLE
        assert columns == []


@pytest.mark.parametrize(("name", "question"), WITH_COLUMNS, ids=[n for n, _ in WITH_COLUMNS])
def test_the_kind_fits_the_type(name: str, question: Question) -> None:
    kind = _type_of(name)
    if kind is None:
        assert name.startswith("upfront.other[].")
        assert question.is_estimate is (question.key == "cost")
    elif kind is Estimate:
        assert question.is_estimate
    elif kind is float:
        assert question.kind in NUMERIC
        assert not question.is_estimate
    elif get_origin(kind) is Literal:
        assert question.kind is Kind.CHOICE
        assert [choice.value for choice in question.choices] == list(get_args(kind))
    elif get_origin(kind) in (tuple, dict):
        assert question.kind is Kind.TABLE
    else:
        expected = {int: Kind.INTEGER, bool: Kind.YES_NO, str: Kind.TEXT, date: Kind.DATE}
        expected |= {str: Kind.MONTH} if name == "actuals[].month" else {}
        assert question.kind is expected[kind]


def test_only_choices_have_choices() -> None:
    for name, question in WITH_COLUMNS:
        assert bool(question.choices) is (question.kind is Kind.CHOICE), name
        assert all(choice.meaning for choice in question.choices), name


def test_a_time_says_in_what_it_is_counted() -> None:
    units = {Kind.MONTHS: "months", Kind.SECONDS: "seconds"}
    for name, question in WITH_COLUMNS:
        if question.kind in units:
            assert question.unit == units[question.kind], name


def test_the_quick_path() -> None:
    assert {question.key for question in quick_questions()} == {
        "volume.calls_per_month",
        "teacher.cost_per_1k_calls",
        "student.cost_per_1k_calls",
        "upfront.data_generation",
        "upfront.engineering_time",
        "maintenance.redistillations_per_year",
        "task.breadth",
    }


# -------------------------------------------------------------------------- words


@every_question
def test_a_question_fits_where_it_is_shown(question: Question) -> None:
    assert 0 < len(question.label) <= 28
    assert 0 < len(question.prompt) <= 110
    assert 0 < len(question.why) <= 200
    assert 0 < len(question.where_to_find) <= 120
    assert question.example


@every_question
def test_a_question_is_worded_as_one(question: Question) -> None:
    assert question.prompt.endswith("?")
    assert question.prompt.count("?") == 1
    assert question.why.endswith(".")
    assert question.where_to_find.endswith(".")
    assert not question.default.endswith(".")
    for text in (question.label, question.prompt, question.why, question.where_to_find):
        assert "  " not in text
        assert text == text.strip()
        assert text[0].isupper()


def test_labels_tell_questions_apart_wherever_they_are_listed() -> None:
    """Sensitivity and reports list labels of several steps without naming the step."""
    labels = [question.label for question in QUESTIONS.values()]
    assert len(labels) == len(set(labels))
    for question in QUESTIONS.values():
        columns = [column.label for column in question.columns]
        assert len(columns) == len(set(columns))


def test_steps_are_named_in_one_word_in_their_order() -> None:
    assert [step.name for step in ALL_STEPS] == [
        "task",
        "volume",
        "teacher",
        "student",
        "upfront",
        "upkeep",
        "quality",
        "upside",
        "alternatives",
        "settings",
        "actuals",
    ]
    for step in ALL_STEPS:
        assert step.title
        assert 0 < len(step.purpose) <= 100


def test_tables_come_last_in_a_step() -> None:
    for step in ALL_STEPS:
        tables = [question.kind is Kind.TABLE for question in step.questions]
        assert tables == sorted(tables), step.name


NO_DEFAULT = {
    "actuals[].month",
    "as_of",
    "task.breadth",
    "task.task_types",
    "volume.calls_per_month",
    "teacher.bill_per_month",
    "teacher.p95_latency_seconds",
    "student.p95_latency_seconds",
    "teacher.retires_on",
    "student.retires_on",
    "maintenance.redistillations_per_year",
    "quality.evaluated_on",
    "quality.slices[].examples",
    "quality.slices[].teacher_score",
    "quality.slices[].student_score",
    "alternatives[].cost_per_1k_calls",
    "alternatives[].error_rate_increase",
    "upfront.other[].cost",
    "policy.usd_rate",
    "risk.correlations[].rho",
    "student.launched_on",
    "actuals[].calls",
    "actuals[].student_calls",
    "actuals[].fallback_calls",
    "actuals[].teacher_cost",
    "actuals[].student_cost",
    "actuals[].upkeep",
    "actuals[].errors",
    "actuals[].p95_latency_seconds",
}


@pytest.mark.parametrize(("name", "question"), WITH_COLUMNS, ids=[n for n, _ in WITH_COLUMNS])
def test_a_default_is_stated_exactly_where_there_is_one(name: str, question: Question) -> None:
    sheet, _, field = name.rpartition(".")
    without = (
        name in NO_DEFAULT
        or (question.kind is Kind.TEXT and name not in ("title", "currency"))
        or (sheet in SHEETS and field in SHEETS[sheet].required)
    )
    assert bool(question.default) is not without


def _stated(question: Question) -> float | None:
    """The number that a default in words begins with."""
    words = question.default.partition(",")[0] if " " in question.default else question.default
    number = words.removesuffix(" tasks").removesuffix(" months")
    try:
        return parse(number, NUMERIC.get(question.kind, Unit.COUNT)).likely
    except NotANumber:
        return None


@pytest.mark.parametrize(("name", "question"), WITH_COLUMNS, ids=[n for n, _ in WITH_COLUMNS])
def test_a_stated_default_is_the_one_of_the_case(name: str, question: Question) -> None:
    given: Any = Case()
    for part in name.replace("[]", "").split("."):
        given = getattr(given, part, None)
    if isinstance(given, bool):
        assert question.default == ("yes" if given else "no")
    elif isinstance(given, int | float):
        assert _stated(question) == given
    elif isinstance(given, str) and given:
        assert question.default == given


def test_a_stated_default_is_the_one_of_the_worksheet() -> None:
    read = Reading()
    for at, kind in SHEETS.items():
        sheet = kind(**dict.fromkeys(kind.required, Estimate(1)))
        if isinstance(sheet, TokenSheet):
            worksheets.tokens_cost_per_1k(sheet, at, read)
        elif isinstance(sheet, HostingSheet):
            worksheets.hosting(sheet, read)
        elif isinstance(sheet, DataGenerationSheet):
            worksheets.data_generation(sheet, 1.0, read)
        elif isinstance(sheet, TrainingSheet):
            worksheets.training_compute(sheet, read)
        elif isinstance(sheet, EvaluationSheet):
            worksheets.evaluation_build(sheet, read)
        else:
            assert isinstance(sheet, EngineeringSheet)
            worksheets.engineering_time(sheet, read)
    applied = {used.key: used.estimate.likely for used in read.used.values() if used.is_default}
    assert len(applied) > 20
    assert {key: _stated(QUESTIONS[key]) for key in applied} == applied


# ----------------------------------------------------------------------- examples


def _typed(question: Question) -> list[Any]:
    """The values that the example of a question stands for."""
    text = question.example
    if question.kind in NUMERIC:
        unit = NUMERIC[question.kind]
        figures = [parse(one, unit, "EUR") for one in text.split(" or ")]
        if question.kind is Kind.PERCENT:
            assert "%" in text
        return [
            {"likely": one.likely, "low": one.low, "high": one.high}
            if one.low is not None
            else one.likely
            for one in figures
        ]
    if question.kind is Kind.INTEGER:
        likely = parse(text, Unit.COUNT).likely
        assert likely == int(likely)
        return [int(likely)]
    if question.kind is Kind.DATE:
        return [date.fromisoformat(text)]
    if question.kind is Kind.YES_NO:
        return [{"yes": True, "no": False}[text]]
    return [text]


def _case(key: str, value: Any) -> Case:
    data: dict[str, Any] = {"schema": 1}
    table = data
    *tables, name = key.split(".")
    for one in tables:
        table = table.setdefault(one, {})
    table[name] = value
    return Case.model_validate(data)


@pytest.mark.parametrize(
    "key", [key for key, question in QUESTIONS.items() if question.kind is not Kind.TABLE]
)
def test_an_example_can_be_typed_as_it_stands(key: str) -> None:
    for value in _typed(QUESTIONS[key]):
        _case(key, value)


@pytest.mark.parametrize(
    "key", [key for key, question in QUESTIONS.items() if question.kind is Kind.TABLE]
)
def test_the_examples_of_columns_make_a_row(key: str) -> None:
    question = QUESTIONS[key]
    cells = {column.key: _typed(column) for column in question.columns}
    for index in range(max(len(values) for values in cells.values())):
        row = {name: values[min(index, len(values) - 1)] for name, values in cells.items()}
        _case(key, {row["name"]: row["cost"]} if question.named_rows else [row])


def test_an_example_out_of_bounds_would_be_noticed() -> None:
    with pytest.raises(ValidationError):
        _case("volume.share_moved", 1.5)


def test_a_range_is_shown_by_some_example_of_each_numeric_kind() -> None:
    shown = {
        question.kind
        for _, question in WITH_COLUMNS
        if question.is_estimate and ".." in question.example
    }
    assert shown == set(NUMERIC)


# --------------------------------------------------------------------- worksheets

BUILT = {question.builds for question in QUESTIONS.values() if question.builds}


def test_every_worksheet_builds_something() -> None:
    in_sheets = {key for key in QUESTIONS if any(key.startswith(f"{sheet}.") for sheet in SHEETS)}
    assert in_sheets == {key for key, question in QUESTIONS.items() if question.builds}


@pytest.mark.parametrize("target", sorted(BUILT))
def test_a_worksheet_asks_for_what_it_requires(target: str) -> None:
    questions = worksheet(target)
    (sheet,) = {question.key.rpartition(".")[0] for question in questions}
    assert [question.key.rpartition(".")[2] for question in questions] == list(
        SHEETS[sheet].model_fields
    )
    assert set(SHEETS[sheet].required) <= {
        question.key.rpartition(".")[2] for question in questions
    }
    assert target == sheet if target == "student.hosting" else target in QUESTIONS


@pytest.mark.parametrize("target", sorted(BUILT & QUESTIONS.keys()))
def test_a_worksheet_follows_its_number(target: str) -> None:
    keys = list(QUESTIONS)
    start = keys.index(target) + 1
    sheet = [question.key for question in worksheet(target)]
    assert keys[start : start + len(sheet)] == sheet


def test_hosting_follows_the_fixed_cost_it_is_added_to() -> None:
    keys = list(QUESTIONS)
    first = worksheet("student.hosting")[0].key
    assert keys[keys.index(first) - 1] == "student.fixed_cost_per_month"


def test_a_number_without_worksheet_has_none() -> None:
    assert worksheet("volume.calls_per_month") == ()


# ------------------------------------------------------------------- what is shown


def _visible(key: str, **answers: Any) -> bool:
    shown = QUESTIONS[key].visible_when
    assert shown is not None
    return shown(
        Answers(
            {name.replace("__", "."): Entry(str(value), value) for name, value in answers.items()}
        )
    )


def test_the_chance_of_revenue_is_asked_once_there_is_revenue() -> None:
    assert not _visible("upside.capability_probability")
    assert _visible(
        "upside.capability_probability",
        upside__capability_revenue_per_month=Estimate(5_000),
    )


def test_an_answer_is_never_hidden() -> None:
    for key, question in QUESTIONS.items():
        if question.visible_when is not None:
            unusable = Answers({key: Entry("?", problem="not a number")})
            assert question.visible_when(unusable), key


def test_what_a_verdict_needs_is_always_asked() -> None:
    for question in QUESTIONS.values():
        if question.quick or question.builds:
            assert question.visible_when is None, question.key


# -------------------------------------------------------------------------- paths


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("volume.calls_per_month", ("volume.calls_per_month", None, None)),
        ("title", ("title", None, None)),
        ("student.hosting.overhead", ("student.hosting.overhead", None, None)),
        ("quality.slices", ("quality.slices", None, None)),
        ("quality.slices[1]", ("quality.slices", 1, None)),
        ("quality.slices[1].student_score", ("quality.slices", 1, "student_score")),
        ("alternatives[0].kind", ("alternatives", 0, "kind")),
        ("risk.correlations[12].rho", ("risk.correlations", 12, "rho")),
        ("upfront.other", ("upfront.other", None, None)),
        ("upfront.other.gateway", ("upfront.other", "gateway", None)),
        ("upfront.other.name", ("upfront.other", "name", None)),
        ("upfront.other.2", ("upfront.other", "2", None)),
        ('upfront.other."new proxy"', ("upfront.other", "new proxy", None)),
        ("upfront.other.new proxy", ("upfront.other", "new proxy", None)),
        ("upfront.other.'new proxy'", ("upfront.other", "new proxy", None)),
        ('upfront.other."v2.1 = [new]"', ("upfront.other", "v2.1 = [new]", None)),
        ("upfront.other.'C:\\proxy'", ("upfront.other", "C:\\proxy", None)),
        (r'upfront.other."a \"b\" \\ \u00e9"', ("upfront.other", 'a "b" \\ é', None)),
        (r'upfront.other."\U0001F600"', ("upfront.other", "\U0001f600", None)),
        (r'upfront.other."\u003F"', ("upfront.other", "?", None)),
        ("upfront.other.Prüfung", ("upfront.other", "Prüfung", None)),
        ('upfront.other.""', ("upfront.other", "", None)),
        ('"upfront".\'other\'."gateway"', ("upfront.other", "gateway", None)),
    ],
)
def test_a_path_is_located(path: str, expected: tuple[str, int | str | None, str]) -> None:
    found = locate(path)
    assert found is not None
    question, row, column = found
    assert (question.key, row, column) == expected
    assert question is QUESTIONS.get(question.key)


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "volume",
        "volume.",
        ".title",
        "title.",
        "volume..calls_per_month",
        "volume.calls",
        "volume.calls_per_month.likely",
        "volume.calls_per_month[0]",
        '"volume.calls_per_month"',
        "schema",
        "workshop.rounds[0].key",
        "result.verdict",
        "[0]",
        "alternatives[-1].kind",
        "alternatives[].kind",
        "alternatives[x].kind",
        "alternatives.0.kind",
        "alternatives.kind",
        "alternatives.[0]",
        "alternatives[0]kind",
        "alternatives[0].kind.value",
        "alternatives[0].colour",
        "alternatives[0][0]",
        "alternatives[" + "9" * 5_000 + "]",
        "upfront.other[0]",
        "upfront.other[0].cost",
        "upfront.other.gateway.cost",
        "upfront.other.gateway=4",
        "upfront.other.gateway ",
        'upfront.other."gateway',
        'upfront.other."gateway"x',
        r'upfront.other."\q"',
        r'upfront.other."\ud800"',
        r'upfront.other."\UFFFFFFFF"',
        'upfront.other."a\nb"',
        "upfront.other.a\x00b",
    ],
)
def test_a_path_to_nothing_is_none(path: str) -> None:
    assert locate(path) is None


def test_every_key_and_column_is_located() -> None:
    for key, question in QUESTIONS.items():
        assert locate(key) == (question, None, None)
        if not question.named_rows:
            for column in question.columns:
                assert locate(f"{key}[3].{column.key}") == (question, 3, column.key)


@pytest.mark.parametrize(
    ("mistyped", "meant"),
    [
        ("volume.call_per_month", "volume.calls_per_month"),
        ("volume.calls", "volume.calls_per_month"),
        ("volumes.calls_per_month", "volume.calls_per_month"),
        ("calls_per_month", "volume.calls_per_month"),
        ("currancy", "currency"),
        ("teacher.token.input", "teacher.tokens.input"),
        ("quality.slices[2].studnt_score", "quality.slices[2].student_score"),
        ("quality.slice[2].share", "quality.slices[2].share"),
        ("alternatives[0].cost", "alternatives[0].cost_per_1k_calls"),
        ("workshop.round", "workshop.rounds"),
        ("quality.slices[99999999999999].examples", "quality.slices[0].examples"),
    ],
)
def test_a_mistyped_key_is_answered_with_the_nearest(mistyped: str, meant: str) -> None:
    assert nearest(mistyped) == meant


@pytest.mark.parametrize(
    "key", ["xyzzy", "", ".", "q", "a", "policy.nonsense", "upfront.xyz", "volume.tile"]
)
def test_what_resembles_nothing_has_no_nearest_key(key: str) -> None:
    assert nearest(key) is None


def test_the_step_of_a_key() -> None:
    assert step_of("maintenance.monitoring_per_month").name == "upkeep"
    assert step_of("title").name == "task"
    assert step_of("policy.usd_rate") is SETTINGS
    with pytest.raises(KeyError):
        step_of("schema")


def test_the_catalogue_is_read_only() -> None:
    with pytest.raises(TypeError):
        QUESTIONS["title"] = QUESTIONS["as_of"]  # type: ignore[index]  # refused, as is shown here


def test_importing_the_catalogue_builds_no_model() -> None:
    """Every command imports it, and most of them before they know whether a case is read."""
    program = (
        "import sys, rules.questions;"
        "print(*({'pydantic', 'pydantic_core', 'numpy', 'difflib', 'rules.answers.case',"
        " 'rules.answers.answers'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
