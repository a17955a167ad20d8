"""What sources say, beside the case: sections of lines, one for each answer that may be taken."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rules.argument.lines import Line, Section
from rules.words.wording import listed, plural
from screens.import_ports import ImportOffer, ImportReview

MARKED, NOT_MARKED = "[x]", "[ ]"


def sections(review: ImportReview, marked: Collection[str]) -> tuple[Section, ...]:
    """All there is to read.

    Args:
        review: what sources say.
        marked: the keys of what is to be taken.
    """
    return tuple(one for one in _sections(review, marked) if one.lines)


def _sections(review: ImportReview, marked: Collection[str]) -> Iterator[Section]:
    others = [one for one in review.offers if not one.is_same]
    taken = sum(one.key in marked for one in others)
    yield Section(
        f"Proposed: {taken} of {len(others)} marked",
        tuple(_offered(one, MARKED if one.key in marked else NOT_MARKED) for one in others),
    )
    yield Section(
        "Already so in the case",
        tuple(_offered(one, "") for one in review.offers if one.is_same),
    )
    yield Section("Not proposed", tuple(Line(f"{name}: {why}") for name, why in review.left))
    yield Section("Seen, and filled in nowhere", tuple(Line(one) for one in review.seen))
    yield Section("Read", (Line(review.source),))


def _offered(one: ImportOffer, mark: str) -> Line:
    now = f"now {one.now}" if one.now and not one.is_same else ""
    return Line(one.new, key=one.key, label=f"{mark} {one.label}".strip(), remark=now)


def may_be_marked(review: ImportReview) -> frozenset[str]:
    """What is to be taken unless somebody says otherwise."""
    return frozenset(one.key for one in review.offers if not one.is_same and not one.is_doubted)


def taken_in_words(review: ImportReview, number: int) -> str:
    """What to say once some of it is taken."""
    answers = plural(number, "answer", "answers")
    return f"{answers} taken from {review.source}. Undo takes the whole import back."


def as_text(review: ImportReview, marked: Collection[str]) -> str:
    """The review as plain text, for the clipboard."""
    parts = [review.read]
    by_key = {one.key: one for one in review.offers}
    for section in sections(review, marked):
        parts += ["", section.heading]
        for line in section.lines:
            offer = by_key.get(line.key or "")
            if offer is None:
                parts.append(f"- {line.text}")
            else:
                parts.append(f"- {line.label}: {listed([line.text, *filter(None, [line.remark])])}")
                parts += [f"  {one}" for one in offer.said]
    return "\n".join(parts)
