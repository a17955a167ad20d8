"""Bad input: what is wrong, where, the way out, exit 2, and the file as it was."""

from __future__ import annotations

import errno
import json
import os
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.locked import lock_up
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Outcome, Payback
from wizard.disk.paths import config_file

NO_SESSION: dict[str, tuple[bytes, int | None, str]] = {
    # Contents, the line that is named, and a piece of the way out.
    "not TOML": (b"schema = 1\nvolume 5\n", 2, "key = value"),
    "a key with spaces": (b"schema = 1\nlegal review = 5\n", 2, "keys with spaces"),
    "typed as on a screen": (b"schema = 1\nx = 6M\n", 2, "6_000_000"),
    "text without quotes": (b"schema = 1\n\nbasis = measured\n", 3, "quotes"),
    "a key twice": (b"schema = 1\ntitle = 'a'\ntitle = 'b'\n", 3, "Keep one"),
    "a table twice": (b"schema = 1\n[teacher]\n[teacher]\n", 3, "Join the parts"),
    "an unclosed table": (b"schema = 1\nvolume = { calls_per_month = 5\n", 2, "}"),
    "Latin-1": ("schema = 1\ntitle = 'Größe'\n".encode("latin-1"), 2, "UTF-8"),
    "UTF-16": ("schema = 1\n".encode("utf-16"), None, "UTF-8"),
    "a program": (b"\x7fELF\x02\x01\x01" + bytes(64), None, "UTF-8"),
    "nested arrays": (b"schema = 1\nx = " + b"[" * 100_000, 2, "flatten"),
    "nested tables": (b"schema = 1\nx = " + b"{a=" * 100_000, 2, "flatten"),
    "a key of many parts": (b"schema = 1\n" + b"a." * 50_000 + b"a = 1", 2, "shorten"),
    "a huge integer": (b"schema = 1\nx = " + b"9" * 5_000, 2, "9_223_372_036_854_775_807"),
    "an integer beyond 64 bits": (b"schema = 1\nx = " + b"9" * 30, 2, "1.5e30"),
    "a very long line": (b"schema = 1\n# " + b"x" * 200_000, 2, "Break it up"),
    "no schema": (b"title = 'x'\n", None, "schema = 1"),
    "a newer schema": (b"# from the future\nschema = 2\n", 2, "upgrade"),
    "an odd schema": (b"schema = 'one'\n", 1, "whole number"),
}

BAD_VALUES: dict[str, tuple[str, int, str, str]] = {
    # Text behind `schema = 1`, line, key, and a piece of the message.
    "a text for a number": (
        "[volume]\ncalls_per_month = 'many'", 3, "volume.calls_per_month", "needs a number"),
    "a number for a text": ("title = 5", 2, "title", "text in quotes"),
    "a list for a number": (
        "[volume]\ncalls_per_month = [1]", 3, "volume.calls_per_month", "needs a number"),
    "a number for a table": ("volume = 5", 2, "volume", "needs a table"),
    "a table for a list": ("[quality]\nslices = 5", 3, "quality.slices", "list of tables"),
    "low above likely": (
        "[volume]\n\ncalls_per_month = { likely = 5, low = 6, high = 7 }", 4,
        "volume.calls_per_month", "low <= likely <= high"),
    "half a range": (
        "[volume]\ncalls_per_month = { likely = 5, low = 4 }", 3,
        "volume.calls_per_month", "`high`"),
    "NaN": ("[volume]\ncalls_per_month = nan", 3, "volume.calls_per_month", "finite"),
    "infinity": ("[volume]\ncalls_per_month = inf", 3, "volume.calls_per_month", "finite"),
    "a negative volume": ("[volume]\ncalls_per_month = -5", 3, "volume.calls_per_month", "above 0"),
    "an unknown word": ("[task]\nbreadth = 'wide'", 3, "task.breadth", "narrow, moderate, broad"),
    "a basis that is none": (
        "[volume]\ncalls_per_month = { likely = 5, basis = 'felt' }", 3, "volume.calls_per_month",
        "measured, quoted, estimated, assumed"),
    "a time for a day": ("as_of = 2026-11-24T10:00:00", 2, "as_of", "needs a date"),
    "a value in a row": (
        "[[quality.slices]]\nname = 'x'\nteacher_score = 94", 4, "quality.slices[0].teacher_score",
        "at most 1"),
    "a currency in words": ("currency = 'dollars'", 2, "currency", "three capitals"),
    "shares of some slices": (
        "[[quality.slices]]\nshare = 1\n[[quality.slices]]\nname = 'x'", 3,
        "quality.slices[0].share", "not for quality.slices[1]; give every slice a share"),
    "thresholds that fall": (
        "[policy]\nstrong_payback_months = 20", 3, "policy.strong_payback_months", "must not fall"),
}  # fmt: skip


def refused(outcome: Outcome, *says: str) -> None:
    assert outcome.status == 2
    assert outcome.out == ""
    assert "Traceback" not in outcome.err
    assert "bug" not in outcome.err
    for words in says:
        assert words in outcome.err


@pytest.mark.parametrize("command", ["assess", "check", "ask", "set"])
@pytest.mark.parametrize("name", NO_SESSION)
def test_what_is_no_session(payback: Payback, tmp_path: Path, name: str, command: str) -> None:
    contents, line, says = NO_SESSION[name]
    path = tmp_path / "case.toml"
    path.write_bytes(contents)

    outcome = payback(command, path, *(["title=x"] if command == "set" else []))

    refused(outcome, f"{path}:{line}: " if line else f"{path}: ", says)
    assert len(outcome.err) < 1_000, "a hostile file must not flood the terminal"
    assert path.read_bytes() == contents


@pytest.mark.parametrize("command", ["assess", "check"])
@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_value_that_cannot_be_used(
    payback: Payback, tmp_path: Path, name: str, command: str
) -> None:
    text, line, key, says = BAD_VALUES[name]
    path = tmp_path / "case.toml"
    path.write_text(f"schema = 1\n{text}\n", encoding="utf-8")

    refused(payback(command, path), f"{path}:{line}: {key}: ", says)
    refused(payback(command, path, *(["--json"] if command == "assess" else [])), says)
    assert path.read_text(encoding="utf-8") == f"schema = 1\n{text}\n"


def test_all_that_is_wrong_is_said_at_once(payback: Payback, tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text(
        "schema = 1\ntitle = 5\n[task]\nbreadth = 'x'\n[volume]\ncalls_per_month = -1\n"
    )
    outcome = payback("assess", path)
    refused(outcome)
    assert [line.split(": ")[1] for line in outcome.err.splitlines()] == [
        "title", "task.breadth", "volume.calls_per_month",
    ]  # fmt: skip


def test_a_volume_too_large_to_calculate_with(payback: Payback, case: Path) -> None:
    before = COMPLETE.replace("likely = 6_000_000, low = 4.5e6, high = 8_000_000", "likely = 1e308")
    case.write_text(before)
    for command in ("assess", "check", "review"):
        refused(payback(command, case), "too large to calculate with", "volume.calls_per_month")
    assert case.read_text() == before


@pytest.mark.parametrize("command", ["check", "assess"])
def test_what_is_wrong_with_a_named_row_is_said_once(
    payback: Payback, tmp_path: Path, command: str
) -> None:
    """By its name: the file has no numbered rows."""
    path = tmp_path / "case.toml"
    path.write_text('schema = 1\n[upfront.other]\nlicence = 5\n"legal review" = -1\n')

    found = payback(command, path)
    assert found.err.splitlines() == [
        f'{path}:4: upfront.other."legal review": must be at least 0, but is -1'
    ]


def test_a_deep_number_in_a_row_is_named_by_its_row(payback: Payback, case: Path) -> None:
    case.write_text(COMPLETE.replace("teacher_score = 0.97", "teacher_score = 97"))
    refused(payback("assess", case), ":39: quality.slices[1].teacher_score: ", "at most 1")


# ------------------------------------------------------------------ no file


def a_folder(path: Path) -> None:
    path.mkdir()


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)


def a_broken_link(path: Path) -> None:
    path.symlink_to("nowhere")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


def nothing(path: Path) -> None:
    pass


def test_no_session_is_suggested_that_is_called_like_a_pattern(payback: Payback) -> None:
    told = payback("assess", "cases/*.toml").err
    assert "cases/*.toml: there is no such file. Check the name; as a pattern it fits" in told
    assert "payback new" not in told


@pytest.mark.parametrize("name", ["my file.toml", "it's.toml", "$HOME.toml", "a;b.toml"])
def test_the_command_that_begins_a_session_can_be_typed_as_it_stands(
    payback: Payback, tmp_path: Path, name: str
) -> None:
    suggested = payback("assess", tmp_path / name).err.split("`")[1]
    assert shlex.split(suggested) == ["payback", "new", str(tmp_path / name)]


@pytest.mark.parametrize("typed", ["tickets", "tickets.tml", "Ticket.toml"])
def test_a_session_of_nearly_the_name_is_suggested(
    payback: Payback, tmp_path: Path, typed: str
) -> None:
    (tmp_path / "tickets.toml").write_text(COMPLETE, "utf-8")
    (tmp_path / "faces.toml").write_text(COMPLETE, "utf-8")
    missing = tmp_path / typed
    for arguments in (
        ("assess", missing),
        ("compare", tmp_path / "faces.toml", missing),
        ("workshop", "merge", missing, tmp_path / "faces.toml"),
    ):
        outcome = payback(*arguments)
        assert outcome.status == 2
        meant = f"Did you mean {tmp_path / 'tickets.toml'}? Otherwise begin a session with"
        assert f"{missing}: there is no such file. {meant} `payback new {missing}`" in outcome.err
    assert "mean" not in payback("assess", tmp_path / "nothing like it.toml").err


@pytest.mark.parametrize("command", ["assess", "check", "set"])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (nothing, "there is no such file. Check the name"),
        (a_folder, "it is a folder, not a file. Name a file inside it"),
        (too_large, "larger than 5 MB"),
        (a_broken_link, "Repair the link"),
        (a_link_to_itself, "leads back to itself"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="makes pipes and links")
def test_what_is_no_file(
    payback: Payback, tmp_path: Path, make: Callable[[Path], None], says: str, command: str
) -> None:
    path = tmp_path / "case.toml"
    make(path)
    outcome = payback(command, path, *(["title=x"] if command == "set" else []))
    refused(outcome, f"{path}: ", says)


@pytest.mark.skipif(os.name != "posix", reason="the devices of POSIX")
@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero"])
def test_a_device(payback: Payback, device: str) -> None:
    for command in ("assess", "ask"):
        refused(payback(command, device), device, "it is a device, not a file")


@pytest.mark.parametrize("command", ["assess", "check", "ask", "new"])
def test_a_name_that_no_disk_takes(payback: Payback, tmp_path: Path, command: str) -> None:
    refused(payback(command, tmp_path / ("x" * 300)), "its name is too long", "shorter name")


def test_a_file_that_may_not_be_read(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As root every file may be read, so the system's refusal is played.
    opened = os.open

    def refusing(path: os.PathLike[str], *arguments: int) -> int:
        if Path(path) == case:
            raise PermissionError(errno.EACCES, "Permission denied", str(case))
        return opened(path, *arguments)

    monkeypatch.setattr(os, "open", refusing)
    refused(payback("assess", case), f"{case}: ", "permission", "Change the permissions")


def test_a_folder_that_may_not_be_looked_into(
    payback: Payback, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    for name in ("case.toml", "calls.csv"):
        (folder / name).touch()
    lock_up(folder, monkeypatch)
    inside, policy = folder / "case.toml", folder / "team.toml"
    for command in ("assess", "check", "redact", "ask", "set", "open"):
        outcome = payback(command, inside, *(["title=x"] if command == "set" else []))
        refused(outcome, f"{inside}: ", "permission", "Change the permissions")
    refused(payback("assess", case, "--policy", policy), f"{policy}: ", "Change the permissions")
    refused(payback("rank", folder), f"{folder}: ", "Change the permissions")
    for source in (folder, folder / "calls.csv"):
        for reading in (["import", "usage"], ["import", "evaluation"], ["scan"]):
            refused(payback(*reading, source), f"{source}: cannot be read: ", "permissions")


def test_a_folder_within_one_that_may_not_be_looked_into_is_no_gap(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs" / "old").mkdir(parents=True)
    (tmp_path / "logs" / "calls.csv").touch()
    lock_up(tmp_path / "logs" / "old", monkeypatch)
    outcome = payback("import", "usage", tmp_path / "logs")
    refused(outcome, f"{tmp_path / 'logs' / 'old'}: cannot be read: ")


@pytest.mark.parametrize("command", [["rank", "."], ["assess", "case.toml"]])
def test_what_may_not_be_read_is_said_in_our_words(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.toml").touch()
    lock_up(tmp_path, monkeypatch)
    granted = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.R_OK and granted(path, mode))
    refused(payback(*command), "you do not have permission", "Change the permissions")


def test_a_config_file_that_may_not_be_looked_at_costs_its_settings_and_no_more(
    payback: Payback, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config_file().parent.mkdir(parents=True)
    lock_up(config_file().parent, monkeypatch)
    outcome = payback("set", case, "title=x")
    assert outcome.status == 0
    assert f"{config_file()}: you do not have permission" in outcome.err
    assert "nothing in this file counts" in outcome.err


@pytest.mark.parametrize(
    "make", [a_folder, too_large, a_broken_link, a_link_to_itself], ids=lambda one: one.__name__
)
@pytest.mark.skipif(os.name != "posix", reason="makes links")
def test_what_is_no_config_file_is_not_spoken_of_as_a_session(
    payback: Payback, case: Path, make: Callable[[Path], None]
) -> None:
    config_file().parent.mkdir(parents=True)
    make(config_file())
    outcome = payback("set", case, "title=x")
    assert outcome.status == 0
    assert outcome.err.startswith(f"{config_file()}: ")
    assert "nothing in this file counts" in outcome.err
    assert "session" not in outcome.err


def test_the_same_is_said_of_a_policy_file(payback: Payback, case: Path, tmp_path: Path) -> None:
    policy = tmp_path / "team.toml"
    refused(payback("assess", case, "--policy", policy), f"{policy}: ", "no such file")
    policy.write_text("[policy]\nhorizon_months = 0\n")
    refused(payback("assess", case, "--policy", policy), f"{policy}:2: policy.horizon_months")
    refused(payback("ask", case, "--policy", policy), f"{policy}:2: policy.horizon_months")


# ------------------------------------------------------------------ saving


class Disk:
    """A folder whose disk takes no more bytes, or no more files."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, monkeypatch

    def refuses_bytes(self, number: int) -> None:
        opened, wrote = os.open, os.write
        here: set[int] = set()

        def opening(path: os.PathLike[str], flags: int, *rest: int) -> int:
            descriptor = opened(path, flags, *rest)
            (here.add if Path(path).parent == self.folder else here.discard)(descriptor)
            return descriptor

        def writing(descriptor: int, data: bytes) -> int:
            if descriptor in here:
                raise OSError(number, os.strerror(number))
            return wrote(descriptor, data)

        self.patch.setattr(os, "open", opening)
        self.patch.setattr(os, "write", writing)

    def refuses_files(self, number: int) -> None:
        opened = os.open

        def opening(path: os.PathLike[str], flags: int, *rest: int) -> int:
            if Path(path).parent == self.folder and flags & (os.O_WRONLY | os.O_RDWR):
                raise OSError(number, os.strerror(number), str(path))
            return opened(path, flags, *rest)

        self.patch.setattr(os, "open", opening)


@pytest.fixture
def disk(case: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(case.parent, monkeypatch)


def kept_text(outcome: Outcome) -> str:
    """The copy of the unsaved text that the message points at."""
    name = outcome.err.partition("A complete copy of your text is at ")[2].strip().rstrip(".")
    return Path(name).read_text(encoding="utf-8")


def test_a_full_disk_on_save(payback: Payback, case: Path, disk: Disk) -> None:
    disk.refuses_bytes(errno.ENOSPC)
    outcome = payback("set", case, "title=New")

    refused(outcome, str(case), "the disk or your share of it is full", "Free some space")
    assert case.read_text() == COMPLETE
    assert [path.name for path in case.parent.iterdir()] == ["case.toml"]
    assert 'title = "New"' in kept_text(outcome)


@pytest.mark.parametrize(
    ("number", "says"),
    [(errno.EACCES, "Change the permissions"), (errno.EROFS, "that disk can only be read")],
)
def test_a_folder_that_may_not_be_written(
    payback: Payback, case: Path, disk: Disk, number: int, says: str
) -> None:
    disk.refuses_files(number)
    outcome = payback("set", case, "title=New")

    refused(outcome, str(case), says)
    assert case.read_text() == COMPLETE
    assert 'title = "New"' in kept_text(outcome)


def test_new_in_a_folder_that_may_not_be_written(payback: Payback, case: Path, disk: Disk) -> None:
    disk.refuses_files(errno.EACCES)
    refused(payback("new", case.with_name("other.toml")), "Change the permissions")
    assert not case.with_name("other.toml").exists()


def test_new_never_overwrites(payback: Payback, case: Path) -> None:
    refused(payback("new", case), str(case), "exists already; open it with `payback open`")
    assert case.read_text() == COMPLETE


def test_new_without_its_folder(payback: Payback, tmp_path: Path) -> None:
    outcome = payback("new", tmp_path / "no" / "x.toml")
    refused(outcome, "its folder does not exist", "Create")
    assert "copy" not in outcome.err, "an empty session can be had again at any time"
    assert "do not quit" not in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_a_sample_that_cannot_be_copied_is_kept_nowhere_else(
    payback: Payback, tmp_path: Path, disk: Disk
) -> None:
    disk.refuses_files(errno.EACCES)
    outcome = payback("samples", "unfinished_draft", "--copy", tmp_path)
    refused(outcome, "Change the permissions")
    assert "copy" not in outcome.err


def test_a_file_that_is_not_there_can_be_begun(payback: Payback, tmp_path: Path) -> None:
    path = tmp_path / "missing.toml"
    refused(payback("assess", path), f"`payback new {path}`")


def test_ask_without_its_folder_says_so_before_it_asks(payback: Payback, tmp_path: Path) -> None:
    refused(payback("ask", tmp_path / "no" / "x.toml"), "a folder that does not exist", "create it")


# ------------------------------------------------------------------ escapes


def test_terminal_escapes_are_shown_as_visible_signs(payback: Payback, case: Path) -> None:
    text = COMPLETE.replace("Tickets", "\\u001b]0;owned\\u0007\\u009b2J").replace(
        'basis = "measured"', 'basis = "measured", source = "\\u001b[31mred\\u202e"'
    )
    case.write_text(text.replace('name = "fraud"', 'name = "\\u001b[2Jfraud"'), encoding="utf-8")

    for arguments in (["assess", case], ["check", case], ["set", case, "task.owner=\x1b[1m"]):
        outcome = payback(*arguments)
        assert outcome.status == 0
        assert all(sign.isprintable() or sign == "\n" for sign in outcome.out + outcome.err)
    page = payback("assess", case).out
    assert page.startswith("␛]0;owned␇<U+009B>2J\n")
    assert "␛[31mred<U+202E>" in page


def test_nor_does_a_name_or_a_key_get_through(payback: Payback, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\nfake.toml: fine"
    path.write_text('schema = 1\n"\\u001b[1m\\nx" = 1\n')
    for arguments in (["check", path], ["set", path, "\x1b=1"], ["rules", "\x1b[1m"],
                      ["samples", "\x1b[1m"], ["\x1b[1m"], ["assess", tmp_path / "\x1b"],
                      ["samples", "unfinished_draft", "--copy", "\x1b"]):  # fmt: skip
        outcome = payback(*arguments)
        assert "\x1b" not in outcome.out + outcome.err
        assert len(outcome.err.splitlines()) <= 2


def test_a_name_of_several_lines_is_told_on_one(
    payback: Payback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "a\nb.toml"
    for arguments in (
        ["new", name],
        ["check", name],
        ["redact", name, "-o", "c\nd"],
        ["report", name, "--format", "md"],
    ):
        outcome = payback(*arguments)
        assert outcome.status == 0
        assert "\u240a" in outcome.out.splitlines()[0]


# ------------------------------------------------------------------ usage


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["asess"], "Did you mean 'assess'?"),
        (["assess"], "Missing argument 'FILE...'"),
        (["assess", "x", "--jsn"], "No such option"),
        (["assess", "x", "--fail-under", "good"], "'good' is not one of"),
        (["set", "x"], "KEY=VALUE"),
        (["rules", "slow-csh"], "did you mean slow-cash?"),
        (["rules", "zzz"], "`payback rules` lists them"),
        (["samples", "nope"], "support_ticket_classifier"),
        (["samples", "--copy", "nowhere"], "make it first"),
        (["samples", "--copy", "x" * 300], "is not a folder"),
        (["completion", "csh"], "'csh' is not one of"),
        (["new", "a", "b"], "unexpected extra argument"),
    ],
)
def test_wrong_usage(
    payback: Payback,
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(payback(*arguments), says)
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------ as a process


@pytest.mark.parametrize(
    "name", ["not TOML", "Latin-1", "nested arrays", "a key of many parts", "a huge integer"]
)
def test_as_a_process(process: Payback, tmp_path: Path, name: str) -> None:
    contents, line, says = NO_SESSION[name]
    path = tmp_path / "case.toml"
    path.write_bytes(contents)

    refused(process("assess", path), f"{path}:{line}: ", says)
    assert path.read_bytes() == contents


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('b = "teacher.cost_per_1k_calls"\nrho = 1.5', "risk.correlations[0].rho: must be"),
        ('b = "teacher.cost_per_1k"\nrho = 0.5', "did you mean teacher.cost_per_1k_calls?"),
        ('b = "title"\nrho = 0.5', "is not the key of an estimate"),
        ("b = 3\nrho = 0.5", "needs a text in quotes"),
    ],
)
@pytest.mark.parametrize("command", ["assess", "check"])
def test_one_mistake_in_a_correlation_is_one_message(
    payback: Payback, case: Path, command: str, lines: str, says: str
) -> None:
    row = f'[[risk.correlations]]\na = "volume.calls_per_month"\n{lines}\n'
    case.write_text(f"{COMPLETE}\n{row}", encoding="utf-8")
    outcome = payback(command, case)
    assert outcome.status == 2
    (said,) = (line for line in outcome.err.splitlines() if "risk.correlations" in line)
    assert says in said


def test_a_correlation_that_is_no_table_lacks_nothing_besides(payback: Payback, case: Path) -> None:
    case.write_text(f'{COMPLETE}\n[risk]\ncorrelations = ["x"]\n', encoding="utf-8")
    outcome = payback("assess", case)
    assert outcome.status == 2
    assert len(outcome.err.splitlines()) == 1, outcome.err
    assert "needs a table" in outcome.err


def test_a_correlation_without_effect_is_among_the_problems(payback: Payback, case: Path) -> None:
    row = '[[risk.correlations]]\na = "volume.calls_per_month"\nb = "alternatives[9].upfront"\n'
    case.write_text(f"{COMPLETE}\n{row}rho = 0.5\n", encoding="utf-8")
    outcome = payback("assess", case, "--json")
    problems = json.loads(outcome.out)["problems"]
    (problem,) = (one for one in problems if one["key"] == "risk.correlations[0]")
    assert problem["line"] is not None
    assert "has no effect" in problem["message"]
    assert "has no effect" in " ".join(payback("assess", case, "--quick").out.split())
