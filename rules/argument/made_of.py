"""What a worksheet comes to, and the sum behind it: `1,250 × 2.5 + 60 × 10 per 1M tokens`.

Source: docs/specification.md §2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rules.answers.numbers import Unit, spell
from rules.figures.figures import Figures
from rules.figures.inputs import Inputs
from rules.figures.ops import FLOATS, known
from rules.figures.reading import Used
from rules.questions.counting import of_unit
from rules.words.wording import percent, plural, whole


class _Read(NamedTuple):
    """The numbers of one worksheet."""

    used: Mapping[str, Used]
    at: str

    def of(self, name: str, otherwise: float = 0.0) -> float:
        """A number of the sheet; what stands in for it where nobody gave one."""
        used = self.used.get(f"{self.at}.{name}")
        return otherwise if used is None else used.estimate.likely

    def said(self, name: str, otherwise: float = 0.0) -> str:
        return _number(self.of(name, otherwise))

    def counted(self, name: str, unit: str) -> str:
        """`1 day`, `2 days`."""
        return of_unit(self.said(name), unit)

    def share(self, name: str, otherwise: float = 0.0) -> str:
        return percent(self.of(name, otherwise))


def built_number(inputs: Inputs, sheet: str) -> float | None:
    """What a worksheet or the bill comes to, where it suffices and no direct answer wins over it.

    Args:
        inputs: of a case.
        sheet: the key of the number it builds, or `student.hosting` for money per month.
    """
    drivers = inputs.drivers
    if sheet == "student.hosting":
        if drivers.hosting is None:
            return None
        handled = drivers.calls_per_month * drivers.share_moved
        return known(float(drivers.hosting.cost(handled, FLOATS)))
    if sheet not in inputs.bases:
        return None
    if sheet == "teacher.cost_per_1k_calls":
        return known(float(drivers.teacher_cost_per_1k))
    if sheet == "student.cost_per_1k_calls":
        return known(float(drivers.student_cost_per_1k))
    return known(float(inputs.upfront_items[sheet.removeprefix("upfront.")]))


def made_of(figures: Figures, sheet: str) -> str:
    """The sum that gives the number of a worksheet; empty where that is not what gives it.

    Args:
        figures: of the case.
        sheet: the key of the number it builds, or `student.hosting`.
    """
    used = figures.inputs.read.used
    at, sum_of = _SHEETS[sheet]
    if any(key.startswith(f"{at}.") and not one.is_default for key, one in used.items()):
        return sum_of(figures, _Read(used, at))
    bill, calls = used.get("teacher.bill_per_month"), used.get("volume.calls_per_month")
    if sheet != "teacher.cost_per_1k_calls" or bill is None or calls is None:
        return ""
    return f"1,000 × {_number(bill.estimate.likely)} ÷ {_number(calls.estimate.likely)} calls"


def _tokens(_: Figures, read: _Read) -> str:
    """The tokens of a call by what they cost."""
    cached, written = read.of("cached_input"), read.of("cache_write_input")
    price = read.of("input_price")
    sums = [f"{_number(read.of('input') - cached - written)} × {_number(price)}"]
    if cached:
        sums.append(f"{_number(cached)} × {read.said('cached_input_price', price)}")
    if written:
        sums.append(f"{_number(written)} × {read.said('cache_write_price', price)}")
    sums.append(f"{read.said('output')} × {read.said('output_price')}")
    batch = ""
    if read.of("batch_share"):
        batch = f", {read.share('batch_share')} of them {read.share('batch_discount', 0.5)} cheaper"
    return f"{' + '.join(sums)} per 1M tokens{batch}"


def _hosting(figures: Figures, read: _Read) -> str:
    """The hardware, how much of it there has to be, and how much of that is used."""
    hosting, handled = figures.drivers.hosting, figures.headline.handled_calls_per_month
    # A sheet that somebody began describes one.
    assert hosting is not None
    replicas, load = hosting.replicas(handled, FLOATS), hosting.load_factor(handled, FLOATS)
    gpus = plural(read.of("gpus_per_replica", 1.0), "GPU", "GPUs")
    hours = f"{read.said('hours_per_month', 730.0)} h"
    more = f" + {read.share('overhead')}" if read.of("overhead") else ""
    needed = f"{whole(replicas)} {'replica' if replicas == 1 else 'replicas'}"
    return (
        f"{needed} × {gpus} × {read.said('gpu_price_per_hour')} × {hours}{more},"
        f" loaded to {percent(load)} on average"
    )


def _data(figures: Figures, read: _Read) -> str:
    """What labels cost that are paid for by the call, and what people are paid for."""
    examples, accepted = read.of("examples"), read.of("acceptance_rate", 1.0)
    reviewed = examples * read.of("review_share") * read.of("cost_per_review")
    said = of_unit(_number(examples), "examples")
    if figures.inputs.upfront_items["data_generation"] > reviewed:
        attempts = read.of("attempts_per_example", 1.0)
        kept = f" ÷ {percent(accepted)}" if accepted != 1 else ""
        calls = f" × {_number(attempts)} calls" if attempts != 1 else ""
        cost = read.said("teacher_cost_per_1k_calls", float(figures.drivers.teacher_cost_per_1k))
        said = f"{said}{kept}{calls} × {cost} per 1,000"
    elif not reviewed:
        return f"{said} × 0"
    if not reviewed:
        return said
    return f"{said} + {read.share('review_share')} reviewed × {read.said('cost_per_review')}"


def _training(_: Figures, read: _Read) -> str:
    sums = []
    if read.of("gpu_hours"):
        sums.append(f"{read.counted('gpu_hours', 'GPU-hours')} × {read.said('gpu_price_per_hour')}")
    if read.of("million_tokens"):
        epochs = read.of("epochs", 1.0)
        passes = f" × {_number(epochs)} epochs" if epochs != 1 else ""
        price = read.said("price_per_million")
        sums.append(f"{read.said('million_tokens')}M tokens × {price}{passes}")
    runs, whole_sum = read.of("runs", 1.0), " + ".join(sums) or "0"
    if runs == 1:
        return whole_sum
    return f"{_number(runs)} runs × {f'({whole_sum})' if len(sums) > 1 else whole_sum}"


def _evaluation(_: Figures, read: _Read) -> str:
    labels = ""
    if read.of("labels"):
        labels = f" + {read.counted('labels', 'labels')} × {read.said('cost_per_label')}"
    return f"{read.counted('days', 'days')} × {read.said('day_rate')}{labels}"


def _engineering(_: Figures, read: _Read) -> str:
    people = read.of("people", 1.0)
    who = f"{_number(people)} people × " if people != 1 else ""
    return f"{who}{read.counted('days_each', 'days')} × {read.said('day_rate')}"


_SHEETS: Mapping[str, tuple[str, Callable[[Figures, _Read], str]]] = {
    "student.hosting": ("student.hosting", _hosting),
    "teacher.cost_per_1k_calls": ("teacher.tokens", _tokens),
    "student.cost_per_1k_calls": ("student.tokens", _tokens),
    "upfront.data_generation": ("upfront.data_generation_worksheet", _data),
    "upfront.training_compute": ("upfront.training_worksheet", _training),
    "upfront.evaluation_build": ("upfront.evaluation_worksheet", _evaluation),
    "upfront.engineering_time": ("upfront.engineering_worksheet", _engineering),
}


def _number(number: float) -> str:
    """A number of a sum, in six digits at most."""
    return spell(float(f"{number:.6g}"), Unit.PLAIN)
