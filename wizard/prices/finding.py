"""Which models of the price list are meant by what somebody types."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from rules.figures.prices import PriceFound
from wizard.prices.listed import models, price_found
from wizard.problems import InputUnusable

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, Provider

    from screens.ports import PriceSearch

_SHOWN_AS_ONE_TYPES = 50


def search(words: str, on: date) -> list[PriceFound]:
    """The models whose provider or name holds every word, likeliest first, unpriced ones last.

    Likely is what is called just that, then what begins so, has it as whole words, and has little
    else in its name. Without any word every model is found.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    typed = words.lower().split()
    found = [
        (provider, model)
        for provider, model in models()
        if all(word in _names(provider, model) for word in typed)
    ]
    wanted = " ".join(typed)

    def likelihood(one: tuple[Provider, ModelInfo]) -> tuple[bool, bool, bool, bool, int, str]:
        provider, model = one
        reference, name = _reference(provider, model).lower(), model.id.lower()
        begins = reference.startswith(wanted) or name.startswith(wanted)
        is_in_words = {*typed} <= {*_words(reference), *_words(provider.name.lower())}
        # The less a name has besides what was typed, the more it is meant.
        rank = reference != wanted, name != wanted, not begins, not is_in_words
        return *rank, len(name), reference

    priced = (price_found(*one, on) for one in sorted(found, key=likelihood))
    return sorted(priced, key=lambda one: not one.has_price)


def named(reference: str, on: date) -> list[PriceFound]:
    """The models that a name stands for: one, unless several providers have one of this name.

    `provider/model` is taken as the list has it, else with a date or `latest` behind the model's
    name; a name that only resembles one on the list stands for none.

    Raises:
        InputUnusable: where the extra is not installed.
    """
    wanted = reference.strip().lower()
    listed = list(models())
    found = [one for one in listed if _reference(*one).lower() == wanted]
    found = found or [one for one in listed if one[1].id.lower() == wanted]
    undated = re.sub(r"[-@](\d{8}|\d{4}-\d{2}-\d{2}|latest)$", "", wanted)
    if not found and undated != wanted:
        found = [one for one in listed if _is_release_of(wanted, undated, *one)]
    return [price_found(*one, on) for one in found]


def nearest(words: str) -> list[str]:
    """The references on the list that come closest to words which match none."""
    from difflib import get_close_matches

    wanted = " ".join(words.lower().split())
    names: dict[str, str] = {}
    for provider, model in models():
        reference = _reference(provider, model)
        names.setdefault(reference.lower(), reference)
        names.setdefault(model.id.lower(), reference)
    return list(dict.fromkeys(names[one] for one in get_close_matches(wanted, names, n=3)))


def price_search(on: date) -> PriceSearch:
    """The search for a screen, with the prices of a date."""

    async def look(words: str) -> Sequence[PriceFound] | str:
        try:
            # Reading the list for the first time takes longer than a key press may.
            found = await asyncio.to_thread(search, words, on)
        except InputUnusable as unusable:
            return str(unusable)
        return found[:_SHOWN_AS_ONE_TYPES]

    return look


def _reference(provider: Provider, model: ModelInfo) -> str:
    return f"{provider.id}/{model.id}"


def _names(provider: Provider, model: ModelInfo) -> str:
    return f"{_reference(provider, model)} {provider.name} {model.name or ''}".lower()


def _is_release_of(wanted: str, undated: str, provider: Provider, model: ModelInfo) -> bool:
    """Whether a reference is that of a model, undated, with no more than a date or `latest` added.

    The list's own matching goes by the beginning of a name and takes other versions and variants,
    fine-tuned ones among them, for the model itself.
    """
    provider_id, _, name = wanted.partition("/")
    if provider_id != provider.id.lower() or not model.is_match(name):
        return False
    known = {*_words(model.id), *re.findall("[a-z0-9]+", (model.name or "").lower())}
    return known.issuperset(_words(undated.partition("/")[2]))


def _words(name: str) -> list[str]:
    # What is neither letter nor digit is a word too, so that a space or a comma is not looked over.
    return re.findall(r"[a-z0-9]+|[^a-z0-9@:._-]", name.lower())
