"""What has to be said of usage beside the answers it gives: nothing of it is filled in anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from rules.figures.prices import PriceFound
from rules.usage.cost import at_list_price, priced, slip
from rules.usage.proposal import told_calls
from rules.usage.summary import COUNTED, Model, Summary, Tokens
from rules.usage.usage import Usage
from rules.words.wording import count, listed, percent

_FEW: Final = 5


def remarks(usage: Usage, found: Summary, prices: Mapping[str, PriceFound]) -> tuple[str, ...]:
    """Sentences about failures, saved calls, units, and what is not known."""
    return tuple(_remarks(usage, found, prices))


def _remarks(usage: Usage, found: Summary, prices: Mapping[str, PriceFound]) -> Iterator[str]:
    tried = found.calls + found.failed
    if found.failed:
        yield f"Failed: {told_calls(found.failed)}, {percent(found.failed / tried)} of those made."
    if found.billed_attempts:
        number = found.billed_attempts
        yield f"Failed and billed attempts: {number:,}. Money and tokens count, and no call."
    if found.cache_hits:
        share = percent(found.cache_hits / (found.cache_hits + tried))
        yield (
            f"Answered by the proxy's cache: {told_calls(found.cache_hits)}, {share}. They were"
            " saved, so neither calls nor tokens are counted."
        )
    if not usage.counts_calls and found.tokens.input:
        yield _shares(found.tokens)
    if len(found.models) > 1:
        shares = [f"{one.name}{_share(one, found)}" for one in found.models[:_FEW]]
        more = [f"{len(found.models) - _FEW} more"] if len(found.models) > _FEW else []
        yield f"Models seen: {listed([*shares, *more])}."
    if found.calls_zero_cost:
        yield (
            f"Tokens and a cost of 0: {told_calls(found.calls_zero_cost)}. Their cost is taken for"
            " unknown, not for free."
        )
    if found.contradicted:
        yield (
            f"Rows with more cached and written tokens than input: {found.contradicted:,}. There"
            " they are taken to lie beside it."
        )
    if found.logged_by_measured is not None:
        yield _ratio(found.logged_by_measured)
    yield from _slips(usage, prices)
    yield from _slip_of_bills(found, prices)
    yield from of_a_sample(usage)
    if usage.probed_copies:
        yield (
            "Rows that stand in the source twice were looked for in a 16th of it, since it is"
            " large; none was found."
        )
    missing = [f"{one:%Y-%m}" for one in found.months_complete if not found.by_month.get(one)]
    if missing:
        yield f"No call was answered in {listed(missing)}: is a file missing?"


def of_a_sample(usage: Usage) -> Iterator[str]:
    """What has to be said of a source that does not hold all calls."""
    if not usage.is_sample:
        return
    if usage.sampled is None:
        yield (
            "The source may be a sample: counts are lower bounds. --sampled 10% says how large a"
            " one, --sampled 100% that it is none."
        )
    else:
        yield (
            f"The source is a sample of {percent(usage.sampled)}: calls a month are taken times"
            f" {count(1 / usage.sampled)}, and totals are those of the sample."
        )


def _shares(tokens: Tokens) -> str:
    kinds = (
        (tokens.uncached, "not cached"),
        (tokens.cached, "read from a cache"),
        (tokens.written, "written to one"),
    )
    parts = [f"{percent(number / tokens.input)} {kind}" for number, kind in kinds]
    output = f"{_about(tokens.output / tokens.input)} output tokens for each input token"
    return f"The source counts tokens and no calls. Of the input: {listed(parts)}; {output}."


def _share(model: Model, found: Summary) -> str:
    """The model's share of calls, or of tokens where no calls are counted."""
    total = found.tokens.input + found.tokens.output
    if found.calls:
        return f" ({percent(model.calls / found.calls)})"
    if total:
        share = (model.tokens.input + model.tokens.output) / total
        return f" ({percent(share)} of tokens)"
    return ""


def _about(ratio: float) -> str:
    """Three digits, without an exponent."""
    return f"{Decimal(f'{ratio:.3g}'):,f}"


def _ratio(ratio: float) -> str:
    said = f"The source's latency field is {_about(ratio)} times end minus start in seconds"
    if 0.8 <= ratio <= 1.25:
        return f"{said}: it is in seconds."
    if 800 <= ratio <= 1250:
        return f"{said}: it is in milliseconds. End minus start is used."
    return f"{said}, which is neither seconds nor milliseconds. End minus start is used."


def _slips(usage: Usage, prices: Mapping[str, PriceFound]) -> Iterator[str]:
    """Models whose logged cost is off the list by what a wrong unit would make it."""
    for model in sorted({one.model for one in usage.groups} & set(prices)):
        groups = [
            one
            for one in usage.groups
            if one.model == model and one.costed == "logged" and one.status in COUNTED
        ]
        calls = sum(one.calls for one in groups)
        logged = sum(one.cost for one in groups)
        by_list = at_list_price(Tokens.of(groups), calls, prices[model])
        unit = slip(logged, by_list) if by_list is not None else ""
        if unit:
            yield (
                f"The logged cost of {model} is {_about(logged / (by_list or 1))} times its list"
                f" price: is it in {unit}?"
            )


def _slip_of_bills(found: Summary, prices: Mapping[str, PriceFound]) -> Iterator[str]:
    by_list = priced(found.billed_for, found.calls_with_cost, prices)
    unit = slip(found.billed, by_list.cost) if by_list is not None else ""
    if by_list is not None and unit:
        ratio = _about(found.billed / by_list.cost)
        yield f"The bills are {ratio} times the list price of the same days: are they in {unit}?"
