"""ClickHouse.

Text that is no JSON has no keys there, and no failure. An alias goes before the column of that
name unless a setting says otherwise, and a row without a partner has zeros instead of NULL. A
length of text counts bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wizard.imports.engines.dialects.dialect import Dialect, escaped


def _path(steps: Sequence[str]) -> str:
    return ", ".join(map(escaped, steps))


CLICKHOUSE: Final = Dialect(
    name="clickhouse",
    title="ClickHouse",
    micros="toUnixTimestamp64Micro({0})",
    month="toStartOfMonth(toTimeZone({0}, {1}))",
    moment="parseDateTime64BestEffort({0}, 6, 'UTC')",
    since_1970="CASE WHEN abs({0}) < 1e10 THEN fromUnixTimestamp64Micro(toInt64({0} * 1000000),"
    " 'UTC') END",
    number="toFloat64OrNull(trim(BOTH ' ' FROM toString({0})))",
    instant="parseDateTime64BestEffortOrNull(toString({0}), 6)",
    json="if(match(toTypeName({0}), 'Map|Array|JSON|Tuple'), toJSONString({0}), toString({0}))",
    json_text="""multiIf(JSONType(assumeNotNull({0}), {1}) = 'String',
        JSONExtractString(assumeNotNull({0}), {1}),
        JSONType(assumeNotNull({0}), {1}) = 'Null', NULL,
        JSONExtractRaw(assumeNotNull({0}), {1}))""",
    path=_path,
    matches="match({0}, {1})",
    texts="""arrayMap(one -> ifNull(multiIf(JSONType(one) = 'String', JSONExtractString(one),
        one = 'null', NULL, one), ''), JSONExtractArrayRaw(assumeNotNull({0})))""",
    joined="arrayStringConcat({0}, {1})",
    distinct="arrayDistinct({0})",
    contains="has({0}, {1})",
    # Unfolded twice with the same words, a row is one of the pairs; with others, of all with all.
    each="arrayJoin(arrayZip({0}, range(length({0})))).1",
    places="arrayJoin(arrayZip({1}, range(length({1})))).2",
    zone="SET session_timezone = {0}",
    time="toDateTime64({0}, 6)",
    length="lengthUTF8({0})",
    cut="substringUTF8({0}, {1}, {2})",
    # A table that replaces rows has old ones among them until it is tidied up.
    ends_with="SETTINGS prefer_column_name_to_alias = 1, join_use_nulls = 1, final = 1",
    is_tested=True,
)
