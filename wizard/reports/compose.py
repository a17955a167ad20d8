"""Assessment in, content out: what a report says, and in which order.

Savings, payback, risk, ask, as a budget holder listens; for a case against distilling what was
considered, why not, what to do instead, and what would have to change.

Source: docs/specification.md §5.6.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from rules import ask, evidence
from rules.assess import Assessment
from rules.brief import FIGURES, Line, brief, headline, name_of
from rules.case import Workshop
from rules.entries import spell
from rules.estimate import Estimate
from rules.formulas import FORMULAS
from rules.intervals import Interval as Known
from rules.leaves import Used
from rules.outlook import Outlook, chances, hangs_on
from rules.policy import Policy, TeamPolicy
from rules.questions import NUMERIC, QUESTIONS, Kind, locate, question_of
from rules.results import label_of, unit_of
from rules.turning import turns_of
from rules.verdict import IN_WORDS, Fired
from rules.wording import Words, months, percent, plural, points, visible
from rules.workshop.dissent import AgreedRow, Dissenter, workshop_rows
from wizard.reports import charts
from wizard.reports.content import (
    Ask,
    AskItem,
    Assumption,
    Audience,
    Block,
    Content,
    FigureRow,
    FigureRows,
    Formula,
    Interval,
    Paragraph,
    Points,
    Section,
    SliceRow,
    Table,
)
from wizard.reports.content import Kind as ReportKind

LONGEST = 400
"""Characters of a text of the session beyond which a report shows its beginning only."""
UNTITLED = "Case without a title"
_SIGNS = {"strong": "++", "defensible": "+", "reconsider": "?", "do-not-distill": "×"}
_LEADS = {
    "savings": "What it saves",
    "payback": "When it is back",
    "risk": "What may go wrong",
    "ask": "What we ask for",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a report was made."""

    title: str
    """Of the case, which may come from its file's name."""
    file: str
    """Name of the session, without its folders; empty for one that is not saved yet."""
    version: str
    today: date


def clean(text: str) -> str:
    """A text on one line, every control and direction sign in it visible; only so much of it."""
    line = visible(" ".join(text.split()))
    if len(line) <= LONGEST:
        return line
    return f"{line[:LONGEST]}… [{len(line) - LONGEST:,} more characters in the session]"


def compose(
    assessment: Assessment,
    outlook: Outlook,
    origin: Origin,
    audience: Audience = "full",
    team: TeamPolicy | None = None,
    workshop: Workshop | None = None,
) -> Content:
    """The content of a report.

    Args:
        assessment: of any case, also one that is not complete.
        outlook: sensitivity and risk of the same case.
        origin: where and when the report is made.
        audience: one page, or everything.
        team: whose policy the case was judged by.
        workshop: that the session holds, if it does.
    """
    return _Composer(assessment, outlook, origin, audience, team, workshop or Workshop()).content()


class _Composer:
    def __init__(
        self,
        assessment: Assessment,
        outlook: Outlook,
        origin: Origin,
        audience: Audience,
        team: TeamPolicy | None,
        workshop: Workshop,
    ) -> None:
        self.assessment = assessment
        self.outlook = outlook
        self.origin = origin
        self.audience: Audience = audience
        self.team = team
        self.workshop = workshop
        self.case = assessment.case
        self.words = Words(assessment.case.currency)
        self.evidence = evidence.evidence_of(assessment.case)
        self.ask = ask.ask_of(assessment)
        self.assumptions = tuple(map(self._assumption, assessment.used))

    @property
    def kind(self) -> ReportKind:
        verdict = self.assessment.verdict
        if verdict is None:
            return "draft"
        return "for" if verdict.id in ("strong", "defensible") else "against"

    def content(self) -> Content:
        verdict = self.assessment.verdict
        front = {"for": self._front, "against": self._front_against, "draft": self._front_of_draft}
        pages = list(front[self.kind]())
        if self.audience == "full":
            pages += self._appendix()
        return Content(
            kind=self.kind,
            audience=self.audience,
            title=clean(self.origin.title) or UNTITLED,
            subtitle=clean(self._subtitle()),
            verdict=IN_WORDS[verdict.id] if verdict is not None else "Draft",
            sign=_SIGNS[verdict.id] if verdict is not None else "…",
            headline=clean(self._headline()),
            sections=tuple(one for one in pages if one.blocks),
            assumptions=self.assumptions,
            evidence=tuple(self._slices()),
            ask=self._ask(),
            formulas=tuple(Formula(one.name, one.words) for one in FORMULAS),
            currency=self.case.currency,
            file=clean(self.origin.file) or "not saved yet",
            version=self.origin.version,
            date=self.origin.today,
        )

    def _headline(self) -> str:
        """The verdict's sentence without its first words, which stand in front of it."""
        said, verdict = headline(self.assessment), self.assessment.verdict
        if verdict is None:
            return said
        rest = said.removeprefix(f"{IN_WORDS[verdict.id]}: ")
        return f"{rest[:1].upper()}{rest[1:]}"

    def _subtitle(self) -> str:
        task, as_of = self.case.task, self.case.as_of
        known = (
            task.endpoint and f"Endpoint: {task.endpoint}",
            task.owner and f"Owner: {task.owner}",
            as_of and f"Prices as of {as_of.isoformat()}",
        )
        return " · ".join(one for one in known if one)

    # -------------------------------------------------------------------- the first page

    def _front(self) -> Iterator[Section]:
        yield Section("pitch", "In short", (self._pitch(_LEADS),))
        yield Section("figures", "The figures", tuple(self._at_a_glance()))
        yield Section("quality", "What bounds the risk", (self._bound(),))
        yield Section("ask", "The ask", tuple(self._asking()))

    def _front_against(self) -> Iterator[Section]:
        verdict = self.assessment.verdict
        assert verdict is not None
        yield Section("considered", "What was considered", tuple(self._considered()))
        yield Section("why-not", "Why not", (self._why_not(),))
        yield Section("instead", "What to do instead", _points(verdict.instead))
        turning = [one.text for one in turns_of(self.assessment, self.team)]
        if not turning:
            turning = [one.rule.remedy for one in self.assessment.fired if one.cap == verdict.id]
        yield Section("turning", "What would have to change", _points(turning))
        yield Section("figures", "The figures", tuple(self._at_a_glance()))
        yield Section("ask", "The decision", tuple(self._asking()))

    def _front_of_draft(self) -> Iterator[Section]:
        assessment = self.assessment
        missing = []
        for key in assessment.unanswered:
            place = locate(key)
            prompt = place[0].prompt if place is not None else key
            missing.append(Paragraph(clean(f"{prompt} ({key})"), lead=clean(name_of(key))))
        wrong = [
            Paragraph(clean(f"{assessment.problem_of(key)} ({key})"), lead=clean(name_of(key)))
            for key in dict.fromkeys((*assessment.unusable, *filter(None, [assessment.too_large])))
        ]
        yield Section("missing", "What is missing", (Points(tuple(missing)),) if missing else ())
        yield Section("unusable", "What cannot be used", (Points(tuple(wrong)),) if wrong else ())
        known = {part: lead for part, lead in _LEADS.items() if part != "ask"}
        said = self._pitch(known)
        yield Section("pitch", "What can be said so far", (said,) if said.items else ())
        yield Section("figures", "The figures so far", tuple(self._at_a_glance()))
        yield Section("quality", "What bounds the risk", (self._bound(),))

    def _pitch(self, leads: dict[str, str]) -> Points:
        return Points(
            tuple(
                Paragraph(clean(one.text), lead=leads[one.part])
                for one in self.assessment.pitch
                if one.part in leads
            )
        )

    def _at_a_glance(self) -> Iterator[Block]:
        figures, money = self.assessment.figures, self.words.money
        head, cash = figures.headline, figures.cash
        horizon = months(self.assessment.policy.horizon_months)
        share = f"{percent(head.spend_reduction)} of the spend on the teacher"
        counted = "from approval, all counted"
        if cash.payback_months == math.inf:
            counted = f"within {horizon} of approval"
        rows = (
            ("Savings a year", head.monthly_savings, money(12 * head.monthly_savings), share),
            ("Upfront", head.upfront_total, money(head.upfront_total), "spent once"),
            ("Payback", head.payback_months, months(head.payback_months), "at full savings"),
            ("Cash payback", cash.payback_months, months(cash.payback_months), counted),
            ("Net present value", cash.npv, money(cash.npv), f"over {horizon}"),
            (
                "At half the volume",
                figures.half_volume.payback_months,
                months(figures.half_volume.payback_months),
                "payback",
            ),
        )
        known = [(label, text, more) for label, value, text, more in rows if not math.isnan(value)]
        if known:
            yield FigureRows(tuple(FigureRow(*one) for one in known))
        chart = charts.curve(self.assessment, self.outlook.risk)
        if chart is not None:
            yield chart

    def _figures(self) -> Iterator[tuple[str, str]]:
        for one in brief(self.assessment):
            if one.heading == FIGURES:
                yield from ((line.label, clean(line.text)) for line in one.lines)

    def _bound(self, lead: str = "") -> Paragraph:
        said = evidence.bound_in_words(self.evidence)
        answered = self.case.quality.error_rate_increase
        if answered is not None and self.evidence.slices:
            counted = points(answered.likely)
            if counted != points(self.evidence.loss.value):
                said += f" The figures count {counted}, which was answered beside the slices."
        return Paragraph(said, lead=lead)

    def _asking(self) -> Iterator[Block]:
        asked = self._ask()
        yield Paragraph(clean(asked.decision), lead="Decision needed")
        if self.kind == "for" and asked.items:
            yield Table(
                caption="Money by item",
                header=("Item", f"Amount ({self.case.currency})"),
                align=("left", "right"),
                rows=(
                    *((one.label, one.amount_text) for one in asked.items),
                    ("Together", asked.total_text),
                ),
                note=f"Months to launch: {asked.months_to_launch}.",
                total=True,
            )

    def _ask(self) -> Ask:
        asked = self.ask
        launch = asked.months_to_launch
        return Ask(
            decision=asked.decision,
            items=tuple(
                AskItem(clean(name), money, self.words.money(money)) for name, money in asked.items
            ),
            total=asked.total,
            total_text=self.words.money(asked.total),
            months_to_launch=f"{launch:g}" if math.isfinite(launch) else "not known",
        )

    def _considered(self) -> Iterator[Block]:
        if self.case.task.description:
            yield Paragraph(clean(self.case.task.description), lead="The task")
        yield self._pitch({part: _LEADS[part] for part in ("savings", "payback")})
        yield self._bound("Quality")

    def _why_not(self) -> Points:
        """The rules that speak against it, the severest first."""
        verdict = self.assessment.verdict
        assert verdict is not None
        against = [
            one for one in self.assessment.fired if one.cap in ("reconsider", "do-not-distill")
        ]
        against.sort(key=lambda one: (one.cap != verdict.id, one.rule.is_symptom))
        told = [Paragraph(clean(one.message), lead=one.rule.title) for one in against]
        return Points(tuple(told) or (Paragraph(clean(verdict.reasons[0])),))

    # -------------------------------------------------------------------- the appendix

    def _appendix(self) -> Iterator[Section]:
        parts: tuple[tuple[str, str, Iterable[Block]], ...] = (
            ("rules", "What speaks against it, and what to do about it", self._rules()),
            ("all-figures", "All figures", self._all_figures()),
            ("sensitivity", "What it hangs on", self._hanging()),
            ("risk", "How likely it is", self._likely()),
            ("evidence", "Quality, slice by slice", self._evidence()),
            ("alternatives", "Alternatives", self._alternatives()),
            ("workshop", "What was agreed in the workshop", self._agreed()),
            ("assumptions", "Every number used", self._assumption_table()),
            ("formulas", "The formulas in words", self._formula_table()),
            ("policy", "What it is judged by", self._policy()),
            ("about", "About this report", self._about()),
        )
        for name, heading, blocks in parts:
            yield Section(name, heading, tuple(blocks), in_appendix=True)

    def _rules(self) -> Iterator[Block]:
        if not self.assessment.fired:
            yield Paragraph("No rule fired: none of the known reasons against distilling applies.")
            return
        order = sorted(self.assessment.fired, key=lambda one: one.cap is None)
        yield Table(
            caption="Rules that fired",
            header=("Rule", "At best", "What was found", "Remedy"),
            align=("left", "left", "left", "left"),
            rows=tuple(self._rule(one) for one in order),
            note="Rules marked “only informs” do not lower the verdict.",
        )

    def _rule(self, one: Fired) -> tuple[str, ...]:
        cap = IN_WORDS[one.cap].lower() if one.cap is not None else "only informs"
        return (f"{one.rule.title} ({one.rule.id})", cap, clean(one.message), one.rule.remedy)

    def _all_figures(self) -> Iterator[Block]:
        rows = tuple(self._figures())
        if rows:
            yield Table("Figures", ("Figure", "Value"), ("left", "left"), rows)

    def _hanging(self) -> Iterator[Block]:
        found = self.outlook.sensitivity
        if found is None:
            return
        lines = hangs_on(self.assessment, found).lines
        yield from _sentences(lines)
        chart = charts.tornado(self.assessment, found, clean)
        if chart is not None:
            yield chart
        caption = "How far each may worsen, all else as it is"
        yield from _labelled(lines, caption, ("Assumption", "Room"))

    def _likely(self) -> Iterator[Block]:
        found = self.outlook.risk
        if found is None:
            if self.assessment.verdict is not None:
                yield Paragraph(
                    "No number has a range, so how likely the outcome is cannot be said. Give the"
                    " numbers that matter most a range."
                )
            return
        lines = chances(self.assessment, found).lines
        yield charts.histogram(self.assessment, found)
        yield from _labelled(lines, "What the draws say", ("Chance or range", "Value"))
        yield from _sentences(lines)
        drawn = ", ".join(clean(label_of(key, self.case)) for key in found.drawn)
        yield Paragraph(
            f"{found.draws:,} draws with seed {found.seed}, so that the same session gives the"
            f" same chances. Drawn: {drawn}."
        )

    def _evidence(self) -> Iterator[Block]:
        yield self._bound()
        rows = tuple(
            (
                f"{one.name} (critical)" if one.critical else one.name,
                percent(one.share),
                f"{one.examples:,}" if one.examples is not None else "not known",
                _score(one.teacher),
                _score(one.student),
                _loss(one.loss),
            )
            for one in self._slices()
        )
        if rows:
            quality = self.case.quality
            when = quality.evaluated_on
            told = (
                quality.source and f"Source: {clean(quality.source)} ({quality.basis}).",
                when and f"Evaluated on {when.isoformat()}.",
                "The evaluation set is frozen." if quality.frozen else "The set is not frozen.",
                "In brackets: intervals of 95 % (Wilson); a loss below zero is a gain.",
            )
            yield Table(
                caption="Scores by slice, critical slices first",
                header=("Slice", "Share", "Examples", "Teacher", "Student", "Loss in points"),
                align=("left", "right", "right", "right", "right", "right"),
                rows=rows,
                note=" ".join(one for one in told if one),
            )
        unscored = [clean(one.name) or "a slice without a name" for one in self.evidence.unscored]
        if unscored:
            yield Paragraph(f"Without a score for both models: {', '.join(unscored)}.")

    def _slices(self) -> Iterator[SliceRow]:
        for one in self.evidence.slices:
            yield SliceRow(
                name=clean(one.slice.name) or "a slice without a name",
                critical=one.slice.critical,
                share=one.weight,
                examples=one.slice.examples,
                teacher=_interval(one.teacher),
                student=_interval(one.student),
                loss=_interval(one.loss),
            )

    def _alternatives(self) -> Iterator[Block]:
        figures = self.assessment.figures
        if not figures.alternatives:
            yield Paragraph("None is listed. Distilling has to beat more than doing nothing.")
            return
        money = self.words.money
        rows = [
            (
                clean(one.name or one.kind),
                money(one.upfront_total),
                money(one.monthly_savings) if one.priced else "cost not stated",
                money(one.annual_net_after_errors) if one.priced else "",
                money(one.npv) if one.priced else "",
                months(one.incremental_payback_months) if one.priced else "",
            )
            for one in figures.alternatives
        ]
        if math.isfinite(figures.cash.npv):
            head = figures.headline
            rows.insert(
                0,
                (
                    "Distilling",
                    money(head.upfront_total),
                    money(head.monthly_savings),
                    money(head.annual_net_after_errors),
                    money(figures.cash.npv),
                    "",
                ),
            )
        yield Table(
            caption="Distilling and the alternatives, each against staying with the teacher",
            header=(
                "Way",
                "Upfront",
                "Saves a month",
                "Net a year",
                "Worth today",
                "Distilling over it",
            ),
            align=("left", "right", "right", "right", "right", "right"),
            rows=tuple(rows),
            note="Net a year is after upkeep and errors. The last column is how long the extra"
            " money for distilling takes to come back.",
        )

    def _agreed(self) -> Iterator[Block]:
        found = workshop_rows(self.case, self.workshop, self.team)
        if found.agreed:
            yield Table(
                caption="Numbers that people agreed on",
                header=("Number", "Agreed", "How", "By whom", "In this case"),
                align=("left", "right", "left", "left", "left"),
                rows=tuple(_agreed_row(one) for one in found.agreed),
            )
        differing = [
            Paragraph(_differing(row, one), lead=clean(_known_as(one)))
            for row in found.agreed
            for one in row.dissent
        ]
        if differing:
            yield Paragraph("Who differs, and what would become of the case with their number:")
            yield Points(tuple(differing))
        not_agreed = [
            Paragraph(
                ", ".join(f"{clean(name)} {said}" for name, said in one.said),
                lead=clean(f"{one.label}: not agreed"),
            )
            for one in found.open
        ]
        if not_agreed:
            yield Paragraph("What is not agreed, and what each says:")
            yield Points(tuple(not_agreed))

    def _assumption(self, used: Used) -> Assumption:
        estimate, question = used.estimate, question_of(used.key)
        low, high = estimate.low, estimate.high
        spread = ""
        if low is not None and high is not None:
            spread = f"{_spelled(used.key, low)} to {_spelled(used.key, high)}"
        return Assumption(
            key=visible(used.key),
            label=clean(label_of(used.key, self.case)),
            unit=unit_of(question, self.case.currency) if question is not None else "",
            value=estimate.likely,
            low=low,
            high=high,
            value_text=_spelled(used.key, estimate.likely),
            range_text=spread,
            basis="default" if used.is_default else estimate.basis,
            source=clean(estimate.source),
        )

    def _assumption_table(self) -> Iterator[Block]:
        if not self.assumptions:
            return
        yield Table(
            caption="Assumptions, in the order in which they are used",
            header=("Assumption", "Value", "P10 to P90", "Unit", "Basis", "Source"),
            align=("left", "right", "right", "left", "left", "left"),
            rows=tuple(
                (
                    one.label,
                    one.value_text,
                    one.range_text,
                    # A percentage says so itself.
                    "" if one.unit == "fraction" else one.unit,
                    one.basis,
                    one.source,
                )
                for one in self.assumptions
            ),
            note="P10 to P90: the truth is expected below the range one time in ten, and above it"
            " one time in ten. Basis “default”: nobody answered, and this stands in.",
        )

    def _formula_table(self) -> Iterator[Block]:
        yield Table(
            "How each figure follows",
            ("Figure", "Is"),
            ("left", "left"),
            tuple((one.name, one.words) for one in FORMULAS),
        )

    def _policy(self) -> Iterator[Block]:
        policy = self.assessment.policy
        set_by = {one.key: one.origin for one in self.assessment.policy_overrides}
        rows = [
            (_policy_label(name), _policy_value(name, policy), clean(set_by.get(name, "default")))
            for name in Policy.model_fields
            if getattr(policy, name) is not None
        ]
        rows += [
            (clean(one.key), clean(str(one.value)), clean(one.origin))
            for one in self.assessment.policy_overrides
            if one.key not in Policy.model_fields
        ]
        yield Table(
            "Policy", ("Threshold", "Value", "Set by"), ("left", "right", "left"), tuple(rows)
        )

    def _about(self) -> Iterator[Block]:
        origin = self.origin
        file = clean(origin.file)
        source = f"the session {file}" if file else "a session that is not saved yet"
        yield Paragraph(
            f"Made on {origin.today.isoformat()} by Payback {origin.version} from {source}."
            f" Every figure follows from the numbers and the formulas above;"
            " money is rounded for reading only."
        )


def _agreed_row(row: AgreedRow) -> tuple[str, ...]:
    by_whom = (
        plural(row.people, "person", "people"),
        plural(row.rounds, "round", "rounds"),
        *([row.day.isoformat()] if row.day is not None else []),
    )
    return (
        clean(row.label),
        row.said,
        "averaged" if row.method == "pooled" else "chosen together",
        ", ".join(by_whom),
        "as agreed" if row.is_answer else "another number since",
    )


def _known_as(one: Dissenter) -> str:
    return f"{one.name} ({one.role})" if one.role else one.name


def _differing(row: AgreedRow, one: Dissenter) -> str:
    """What somebody says instead of what was agreed, why, and what it would mean."""
    number = f"{one.said} and not {row.said}" if one.said else f"not {row.said}"
    parts = [f"{clean(row.label)}: {number}."]
    if one.reason:
        reason = clean(one.reason)
        parts.append(f"Because: {reason}{'' if reason.endswith(('.', '!', '?')) else '.'}")
    if one.would_be is not None:
        # Each part by itself, so that a long reason does not cut off what the number means.
        parts.append(clean(one.would_be.text))
    return " ".join(parts)


def _sentences(lines: Iterable[Line]) -> Iterator[Block]:
    return (Paragraph(clean(line.text)) for line in lines if not line.label)


def _labelled(lines: Iterable[Line], caption: str, header: tuple[str, str]) -> Iterator[Block]:
    rows = tuple((clean(line.label), clean(line.text)) for line in lines if line.label)
    if rows:
        yield Table(caption, header, ("left", "left"), rows)


def _points(texts: Iterable[str]) -> tuple[Block, ...]:
    items = tuple(Paragraph(clean(one)) for one in texts)
    return (Points(items),) if items else ()


def _interval(one: Known) -> Interval:
    if not one.known:
        return Interval(one.value, None, None)
    return Interval(one.value, one.low, one.high)


def _score(one: Interval) -> str:
    if one.low is None or one.high is None:
        return percent(one.value)
    return f"{percent(one.value)} ({_bare(one.low)} to {_bare(one.high)})"


def _loss(one: Interval) -> str:
    if one.low is None or one.high is None:
        return _bare(one.value)
    return f"{_bare(one.value)} ({_bare(one.low)} to {_bare(one.high)})"


def _bare(share: float) -> str:
    """A share in percent, without the sign."""
    return percent(share).removesuffix("%")


def _spelled(key: str, value: float) -> str:
    question = question_of(key)
    # Without the rounding noise of a number that was computed, such as an average of slices.
    rounded = float(f"{value:.12g}")
    if question is None:
        return f"{rounded:g}"
    return spell(question, Estimate(rounded))


def _policy_label(name: str) -> str:
    question = QUESTIONS.get(f"policy.{name}")
    return question.label if question is not None else name


def _policy_value(name: str, policy: Policy) -> str:
    value = getattr(policy, name)
    question = QUESTIONS.get(f"policy.{name}")
    if question is None:
        return f"{value:g}"
    if question.kind in NUMERIC and question.kind is not Kind.INTEGER:
        shown = spell(question, value)
    else:
        shown = f"{value:g}"
    return f"{shown} months" if question.unit == "months" else shown
