"""What cases are to each other: which needs which first, which takes another's place.

Source: docs/specification.md §16.1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.answers.problem import Problem
from rules.comparing.portfolio.member import Link, Member
from rules.words.wording import listed


@dataclass(frozen=True, slots=True)
class Relations:
    """Needs and exclusions that hold, and what is wrong with the others."""

    needs: Mapping[str, tuple[str, ...]]
    """The names of the sessions that each member names as needed, as far as they exist."""
    excludes: frozenset[frozenset[str]]
    """Pairs of members of which only one can be done."""
    impossible: Mapping[str, Problem]
    """Why a member can never be done, by its name."""
    problems: tuple[Problem, ...]
    """All that is wrong, errors and warnings, each with the name of its session as its file."""

    def closure(self, name: str) -> tuple[str, ...]:
        """A member with all that it needs, each behind what it needs itself."""
        found: dict[str, None] = {}
        waiting = [name]
        begun: set[str] = set()
        while waiting:
            one = waiting[-1]
            needed = [other for other in self.needs.get(one, ()) if other not in begun]
            if one in begun or not needed:
                found[waiting.pop()] = None
            else:
                waiting += reversed(needed)
            begun.add(one)
        return tuple(found)

    def excluded_by(self, name: str, chosen: Collection[str]) -> Iterator[str]:
        """Those chosen beside which a member cannot be done."""
        return (one for one in sorted(chosen) if frozenset((name, one)) in self.excludes)


def relate(members: Sequence[Member], unusable: Collection[str] = ()) -> Relations:
    """Find out what members are to each other.

    Args:
        members: of one folder.
        unusable: names of sessions of the folder that could not be read.
    """
    by_name = {one.name: one for one in members}
    problems: list[Problem] = []
    impossible: dict[str, Problem] = {}
    needs: dict[str, tuple[str, ...]] = {}
    pairs: dict[frozenset[str], None] = {}

    def rule_out(name: str, link: Link, message: str) -> None:
        problem = Problem(message, key=link.key, file=name)
        if name not in impossible:
            impossible[name] = problem
            problems.append(problem)

    for one in members:
        needs[one.name] = tuple(
            dict.fromkeys(link.name for link in one.needs if link.name in by_name if link.name)
        )
        for link in one.needs:
            if link.name in by_name:
                continue
            if link.name in unusable:
                rule_out(one.name, link, f"needs {link.name}, which cannot be used itself")
            else:
                rule_out(one.name, link, f"{_no_session(link)}, so that the case cannot be done")
        for link in one.excludes:
            if link.name == one.name:
                message = "names the case itself, which then could never be done; left out"
            elif link.name not in by_name and link.name not in unusable:
                message = f"{_no_session(link)}; nothing is excluded by it"
            else:
                pairs[frozenset((one.name, str(link.name)))] = None
                continue
            problems.append(Problem(message, key=link.key, file=one.name, severity="warning"))
    relations = Relations(needs, frozenset(pairs), impossible, ())
    for one in members:
        for link in one.needs:
            if link.name in by_name and link.name is not None:
                circle = _way(needs, link.name, one.name)
                if circle:
                    way = " -> ".join((one.name, *circle))
                    rule_out(one.name, link, f"needs a case that needs this one: {way}")
    for one in members:
        if one.name in impossible or not one.needs:
            continue
        clash = _clash(relations.closure(one.name), relations.excludes)
        if clash is not None:
            link = _link_to(one, relations, clash)
            rule_out(
                one.name,
                link,
                f"needs what cannot be done together: {listed(sorted(clash))} exclude each other",
            )
    return Relations(needs, relations.excludes, impossible, tuple(problems))


def _no_session(link: Link) -> str:
    return (
        f"{link.text!r} is no session of this folder (a path counts from the session that names it)"
    )


def _way(needs: Mapping[str, tuple[str, ...]], start: str, end: str) -> tuple[str, ...]:
    """The shortest way from one member to another along needs; empty where there is none."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    waiting = [start]
    for one in waiting:
        if one == end:
            return ways[one]
        for needed in needs.get(one, ()):
            if needed not in ways:
                ways[needed] = (*ways[one], needed)
                waiting.append(needed)
    return ()


def _clash(names: Sequence[str], excludes: Collection[frozenset[str]]) -> frozenset[str] | None:
    """Two of these that exclude each other."""
    among = set(names)
    return next((pair for pair in sorted(excludes, key=sorted) if pair <= among), None)


def _link_to(member: Member, relations: Relations, clash: frozenset[str]) -> Link:
    """The need of a member through which two that exclude each other come in."""
    for link in member.needs:
        if link.name is not None and clash & set(relations.closure(link.name)):
            return link
    return member.needs[0]
