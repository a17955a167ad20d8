"""Single edits of documents in every shape of TOML; `make soak` does many more."""

import pytest

from tests.soak import _toml_shapes, edits


@pytest.mark.part(2)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_edit_changes_no_more_lines_than_it_sets_keys(seed: int) -> None:
    tried, troubles = edits.try_out(853, seed)
    assert len(tried) == 9
    assert not troubles, edits.said(tried, troubles)


def test_every_shape_is_among_the_documents() -> None:
    texts = [_toml_shapes.shape(edits.drawn(1, n)).text for n in range(853)]
    for mark in (
        _toml_shapes.BOM, "\r\n", '"""', "'''", "[[", "{ ", "{", "[\n", "# apart", " . ", '"é"',
        "+12", "0x5b8D", "inf", "1979-05-27 07:32:00-07:00", "[]", "{}", ".dotted",
    ):  # fmt: skip
        assert sum(mark in text for text in texts) > 20, mark
    assert sum(not text.endswith("\n") for text in texts) > 20
