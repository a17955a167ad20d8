"""Usage for the screen of imports: read as far as nothing is left open, then laid beside a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from rules.answers.answers import Answers, Entry
from rules.answers.entries import entry_of, parse_entry, understood
from rules.answers.estimate import Estimate
from rules.answers.policy import TeamPolicy
from rules.argument.lines import name_of
from rules.questions import QUESTIONS
from rules.usage.proposal import NotProposed, as_written
from rules.usage.shares import shares_of
from rules.words.wording import listed
from screens.import_ports import ImportChoice, ImportOffer, ImportReview
from wizard.app.imports import usage_choices
from wizard.imports.engines.catalogue import NoTable
from wizard.imports.engines.engine import Watch
from wizard.imports.files.names import without_addresses
from wizard.imports.importing import Imported, Money, import_usage
from wizard.imports.offering import DOUBTS, Offer, offered_to
from wizard.imports.report import dates_told, remarks_of, rows_told, value_told
from wizard.imports.request import Request
from wizard.imports.scanning import scan
from wizard.imports.sources.columns import UnknownTable
from wizard.imports.sources.opening import open_sources
from wizard.imports.usage.detecting import NoFormat, Several
from wizard.imports.usage.mapping import ColumnMapping
from wizard.imports.usage.naming_columns import keep, kept_at
from wizard.problems import on_one_line

ENDPOINT: Final = "task.endpoint"


@dataclass(frozen=True, slots=True)
class UsageReading:
    """One reading of sources."""

    sources: tuple[str, ...]
    chosen: Mapping[str, str]
    """What was chosen where it was asked."""
    file: Path | None
    """Of the case; a mapping of columns is kept beside it."""
    team: TeamPolicy | None
    watch: Watch
    expect: Callable[[float], None]
    """Is told about how many rows there are, before they are read."""
    slices: tuple[str, ...] = ()
    """What slices of the case are called, whose shares calls may tell."""

    def read(self, *, looks_first: bool) -> UsageFound | ImportChoice:
        """Read as far as nothing is left open.

        Args:
            looks_first: whether endpoints are listed with what a first look says of them.

        Raises:
            InputUnusable: where sources cannot be read.
            Cancelled: where it was called off.
        """
        by, endpoint, is_of_all = usage_choices.endpoint_in(self.chosen)
        request = Request(
            sources=self.sources,
            by=by,
            endpoint=endpoint,
            zone=self.chosen.get("zone"),
            format=self.chosen.get("format"),
            table=self.chosen.get("table"),
            sampled=usage_choices.share_in(self.chosen),
        )
        begun: ColumnMapping | None = None
        said = ""
        try:
            opened = open_sources(request)
        except Several as several:
            return usage_choices.of_formats(several)
        except NoTable as none:
            # One that was chosen is there, and whoever has none to choose from is told why.
            if "table" in self.chosen or not none.tables:
                raise
            return usage_choices.of_tables(none)
        except (NoFormat, UnknownTable) as none:
            found = usage_choices.columns_of(none.file, self.chosen, kept_at(self.file))
            if isinstance(found, ImportChoice):
                return found
            mapping, said = found
            begun = mapping if not said else None
            request = replace(request, mapping=mapping)
            opened = open_sources(request)
        if opened.assumes_zone:
            return usage_choices.of_zones()
        if opened.format.is_sampled and usage_choices.SAMPLED not in self.chosen:
            return usage_choices.of_shares()
        self.expect(opened.rows_about)
        if looks_first and endpoint is None and not opened.format.no_endpoint:
            scanned = scan(opened, request, self.watch, self.team)
            if len(scanned.endpoints) > 1:
                looked_at = usage_choices.looked_at(scanned.endpoints)
                return usage_choices.of_endpoints(opened, request, looked_at, scanned.whole)
        imported = import_usage(opened, request, self.watch)
        if imported.is_of_several and not opened.format.no_endpoint and not is_of_all:
            has_shares = bool(shares_of(imported.endpoints, self.slices).of)
            counted = usage_choices.counted(imported)
            return usage_choices.of_endpoints(
                opened, request, counted, imported, has_shares=has_shares
            )
        if begun is not None:
            said = keep(begun.model_copy(update={"zone": request.zone}), kept_at(self.file))
        return UsageFound(imported, self.team, said)


@dataclass(frozen=True, slots=True)
class UsageFound:
    """Usage that was read."""

    imported: Imported
    team: TeamPolicy | None
    said: str = ""
    """What came of asking, in a sentence."""

    def beside(self, answers: Answers) -> ImportReview:
        """What it says, beside answers."""
        money, offered, proposals = offered_to(self.imported, answers, self.team)
        name = _endpoint_named(self.imported, answers)
        return ImportReview(
            read=f"{rows_told(self.imported)}\n{dates_told(self.imported)}",
            offers=(
                *((name,) if name is not None else ()),
                *(_offer_of(one, answers, money) for one in offered),
            ),
            left=tuple(_left_of(proposals.not_made)),
            seen=tuple(
                on_one_line(one) for one in (*remarks_of(self.imported), *filter(None, [self.said]))
            ),
            source=on_one_line(self.imported.opened.what),
        )


def _offer_of(one: Offer, answers: Answers, money: Money) -> ImportOffer:
    """An offer as the screen shows it."""
    proposal, before = one.proposal, answers.get(one.proposal.key)
    in_full = [f"new {value_told(proposal, money)}, {proposal.basis}"]
    if one.now:
        in_full.append(f"now {one.now}")
    if one.standing in DOUBTS:
        in_full.append(f"{DOUBTS[one.standing]}.")
    in_full.append(f"from {proposal.source}")
    return ImportOffer(
        key=proposal.key,
        label=name_of(proposal.key),
        new=_new_in_short(one),
        now=one.now if one.table or before is None else _in_short(before),
        said=tuple(map(on_one_line, in_full)),
        is_same=one.standing == "same",
        is_doubted=one.standing in DOUBTS,
        entries=MappingProxyType({one.answers: one.entry}),
    )


def _new_in_short(one: Offer) -> str:
    """What is offered as it is typed, with its basis; numbers as people write them."""
    shown = as_written(one.proposal)
    if isinstance(shown.value, str):
        return on_one_line(shown.value)
    value = Estimate(shown.value, shown.low, shown.high, shown.basis)
    return _in_short(entry_of(QUESTIONS[shown.key], value))


def _in_short(entry: Entry) -> str:
    """An answer as it is typed, and its basis."""
    return on_one_line(", ".join(filter(None, (entry.text, entry.rests_on))))


def _left_of(not_made: Sequence[NotProposed]) -> Iterator[tuple[str, str]]:
    """What is not proposed and why; what has one reason together."""
    reasons: dict[str, list[str]] = {}
    for one in not_made:
        reasons.setdefault(one.why, []).append(name_of(one.key))
    for why, names in reasons.items():
        yield listed(names), f"{on_one_line(why)}."


def _endpoint_named(imported: Imported, answers: Answers) -> ImportOffer | None:
    """The endpoint's name as an answer, where the case has none yet."""
    question = QUESTIONS[ENDPOINT]
    name = without_addresses(on_one_line(imported.request.endpoint or ""))
    entry = parse_entry(question, name, path=tuple(ENDPOINT.split(".")))
    if answers.get(ENDPOINT) is not None or entry is None or not entry.usable:
        return None
    return ImportOffer(
        key=ENDPOINT,
        label=name_of(ENDPOINT),
        new=entry.text,
        now="",
        said=(f"new {understood(question, entry.value, '')}",),
        is_same=False,
        is_doubted=False,
        entries=MappingProxyType({ENDPOINT: entry}),
    )
