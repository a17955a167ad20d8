"""What a report says of a workshop: what was agreed, who differs, and what is still open.

Source: docs/specification.md §5.6 and §7.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.words.wording import plural
from rules.workshop.dissent import AgreedRow, Dissenter, workshop_rows
from wizard.reports.content import Block, Paragraph, Points, Table, clean
from wizard.reports.material import Material


def agreed(given: Material) -> Iterator[Block]:
    """The blocks of the section; none where there was no workshop."""
    found = workshop_rows(given.case, given.workshop, given.team)
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
