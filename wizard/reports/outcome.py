"""What came of a case as a report, for whoever signed it: how it stands before how that is known.

Source: docs/specification.md §14.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from rules.questions import QUESTIONS
from rules.review.findings import findings
from rules.review.findings.finding import Noticed
from rules.review.gap_in_words import (
    before_the_first_month,
    launch_in_words,
    lengths_in_words,
    prices_in_words,
    signed,
)
from rules.review.outcome import best_in_words, headline, stand, way_in_words
from rules.review.reviewed import Reviewed
from rules.review.words import in_words, standing
from rules.words.wording import between, listed, months, percent, plural
from wizard.reports.charts import outcome_chart
from wizard.reports.content import (
    LONGEST_SAID,
    Audience,
    Block,
    Content,
    FigureRow,
    FigureRows,
    Paragraph,
    Points,
    Section,
    Table,
    clean,
)
from wizard.reports.material import Origin
from wizard.review.track_page import effect_rows

_UNTITLED: Final = "Case without a title"


def compose_outcome(case: Reviewed, origin: Origin, audience: Audience = "full") -> Content:
    """The content of the report of a case."""
    noticed = findings(case)
    stands = stand(case, noticed)
    sections = [*_front(case, noticed)]
    if audience == "full":
        sections += _appendix(case)
    return Content(
        title=clean(origin.title) or _UNTITLED,
        subtitle=f"What came of it, as of {case.on.isoformat()}",
        verdict=stands.words,
        sign=stands.sign,
        tone=stands.tone,
        headline=clean(headline(case), LONGEST_SAID),
        sections=tuple(one for one in sections if one.blocks),
        currency=case.followed.planned.case.currency,
        file=clean(origin.file) or "not saved yet",
        version=origin.version,
        date=origin.today,
    )


def _front(case: Reviewed, noticed: Sequence[Noticed]) -> Iterator[Section]:
    yield Section("approved", f"What was {case.promised}", (_approved(case),))
    chart = outcome_chart(case)
    yield Section(
        "outcome", "What came of it", (*_figures(case), *([chart] if chart is not None else []))
    )
    yield Section("findings", "What asks for attention", tuple(_noticed(noticed)))
    yield Section("gap", "What explains the difference", tuple(_gap(case)))
    yield Section("ways", "What can be done now", tuple(_ways(case)))


def _approved(case: Reviewed) -> Points:
    followed = case.followed
    items = []
    if followed.approved is not None:
        items.append(f"{in_words(followed.approved)}.")
        items.append(f"The case then: {standing(followed.approved, case.words)}.")
    items += followed.remarks
    return Points(tuple(Paragraph(clean(one)) for one in items))


def _figures(case: Reviewed) -> Iterator[Block]:
    found, words = case.forecast, case.words
    if found is None:
        return
    horizon = months(case.plan.policy.horizon_months)

    def back(count: float) -> str:
        return f"never within {horizon}" if math.isinf(count) else months(count)

    end, so_far = len(found.balance) - 1, case.at.balanced
    ends = between(words.money(found.end.p10), words.money(found.end.p90))
    yield FigureRows(
        (
            FigureRow(
                "Balance so far",
                words.money(found.balance[so_far]),
                f"{case.promised} {words.money(found.planned[so_far])}",
            ),
            FigureRow(
                "Payback", back(found.payback), f"{case.promised} {back(found.planned_payback)}"
            ),
            FigureRow(
                f"Back within {horizon}",
                percent(found.within_horizon),
                f"chance, of {found.draws:,} draws",
            ),
            FigureRow(
                f"Balance after {months(end)}",
                words.money(found.balance[-1]),
                f"four times in five {ends}; {case.promised} {words.money(found.planned[-1])}",
            ),
        )
    )


def _noticed(noticed: Sequence[Noticed]) -> Iterator[Block]:
    if noticed:
        yield Points(
            tuple(
                Paragraph(clean(f"{one.message} {one.watch.remedy}", LONGEST_SAID), one.watch.title)
                for one in noticed
            )
        )


def _gap(case: Reviewed) -> Iterator[Block]:
    gap, words = case.gap, case.words
    if not gap.effects:
        return
    rows = [tuple(map(clean, row)) for row in effect_rows(gap, words, "Interaction")]
    rows.append(("All together", "", "", signed(gap.net, words), ""))
    yield Table(
        f"What explains the difference over {plural(len(gap.months), 'month', 'months')}",
        ("Assumption", case.promised.capitalize(), "In fact", "Explains", "Answer behind it"),
        ("left", "right", "right", "right", "left"),
        tuple(rows),
        note=f"Each assumption is put at what it was in fact, alone, in what was {case.promised}.",
        total=True,
    )
    if case.lost_by_late_launch > 0:
        yield Paragraph(
            clean(
                f"{launch_in_words(case.followed)} What the delay took off the balance so far,"
                f" {words.money(case.lost_by_late_launch)}, stands in no line above.",
                LONGEST_SAID,
            )
        )


def _ways(case: Reviewed) -> Iterator[Block]:
    ways, words = case.ways, case.words
    yield Paragraph(clean(best_in_words(case), LONGEST_SAID))
    yield Table(
        f"What each way is worth from here, over {plural(ways.months, 'month', 'months')}",
        ("Way", "Worth", "Costs now", ""),
        ("left", "right", "right", "left"),
        tuple(
            (
                clean(f"{way_in_words(one)}{' (best)' if one is ways.best else ''}"),
                "not known" if math.isnan(one.npv) else words.money(one.npv),
                "-" if math.isnan(one.cost) else words.money(one.cost),
                clean(one.remark),
            )
            for one in ways.ways
        ),
        note="Net present value from today against all calls on the teacher. What was spent does"
        " not count.",
    )


# ---------------------------------------------------------------------- appendix


def _appendix(case: Reviewed) -> Iterator[Section]:
    yield Section("months", "Month by month", tuple(_months(case)), in_appendix=True)
    yield Section("reckoned", "How this was reckoned", (_reckoned(case),), in_appendix=True)


def _months(case: Reviewed) -> Iterator[Block]:
    gap, words = case.gap, case.words
    if not gap.months:
        return
    yield Table(
        "What each month brought, after upkeep and errors",
        ("Month", case.promised.capitalize(), "In fact", "Difference"),
        ("left", "right", "right", "right"),
        tuple(
            (
                f"{one.month.month:%Y-%m}",
                words.money(one.planned.terms.net),
                words.money(one.actual.net),
                signed(words.adding_up((one.planned.terms.net, one.net), put_right=1)[1], words),
            )
            for one in gap.months
        ),
    )


def _reckoned(case: Reviewed) -> Block:
    items = [
        *_known(case),
        *prices_in_words(case.followed),
        *before_the_first_month(case.followed),
        *lengths_in_words(case.followed),
        *_filled(case),
        *_unrecorded(case),
    ]
    return Points(tuple(Paragraph(clean(one, LONGEST_SAID)) for one in items))


def _known(case: Reviewed) -> Iterator[str]:
    known = [QUESTIONS[key].label for key in case.ahead.known if key in QUESTIONS]
    if known:
        yield (
            f"The months ahead go by what those on record tell: {', '.join(known)}. How far a mean"
            " may lie off follows from how the months differ."
        )
    drawn = [QUESTIONS[key].label if key in QUESTIONS else key for key in case.ahead.drawn]
    if drawn:
        yield f"These keep the range that the case gives them: {', '.join(drawn)}."


def _filled(case: Reviewed) -> Iterator[str]:
    found = case.forecast
    if found is not None and found.filled:
        numbers = listed([str(one) for one in found.filled])
        yield (
            f"Without figures: month {numbers} after approval; taken as the months beside, before"
            f" the first one as {case.promised}."
        )


def _unrecorded(case: Reviewed) -> Iterator[str]:
    """Months that have gone by since the last one on record: nobody knows what they came to."""
    found, gone = case.forecast, case.at.today - case.at.last
    if found is None or not found.known or gone <= 0:
        return
    said = "1 month is" if gone == 1 else f"{gone:,} months are"
    yield (
        f"Since the last month on record {said} over that nobody has figures of; counted as"
        " expected. `payback track` keeps them."
    )
