"""Keys as they are told: quoted as TOML wants them."""

from __future__ import annotations

import tomllib

import pytest

from rules.answers.keys import quoted


@pytest.mark.parametrize(
    ("name", "as_told"),
    [
        ("plain_1-x", "plain_1-x"),
        ("two words", '"two words"'),
        ("", '""'),
        ('say "hi"', '"say \\"hi\\""'),
        ("C:\\data", '"C:\\\\data"'),
    ],
)
def test_a_part_of_a_key_can_be_typed_as_it_is_told(name: str, as_told: str) -> None:
    assert quoted(name) == as_told
    assert tomllib.loads(f"{as_told} = 1") == {name: 1}
