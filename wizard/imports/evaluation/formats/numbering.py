"""Names of systems that a source gives to several of its columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from wizard.imports.files.names import is_name


def numbered_names(names: Mapping[int, str]) -> dict[int, str]:
    """Every name once, by place: `NAME`, or `NAME #1`, `NAME #2` where several have it.

    What is no name, such as a prompt that stands where its label should, is only its number.
    """
    usable = {at: " ".join(name.split()) if is_name(name) else "" for at, name in names.items()}
    many = Counter(usable.values())
    seen: Counter[str] = Counter()
    result = {}
    for at, name in sorted(usable.items()):
        seen[name] += 1
        is_alone = many[name] == 1 and name
        result[at] = name if is_alone else f"{name} #{seen[name]}".strip()
    return result
