"""A plain trace: when each call began, how many tokens it took and gave. Nothing else is needed.

It is read without a mapping where its columns leave one reading: one time, one count of tokens in,
one of tokens out, and no column that would say more than that, such as a cost.

Source: the columns of the Azure Public Dataset's traces (`TIMESTAMP, ContextTokens,
GeneratedTokens`), and of those that took after them.
"""

from __future__ import annotations

import re
from typing import Final

from wizard.imports.files.source_file import SourceFile
from wizard.imports.usage.format import Column, Format, Kind, Row, bare

_TIME: Final = ("timestamp", "time", "ts", "createdat", "starttime", "arrivaltime", "datetime")
_INPUT: Final = ("contexttokens", "prompttokens", "inputtokens", "requesttokens", "tokensin")
_OUTPUT: Final = (
    "generatedtokens",
    "completiontokens",
    "outputtokens",
    "responsetokens",
    "tokensout",
)
_ROLES: Final = (_TIME, _INPUT, _OUTPUT)
_SAYS_MORE: Final = re.compile(
    r"cost|spend|price|usd|latency|duration|elapsed|cache|status|error|requests|calls|endtime"
)
_TOTAL: Final = "totaltokens"


def _fits(file: SourceFile) -> bool:
    names = [bare(name) for name in file.names]
    known = {name for role in _ROLES for name in role}
    return all(sum(name in role for name in names) == 1 for role in _ROLES) and not any(
        _SAYS_MORE.search(name) or ("tokens" in name and name != _TOTAL)
        for name in names
        if name not in known
    )


TRACE = Format(
    name="trace",
    title="Plain trace",
    columns=(
        Column("time", Kind.TIME, _TIME, loosely=True),
        Column("input", Kind.COUNT, _INPUT, loosely=True),
        Column("output", Kind.COUNT, _OUTPUT, loosely=True),
        Column("model", also=("modelname",), loosely=True),
        Column("endpoint", also=("app", "service", "route"), loosely=True),
    ),
    row=Row(time='"time"', model='"model"', input='"input"', output='"output"'),
    endpoints={"endpoint": '"endpoint"', "model": '"model"'},
    fits=_fits,
    zone=None,
)
