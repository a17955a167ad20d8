"""Whether an edited text leaves alone what it should: the check on an edit made by a library.

The meaning of the text is compared elsewhere. Here it is about the rest: each line that no step
is about is there, in its order and byte for byte, and what is new stands where a reader expects
it: a key at the end of its table's own keys, a section behind its kin or in front of the last
table, set off by an empty line, and never between another header and the comments above it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from wizard.sessions.layout import Layout, Member, Node, Path, Statement
from wizard.sessions.steps import REMOVE, Step

_BLANK_START = re.compile(r"[ \t]*\r?\n")
_BLANK_END = re.compile(r"(?:\A|\n)[ \t]*\r?\n\Z")


def leaves_the_rest(before: Layout, after: Layout, steps: Sequence[Step], last_table: str) -> bool:
    """Whether `after` differs from `before` only where the steps and the style of the house say.

    Row numbers in the paths of the steps may be those after earlier steps; where they do not fit
    the text before, the answer is no.
    """
    kept = [s for s in before.statements if not _is_removed(s.path, steps)]
    ...
