"""What is new in a file is spelled as what is changed in it."""

from __future__ import annotations

import datetime
import math
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.toml.building import blocks, item_of, pair
from wizard.toml.values import spell


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (10_000, "10_000"),
        (9_999, "9999"),
        (6e6, "6000000.0"),
        (1e-7, "1e-07"),
        (-math.inf, "-inf"),
        (math.nan, "nan"),
        (True, "true"),
        (datetime.date(2025, 3, 31), "2025-03-31"),
        (datetime.datetime(2025, 3, 31, 7, tzinfo=datetime.UTC), "2025-03-31T07:00:00+00:00"),
        ('\x85\u202e"', '"\\u0085\\u202e\\""'),
        ([], "[]"),
        ([1, "a", {"x": 10_000}], '[1, "a", { x = 10_000 }]'),
        ({}, "{}"),
        ({"likely": 12_000, "x y": {"z": 2025}}, '{ likely = 12_000, "x y" = { z = 2025 } }'),
        ({"on": datetime.date(2025, 1, 1)}, "{ on = 2025-01-01 }"),
    ],
)
def test_values_keep_the_spelling_of_the_house(value: Any, spelled: str) -> None:
    assert item_of(value).as_string() == spell(value) == spelled
    assert pair("a b", value) == f'"a b" = {spelled}'


def test_a_table_comes_with_all_that_belongs_below_it() -> None:
    value = {"x": 1, "e": {"low": 2}, "rows": [{"n": 1}, {"n": 2, "t": {"d": {"z": 3}}}], "y": []}
    assert blocks(("a", "b.c"), value) == [
        '[a."b.c"]\nx = 1\ne = { low = 2 }\ny = []\n',
        '[[a."b.c".rows]]\nn = 1\n',
        '[[a."b.c".rows]]\nn = 2\n',
        '[a."b.c".rows.t]\nd = { z = 3 }\n',
    ]
    assert blocks(("a",), {}) == ["[a]\n"]
    assert blocks(("a",), [{}, {"n": 1}]) == ["[[a]]\n", "[[a]]\nn = 1\n"]
    assert blocks(("a",), {"b": {"c": {"d": 1}}}) == ["[a.b]\nc = { d = 1 }\n"]


_keys = st.text(st.characters(codec="utf-8"), max_size=8)
_values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.dates()
    | st.times()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=3),
    max_leaves=8,
)


@given(_keys, st.dictionaries(_keys, _values, max_size=4))
def test_whatever_is_built_reads_back(name: str, table: dict[str, Any]) -> None:
    assert tomllib.loads("\n".join(blocks((name, name), table))) == {name: {name: table}}
    assert tomllib.loads("\n".join(blocks((name,), [table, {}]))) == {name: [table, {}]}
    for key, value in table.items():
        assert tomllib.loads(pair(key, value)) == {key: value}
