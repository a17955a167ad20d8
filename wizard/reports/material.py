"""What the sections of a report are written from: the judged case, and what several of them say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.answers.case import Workshop
from rules.answers.entries import spell
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.argument.budget_ask import ask_of
from rules.argument.quality_evidence import bound_in_words, evidence_of
from rules.argument.what_it_hangs_on import Outlook
from rules.assess import Assessment
from rules.figures.reading import Used
from rules.questions import question_of
from rules.results import label_of, unit_of
from rules.words.wording import Words, points, visible, without_noise
from wizard.reports.content import Ask, AskItem, Assumption, Kind, SliceRow
from wizard.reports.texts import clean

UNNAMED = "a slice without a name"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where and when a report was made."""

    title: str
    """Of the case, which may come from its file's name."""
    file: str
    """Name of the session, without its folders; empty for one that is not saved yet."""
    version: str
    today: date


class Material:
    """A judged case, and what more than one part of its report needs."""

    def __init__(
        self,
        assessment: Assessment,
        outlook: Outlook,
        origin: Origin,
        team: TeamPolicy | None,
        workshop: Workshop,
    ) -> None:
        self.assessment = assessment
        self.outlook = outlook
        self.origin = origin
        self.team = team
        self.workshop = workshop
        self.case = assessment.case
        self.words = Words(assessment.case.currency)
        self.evidence = evidence_of(assessment.case)
        self.slices = tuple(self._slices())
        self.ask = self._ask()
        self.assumptions = tuple(map(self._assumption, assessment.used))

    @property
    def kind(self) -> Kind:
        """Whether it is a case for distilling, one against it, or a draft."""
        verdict = self.assessment.verdict
        if verdict is None:
            return "draft"
        return "for" if verdict.id in ("strong", "defensible") else "against"

    @property
    def bound(self) -> str:
        """How much quality may be lost, and whether the figures count something else."""
        said = bound_in_words(self.evidence)
        answered = self.case.quality.error_rate_increase
        if answered is not None and self.evidence.slices:
            counted = points(answered.likely)
            if counted != points(self.evidence.loss.value):
                said += f" The figures count {counted}, which was answered beside the slices."
        return said

    def _slices(self) -> Iterator[SliceRow]:
        for one in self.evidence.slices:
            yield SliceRow(
                name=clean(one.slice.name) or UNNAMED,
                critical=one.slice.critical,
                share=one.weight,
                examples=one.slice.examples,
                teacher=one.teacher,
                student=one.student,
                loss=one.loss,
            )

    def _ask(self) -> Ask:
        asked, money = ask_of(self.assessment), self.words.money
        launch = asked.months_to_launch
        return Ask(
            decision=asked.decision,
            items=tuple(AskItem(clean(name), cost, money(cost)) for name, cost in asked.items),
            total=asked.total,
            total_text=money(asked.total),
            months_to_launch=f"{launch:g}" if math.isfinite(launch) else "not known",
        )

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


def _spelled(key: str, value: float) -> str:
    question, number = question_of(key), without_noise(value)
    return f"{number:g}" if question is None else spell(question, Estimate(number))
