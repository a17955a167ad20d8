"""What the report of a failure says, and what it leaves out."""

from __future__ import annotations

import pytest

from wizard.support.failure import report

SECRET = "Quartz 918273"


def failed() -> Exception:
    """One failure while another one was handled, because of a third."""
    try:
        try:
            try:
                raise KeyError(SECRET)
            except KeyError as cause:
                raise ValueError(SECRET) from cause
        except ValueError:
            raise OSError(SECRET)  # noqa: B904 - as where handling fails by itself
    except OSError as error:
        return error


def test_each_failure_is_told_with_how_it_came_and_none_of_what_it_says() -> None:
    told = report(failed(), "open")
    lines = [one for one in told.splitlines() if one.endswith("Error")]
    assert lines == [
        "builtins.OSError",
        "while handling builtins.ValueError",
        "because of builtins.KeyError",
    ]
    assert "tests.wizard.support.test_failure" in told
    assert SECRET not in told


def test_failures_that_lead_to_each_other_are_told_once() -> None:
    error = failed()
    group = ExceptionGroup(SECRET, [error, error])
    assert report(group, "open").count("builtins.OSError") == 1


def test_of_some_variables_it_tells_only_whether_they_are_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TMUX", SECRET)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM_PROGRAM", "a" * 50 + "\n" + SECRET)
    told = report(failed(), "open")
    assert "\nTMUX=set\n" in told
    assert "\nNO_COLOR=empty\n" in told
    assert f"\nTERM_PROGRAM={'a' * 40}\n" in told
    assert SECRET not in told
