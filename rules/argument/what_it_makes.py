"""What the answers of a step come to, in a few lines: a sum with its parts, replicas and load.

Nothing is computed here but what stands in the figures already; what is not known has no line.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from rules.answers.answers import Answers
from rules.answers.slack import SLACK
from rules.argument.lines import Line, Section
from rules.argument.made_of import built_number
from rules.assess import Assessment
from rules.figures.ops import FLOATS
from rules.figures.volume import Calls, calls_by_month
from rules.figures.worksheets import ITEM_SHEETS
from rules.questions import QUESTIONS, Question, sheets_beside, worksheet
from rules.words.money import Words
from rules.words.wording import count, percent, plural, whole


def step_makes(step: str, assessment: Assessment) -> Section | None:
    """What a step's answers come to; None where it makes no number, or nothing is known yet.

    Args:
        step: its name, as the catalogue has it; `quick` for the quick look.
        assessment: of the case.
    """
    told = _TOLD.get(step)
    if told is None:
        return None
    heading, lines = told
    known = tuple(lines(assessment))
    return Section(heading, known, name=step) if known else None


def makes_numbers(step: str) -> bool:
    """Whether there is anything to tell of a step, once enough of it is known."""
    return step in _TOLD


def sheet_makes(question: Question, answers: Answers, assessment: Assessment) -> Section | None:
    """A worksheet's sum with its parts; None where it gives none, or the sum is another's.

    Args:
        question: beside which the worksheet opens.
        answers: of the case.
        assessment: of them.
    """
    for sheet in sheets_beside(question.key):
        number = built_number(assessment.figures.inputs, sheet)
        parts = tuple(
            Line(answers[one.key].text, one.key, label=one.label)
            for one in worksheet(sheet)
            if one.key in answers and answers[one.key].usable
        )
        is_used = sheet == "student.hosting" or question.key not in answers
        if number is not None and parts and is_used:
            said = assessment.words.money(number)
            return Section(f"{question.label}: {said} from its worksheet", parts, name=sheet)
    return None


def calls_ahead(assessment: Assessment) -> Sequence[Calls]:
    """The calls of each month of the horizon; none where they cannot be told."""
    months = calls_by_month(assessment.figures.drivers, assessment.policy.horizon_months)
    return months if all(math.isfinite(one.all) for one in months) else ()


def _amounts(words: Words, amounts: Mapping[str, float]) -> Iterator[Line]:
    """Amounts that are known and not nothing, each on a line."""
    for label, amount in amounts.items():
        if math.isfinite(amount) and amount != 0:
            yield Line(words.money(amount), label=label)


def _volume(assessment: Assessment) -> Iterator[Line]:
    months = calls_ahead(assessment)
    if not months:
        return
    yield Line(f"{count(months[0].all)} a month", label="Today")
    last = len(months)
    if months[-1].all != months[0].all:
        yield Line(
            f"{count(months[-1].all)} a month", label=f"In {plural(last, 'month', 'months')}"
        )
    handled = assessment.figures.headline.handled_calls_per_month
    if handled != months[0].all:
        yield Line(f"{count(handled)} a month", label="The student's, rolled out")


def _teacher(assessment: Assessment) -> Iterator[Line]:
    head, words = assessment.figures.headline, assessment.words
    yield from _amounts(
        words,
        {
            "Teacher, per 1,000 calls": head.teacher_cost_per_1k,
            "All calls, a month": head.annual_teacher_spend / 12,
            "All calls, a year": head.annual_teacher_spend,
        },
    )


def _student(assessment: Assessment) -> Iterator[Line]:
    figures, words = assessment.figures, assessment.words
    head, drivers, handled = figures.headline, figures.drivers, figures.headline
    yield from _amounts(words, {"Student, per 1,000 calls": drivers.student_cost_per_1k})
    hosting, calls = drivers.hosting, handled.handled_calls_per_month
    if hosting is not None and math.isfinite(hosting.cost(calls, FLOATS)):
        replicas = plural(hosting.replicas(calls, FLOATS), "replica", "replicas")
        load = percent(round(hosting.load_factor(calls, FLOATS), 3))
        cost = words.money(hosting.cost(calls, FLOATS))
        yield Line(f"{replicas} at {load} load, {cost} a month", label="Hosting")
    yield from _amounts(
        words,
        {
            "Fixed, a month": drivers.fixed_cost_per_month,
            "All calls moved, a month": head.student_spend_per_month,
            "All in, per 1,000 calls": head.student_cost_per_1k,
        },
    )


def _upfront(assessment: Assessment) -> Iterator[Line]:
    inputs, words = assessment.figures.inputs, assessment.words
    total = float(inputs.drivers.upfront_total)
    if not math.isfinite(total):
        return
    parts = [
        *((QUESTIONS[f"upfront.{item}"].label, inputs.upfront_items[item]) for item in ITEM_SHEETS),
        *inputs.other_items.items(),
    ]
    parts.append(("Contingency", total - math.fsum(amount for _, amount in parts)))
    # What is left by rounding is no contingency.
    parts = [part for part in parts if part[1] > SLACK * total]
    said = words.summands([float(amount) for _, amount in parts]) if parts else []
    for (name, _), amount in zip(parts, said, strict=True):
        yield Line(amount, label=name)
    yield Line(words.money(total), label="Together")


def _upkeep(assessment: Assessment) -> Iterator[Line]:
    figures, words = assessment.figures, assessment.words
    drivers, times = figures.drivers, float(figures.inputs.redistillations_per_year)
    a_year = float(drivers.redistillation_cost_per_year)
    if math.isfinite(a_year) and a_year > 0:
        each = words.money(a_year / times)
        often = plural(times, "redistillation", "redistillations")
        yield Line(f"{words.money(a_year)}: {often} at {each}", label="Redistilling, a year")
    yield from _amounts(
        words,
        {
            "Monitoring, a year": 12 * float(drivers.monitoring_per_month),
            "Upkeep, a year": figures.headline.annual_maintenance,
        },
    )


def _quality(assessment: Assessment) -> Iterator[Line]:
    figures, words = assessment.figures, assessment.words
    quality, calls = figures.quality, figures.headline.handled_calls_per_month
    wrong = calls * quality.error_rate_increase
    if quality.origin != "none" and math.isfinite(wrong):
        share = percent(quality.error_rate_increase)
        yield Line(f"{whole(wrong)} a month, {share} of its calls", label="More wrong answers")
    cost, most = figures.headline.annual_error_cost, quality.annual_error_cost_at_upper
    at_most = f"at most {words.money(most)} (95%)" if math.isfinite(most) and most > cost else ""
    said = ", ".join(one for one in (words.money(cost) if cost > 0 else "", at_most) if one)
    if said:
        yield Line(said, label="Their cost, a year")


def _upside(assessment: Assessment) -> Iterator[Line]:
    yield from _amounts(
        assessment.words, {"A year, counted nowhere else": assessment.figures.annual_upside}
    )


def _alternatives(assessment: Assessment) -> Iterator[Line]:
    words = assessment.words
    for one in assessment.figures.alternatives:
        if one.priced and math.isfinite(one.monthly_savings):
            saved, upfront = words.money(one.monthly_savings), words.money(one.upfront_total)
            yield Line(f"saves {saved} a month, {upfront} upfront", label=one.name)
        else:
            yield Line("not priced yet", label=one.name)


def _quick(assessment: Assessment) -> Iterator[Line]:
    head = assessment.figures.headline
    yield from _amounts(
        assessment.words,
        {
            "Teacher, a month": head.annual_teacher_spend / 12,
            "Student, a month": head.student_spend_per_month,
            "Saved, a month": head.monthly_savings,
            "Upfront": head.upfront_total,
            "Upkeep, a year": head.annual_maintenance,
        },
    )


_TOLD: dict[str, tuple[str, Callable[[Assessment], Iterator[Line]]]] = {
    "quick": ("What these numbers make", _quick),
    "volume": ("Calls", _volume),
    "teacher": ("What the teacher costs", _teacher),
    "student": ("What the student costs", _student),
    "upfront": ("What is paid upfront", _upfront),
    "upkeep": ("What upkeep costs", _upkeep),
    "quality": ("What the errors cost", _quality),
    "upside": ("Upside", _upside),
    "alternatives": ("Other ways", _alternatives),
}
"""By the name of a step: a heading, and what makes its lines."""
