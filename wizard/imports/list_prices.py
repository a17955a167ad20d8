"""List prices of the models that a source names, in whichever way it names them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from rules.figures.prices import PriceFound
from wizard.prices.finding import named
from wizard.problems import InputUnusable

_MAKERS: Final = ("openai", "anthropic", "google", "mistral", "deepseek", "x-ai", "cohere")
"""Whose own prices count where several sell a model of one name at several prices."""
_CLOUD: Final = re.compile(r"^(?:(?:us|eu|apac|global)\.)?(?:anthropic|meta|amazon|mistral)\.")
_REVISION: Final = re.compile(r"(?:-v\d+)?(?::\d+)?$")
_MOST: Final = 50
"""Models that are looked up; a source that names more has no list price for the rest."""


def list_prices(models: Iterable[str], on: date) -> dict[str, PriceFound]:
    """What the list has for models, by their names in a source; what it has not is left out.

    Without the extra that brings the list along there is none.
    """
    found = {}
    for model in list(models)[:_MOST]:
        try:
            price = _price(model, on)
        except InputUnusable:
            return {}
        if price is not None:
            found[model] = price
    return found


def _price(model: str, on: date) -> PriceFound | None:
    for name in _spellings(model):
        priced = [one for one in named(name, on) if one.has_price]
        if not priced:
            continue
        first = min(priced, key=_rank)
        if first.provider in _MAKERS or all(one.prices == first.prices for one in priced):
            return first
    return None


def _rank(one: PriceFound) -> int:
    return _MAKERS.index(one.provider) if one.provider in _MAKERS else len(_MAKERS)


def _spellings(model: str) -> Iterable[str]:
    """A model as named, then without what routers and clouds put around it."""
    yield model
    bare = _REVISION.sub("", _CLOUD.sub("", model.rpartition("/")[2]))
    if bare and bare != model:
        yield bare
    # A date behind the name is only taken off beside a maker.
    yield from (f"{maker}/{bare}" for maker in _MAKERS)
