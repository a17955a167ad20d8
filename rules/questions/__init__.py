"""The catalogue: every question of the wizard, in the order one would ask it.

Screens, plain prompts, the command line, reports and the reference docs all read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from rules.questions.after_launch import AFTER_LAUNCH
from rules.questions.alternatives import ALTERNATIVES
from rules.questions.quality import QUALITY
from rules.questions.question import NUMERIC, Choice, Kind, Question, Step
from rules.questions.settings import SETTINGS
from rules.questions.student import STUDENT
from rules.questions.task import TASK
from rules.questions.teacher import TEACHER
from rules.questions.upfront import UPFRONT
from rules.questions.upkeep import UPKEEP
from rules.questions.upside import UPSIDE
from rules.questions.volume import VOLUME

__all__ = [
    "AFTER_LAUNCH",
    "NOT_ASKED",
    "NOT_JUDGED",
    "NUMERIC",
    "QUESTIONS",
    "SETTINGS",
    "STEPS",
    "Choice",
    "Kind",
    "Question",
    "Step",
    "is_estimate",
    "locate",
    "nearest",
    "question_beside",
    "question_of",
    "quick_questions",
    "sheets_beside",
    "sheets_offered",
    "step_of",
    "worksheet",
]

STEPS: tuple[Step, ...] = (
    TASK,
    VOLUME,
    TEACHER,
    STUDENT,
    UPFRONT,
    UPKEEP,
    QUALITY,
    UPSIDE,
    ALTERNATIVES,
)
"""The nine steps in order; settings, and what came of a case, stand outside them."""

_STEP_BY_KEY: dict[str, Step] = {
    question.key: step for step in (*STEPS, SETTINGS, AFTER_LAUNCH) for question in step.questions
}

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        question.key: question
        for step in (*STEPS, SETTINGS, AFTER_LAUNCH)
        for question in step.questions
    }
)
"""All questions by key; those of the settings, and of what came of it, last."""

NOT_JUDGED = frozenset(question.key for question in AFTER_LAUNCH.questions)
"""Keys of answers that nothing is judged by: what came of the case."""

NOT_ASKED: dict[str, str] = {
    "schema": "the version of the file format, which the program writes",
    "workshop.participants": "a workshop keeps them on its own screens",
    "workshop.rounds": "a workshop records what each participant said, round by round",
    "workshop.agreed": "a workshop records what it settled on; the number is an answer as well",
    "decisions": "what was decided when, and on which figures; `payback decide` adds to it",
    "scenarios": "other states of the case, beside what is judged; they are named in the file",
    "portfolio.shared": "the upfront items that the case shares with others stand in the file",
    "portfolio.needs": "the cases that have to come before this one stand in the file",
    "portfolio.excludes": "the cases that this one takes the place of stand in the file",
}
"""Why a key of the case has no question."""


def quick_questions() -> tuple[Question, ...]:
    """The questions of the quick path: the numbers one comes with first, the task last."""
    chosen = (question for question in QUESTIONS.values() if question.quick)
    return tuple(sorted(chosen, key=lambda question: step_of(question.key) is TASK))


@cache
def worksheet(key: str) -> tuple[Question, ...]:
    """The questions that build the number of a key, or the cost of `student.hosting`."""
    return tuple(question for question in QUESTIONS.values() if question.builds == key)


def sheets_beside(key: str) -> tuple[str, ...]:
    """The worksheets that open beside a question: its own, and a student's hosting by its cost."""
    beside = [key] if worksheet(key) else []
    if key == question_beside("student.hosting"):
        beside.append("student.hosting")
    return tuple(beside)


def sheets_offered(key: str) -> tuple[str, ...]:
    """The worksheets that lead to the answer of a question, one that stands elsewhere included.

    Whoever is asked what the student costs may pay for hardware, and know no price per call.
    """
    beside = sheets_beside(key)
    return (*beside, "student.hosting") if key == "student.cost_per_1k_calls" else beside


def question_beside(sheet: str) -> str:
    """The key of the question that a worksheet opens from."""
    return "student.fixed_cost_per_month" if sheet == "student.hosting" else sheet


def step_of(key: str) -> Step:
    """The step that asks for a key, which may be of a number in a row.

    Raises:
        KeyError: where no step does.
    """
    found = locate(key)
    return _STEP_BY_KEY[key if found is None else found[0].key]


@lru_cache(maxsize=1024)
def locate(path: str) -> tuple[Question, int | str | None, str | None] | None:
    """What a path on the command line or in a message points at.

    Args:
        path: a key, `quality.slices[1]`, `quality.slices[1].student_score`, or
            `upfront.other.gateway`, whose last part may be quoted as in TOML.

    Returns:
        The question, the row (counted from 0, or its name), and the column; None where the path
        points at nothing that is asked.
    """
    if path in QUESTIONS:
        return QUESTIONS[path], None, None
    # Its patterns take longer to compile than the catalogue to build.
    from rules.questions.addresses import split

    parts = split(path)
    if parts is None:
        return None
    key = ""
    for index, part in enumerate(parts):
        if not isinstance(part, str) or "." in part:
            return None
        key = f"{key}.{part}" if key else part
        question = QUESTIONS.get(key)
        if question is not None:
            return _inside(question, parts[index + 1 :])
    return None


def _inside(
    question: Question, rest: list[str | int]
) -> tuple[Question, int | str | None, str | None] | None:
    """Where in a question the rest of a path points."""
    match rest:
        case []:
            return question, None, None
        case _ if question.kind is not Kind.TABLE:
            return None
        case [str() as name] if question.named_rows:
            return question, name, None
        case [int() as row] if not question.named_rows:
            return question, row, None
        case [int() as row, str() as name] if not question.named_rows and question.column(name):
            return question, row, name
    return None


def question_of(key: str) -> Question | None:
    """The question, or the column of one, that a key of a number belongs to."""
    place = locate(key)
    if place is None:
        return None
    question, row, column = place
    if column is not None:
        return question.column(column)
    if row is not None and question.named_rows:
        return question.value_column
    return question


def is_estimate(path: str) -> bool:
    """Whether a path is of one estimate: of an answer, or of a cell of a row."""
    place = locate(path)
    if place is None:
        return False
    question, row, column = place
    if isinstance(row, str):
        return any(one.is_estimate for one in question.columns)
    cell = question.column(column) if column is not None else question
    return cell is not None and cell.is_estimate


def nearest(key: str) -> str | None:
    """The known key that a mistyped one most resembles; None where nothing is close.

    A key inside a row is answered with the same row: `quality.slices[2].share`.
    """
    from difflib import get_close_matches

    row = re.search(r"\[[0-9]{1,9}\]", key)
    at = row[0] if row else "[0]"
    known = [*QUESTIONS, *NOT_ASKED]
    for question in QUESTIONS.values():
        if not question.named_rows:
            known += [f"{question.key}{at}.{column.key}" for column in question.columns]
    # Names are compared without their section first, which would make all of them look alike.
    section, _, name = key.rpartition(".")
    siblings = {
        other.rpartition(".")[2]: other for other in known if other.rpartition(".")[0] == section
    }
    close = get_close_matches(name, siblings, n=1) or [
        sibling for sibling in siblings if len(name) > 2 and sibling.startswith(name)
    ]
    if close:
        return siblings[close[0]]
    # Of another section only what is called much the same: most of a long key is its section.
    return next(
        (
            other
            for other in get_close_matches(key, known, n=8)
            if other.rpartition(".")[0] != section
            and get_close_matches(name, [other.rpartition(".")[2]])
        ),
        None,
    )
