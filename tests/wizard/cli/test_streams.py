"""Standard input, output and error as people and programs leave them: closed, full, read once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import ran, surroundings
from tests.wizard.cases import COMPLETE
from tests.wizard.conftest import Outcome
from wizard.cli import _COMMANDS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams as a POSIX shell gives them")

SCORES = Path(__file__).with_name("scores.csv")
CALLS = Path(__file__).with_name("calls.csv")
ALL: dict[str, tuple[str, ...]] = {
    "open": ("open", "case.toml"),
    "new": ("new", "made.toml"),
    "ask": ("ask", "case.toml"),
    "assess": ("assess", "case.toml", "--quick"),
    "compare": ("compare", "case.toml", "case.toml"),
    "rank": ("rank", "."),
    "portfolio": ("portfolio", ".", "--budget", "50k"),
    "scenarios": ("scenarios", "case.toml"),
    "published": ("published", "case.toml"),
    "report": ("report", "case.toml", "--format", "md"),
    "decide": ("decide", "case.toml", "no", "--by", "Ann", "--on", "2026-11-01"),
    "log": ("log", "case.toml"),
    "review": ("review", "case.toml"),
    "calibration": ("calibration", "."),
    "track": ("track", "case.toml"),
    "workshop": ("workshop", "merge", "case.toml", "copy.toml", "-o", "made.toml"),
    "set": ("set", "case.toml", "title=Renamed"),
    "prices": ("prices", "haiku"),
    "import": ("import", "evaluation", str(SCORES), "--teacher", "big", "--student", "small"),
    "scan": ("scan", str(CALLS)),
    "check": ("check", "case.toml"),
    "policy": ("policy", "case.toml"),
    "rules": ("rules",),
    "schema": ("schema",),
    "samples": ("samples",),
    "redact": ("redact", "case.toml"),
    "doctor": ("doctor",),
    "completion": ("completion", "fish"),
    "--help": ("--help",),
    "--version": ("--version",),
    "assess --help": ("assess", "--help"),
    "nothing": (),
}
SOME = ("assess", "set", "ask", "new", "--help")
"""What differs in how it reads and writes; enough where one way serves all commands."""
WRITES = {
    "redact": "redacted.toml",
    "new": "made.toml",
    "report": "case.md",
    "workshop": "made.toml",
}
"""Which file a command leaves that has to be told of."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("case.toml", "copy.toml"):
        (tmp_path / name).write_text(COMPLETE, encoding="utf-8")
    return tmp_path


def shell(
    redirected: str, *arguments: str, given: bytes = b"", more: dict[str, str] | None = None
) -> Outcome:
    """Run a command with its streams redirected as a shell does it."""
    line = f'"$0" -m wizard "$@" {redirected}'
    done = ran("bash", "-c", line, sys.executable, *arguments, given=given, **(more or {}))
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_every_command_is_tried() -> None:
    assert _COMMANDS.keys() <= ALL.keys()


@pytest.mark.part(12)
@pytest.mark.parametrize("name", ALL)
def test_closed_streams_are_like_the_null_device(folder: Path, name: str) -> None:
    is_like_the_null_device(folder, name, "<&- >&- 2>&-")


@pytest.mark.part(8)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-"])
@pytest.mark.parametrize("name", SOME)
def test_one_that_is_closed_is_too(folder: Path, name: str, closed: str) -> None:
    is_like_the_null_device(folder, name, closed)


def is_like_the_null_device(folder: Path, name: str, closed: str) -> None:
    outcome = shell(closed, *ALL[name])

    assert outcome.status == 0, outcome.err
    assert "bug" not in outcome.err
    assert (outcome.out == "") == closed.startswith((">&-", "<&- >&-")), "the answer, and no more"
    if name in WRITES:
        assert (folder / WRITES[name]).stat().st_size > 0


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full"])
def test_a_message_that_nobody_takes_leaves_the_status(closed: str) -> None:
    assert shell(closed, "check", "missing.toml") == Outcome(2, "", "")
    assert shell(closed, "assess", "case.toml", "--nonsense") == Outcome(2, "", "")


def test_no_file_takes_the_place_of_a_closed_stream(folder: Path) -> None:
    """The number of a closed stream goes to the next file that a program opens."""
    for command in ("new", "report", "workshop"):
        shell("<&- >&- 2>&-", *ALL[command])
    assert (folder / "made.toml").read_text(encoding="utf-8").startswith("schema = 1")
    assert (folder / "case.md").read_text(encoding="utf-8").startswith("# ")
    assert (folder / "case.toml").read_text(encoding="utf-8") == COMPLETE


full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


@pytest.mark.part(12)
@full
@pytest.mark.parametrize("name", ALL)
def test_a_full_disk_behind_standard_output(folder: Path, name: str) -> None:
    outcome = shell(">/dev/full", *ALL[name])

    assert outcome.status == 2
    said = outcome.err.splitlines()[-1]
    assert "could not be written: the disk or your share of it is full" in said
    if name in WRITES:
        assert f"{WRITES[name]} was written" in said
        assert (folder / WRITES[name]).stat().st_size > 0
    if name == "set":
        assert "the change was saved" in said
        assert 'title = "Renamed"' in (folder / "case.toml").read_text(encoding="utf-8")


@full
@pytest.mark.parametrize("name", SOME)
def test_nowhere_to_say_anything(name: str) -> None:
    assert shell(">/dev/full 2>/dev/full", *ALL[name]) == Outcome(2, "", "")


@full
def test_a_copy_of_a_sample_that_cannot_be_told_of(folder: Path) -> None:
    outcome = shell(">/dev/full", "samples", "unfinished_draft", "--copy", ".")
    assert outcome.status == 2
    assert "unfinished_draft.toml was written" in outcome.err
    assert (folder / "unfinished_draft.toml").exists()


def test_answers_are_saved_where_the_reader_of_an_interview_goes(folder: Path) -> None:
    reader, writer = os.pipe()
    with subprocess.Popen(
        [sys.executable, "-m", "wizard", "ask", "case.toml"],
        env=surroundings(),
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
    ) as asking:
        os.close(writer)
        assert asking.stdin is not None
        assert asking.stderr is not None
        asking.stdin.write(b"Renamed\n")
        asking.stdin.flush()
        seen = b""
        while b"Question 2 " not in seen or not seen.endswith(b"\n> "):
            seen += os.read(reader, 65_536)
        os.close(reader)
        asking.stdin.write(b"What it is for\n")
        asking.stdin.close()
        said = asking.stderr.read()
        assert asking.wait(60) == 0
    assert said.decode() == "Saved: case.toml\n"
    text = (folder / "case.toml").read_text(encoding="utf-8")
    assert 'title = "Renamed"' in text
    assert 'description = "What it is for"' in text, "the line that was read before nobody listened"


# ------------------------------------------------------------------ sessions through a pipe

READS = {
    "assess": "Tickets\n[+] Defensible case",
    "assess --quick --json": '"title": "Tickets"',
    "check": "complete\n",
    "compare case.toml": "No answer differs.",
    "report --format md -o -": "# Tickets",
    "policy": "strong_payback_months",
    "redact -o -": "calls_per_month",
    "workshop merge case.toml": "0 conflicts",
}
KEEPS = ["set {} title=x", "open {}", "ask {}", "prices gpt --fill {} --for teacher",
         "workshop merge {} copy.toml --in-place"]  # fmt: skip


def through(form: str, command: str) -> Outcome:
    """Give a session to a command through a pipe, in one of the forms in which people do it."""
    words = command.replace("{}", form) if "{}" in command else f"{command} {form}"
    line = f'"$0" -m wizard {words}'
    if form == "pipe.toml":
        os.mkfifo(form)
        line = f"(cat case.toml >pipe.toml) & {line}; status=$?; kill %1 2>/dev/null; exit $status"
    elif not form.startswith("<"):
        line = f"cat case.toml | {line}"
    done = ran("bash", "-c", line, sys.executable)
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


FORMS = ["-", "/dev/stdin", "/dev/fd/0", "<(cat case.toml)", "pipe.toml"]


@pytest.mark.part(10)
@pytest.mark.parametrize(
    ("command", "form"),
    [("check", form) for form in FORMS]
    + [(command, form) for command in READS for form in ("-", "<(cat case.toml)")],
)
def test_what_is_only_read_may_come_through_a_pipe(command: str, form: str) -> None:
    outcome = through(form, command)
    assert (outcome.status, "bug" in outcome.err) == (0, False), outcome.err
    assert READS[command] in outcome.out


@pytest.mark.part(8)
@pytest.mark.parametrize(
    ("command", "form"),
    [(KEEPS[0], form) for form in FORMS]
    + [(command, form) for command in KEEPS[1:] for form in ("-", "<(cat case.toml)")],
)
def test_what_is_saved_to_is_a_file(folder: Path, command: str, form: str) -> None:
    outcome = through(form, command)
    assert (outcome.status, outcome.out) == (2, "")
    reason = "nothing can be written back to it" if form == "-" else "it is a pipe, not a file"
    assert reason in outcome.err
    assert not (folder / "-").exists()
    assert (folder / "case.toml").read_text(encoding="utf-8") == COMPLETE


@pytest.mark.parametrize("form", ["-", "<(cat case.toml)", "pipe.toml"])
def test_a_folder_is_no_pipe(form: str) -> None:
    outcome = through(form, "rank")
    assert (outcome.status, outcome.out) == (2, "")
    assert "is no folder of sessions" in outcome.err


def test_a_file_is_no_folder() -> None:
    outcome = shell("", "rank", "case.toml")
    assert outcome.status == 2
    assert outcome.err.startswith("case.toml: is no folder of sessions; name one")


def test_a_copy_that_comes_through_a_pipe_is_called_as_in_any_message() -> None:
    Path("other.toml").write_text(COMPLETE.replace("30_000", "31_000"), encoding="utf-8")
    third = COMPLETE.replace("30_000", "32_000").encode()
    told = shell("", "workshop", "merge", "case.toml", "other.toml", "-", given=third)
    assert (told.status, "other says 31k and standard input says 32k" in told.out) == (0, True)
    strange = COMPLETE.replace('"Tickets"', '"Else"').encode()
    refused = shell("", "workshop", "merge", "case.toml", "-", given=strange)
    assert refused.err.startswith("standard input:3: title: ")


def test_problems_of_what_comes_through_a_pipe_have_a_name_and_a_line() -> None:
    outcome = shell("", "assess", "-", given=b"schema = 1\ntitle = 5\n")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("standard input:2: title: ")


def test_what_has_no_title_and_no_file() -> None:
    text = COMPLETE.replace('title = "Tickets"\n', "")
    assert shell("", "assess", "-", "--quick", given=text.encode()).out.startswith("Untitled\n")


def test_a_redirected_file_goes_by_its_contents() -> None:
    for name in ("-", "/dev/stdin"):
        assert shell("<case.toml", "check", name).status == 0
    assert shell("<case.toml", "assess", "/dev/stdin", "/dev/stdin", "--quick").status == 0


@pytest.mark.parametrize(
    ("redirected", "arguments"),
    [("</dev/null", ["-"]), ("<&-", ["-"]), ("<case.toml", ["-", "-"])],
)
def test_nothing_that_comes_through_is_said_to_be_nothing(
    redirected: str, arguments: list[str]
) -> None:
    outcome = shell(redirected, "check", *arguments)
    assert outcome.status == 2
    said = outcome.err.splitlines()[-1]
    assert said.startswith("standard input: nothing came through it. ")


def test_what_never_ends_is_not_read_to_its_end() -> None:
    outcome = shell("</dev/zero", "check", "-")
    assert outcome.status == 2
    assert "larger than 5 MB" in outcome.err


def test_a_report_of_what_has_no_place_needs_one(folder: Path) -> None:
    outcome = shell("<case.toml", "report", "-", "--format", "md")
    assert (outcome.status, outcome.out) == (2, "")
    assert "say where with -o PATH" in outcome.err
    assert shell("<case.toml", "report", "-", "--format", "md", "-o", "r.md").out == "r.md\n"
    assert (folder / "r.md").exists()


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_a_report_never_replaces_the_session_that_was_redirected(folder: Path, name: str) -> None:
    options = ["--format", "md", "-o", "case.toml", "--force"]
    outcome = shell("<case.toml", "report", name, *options)
    assert outcome.status == 2
    assert "is the session itself" in outcome.err
    assert (folder / "case.toml").read_text(encoding="utf-8") == COMPLETE


def test_a_policy_may_come_through_a_pipe_where_it_is_named(folder: Path) -> None:
    outcome = shell("", "policy", "case.toml", "--policy", "-", given=b"price_cut = 0.4\n")
    assert outcome.status == 0
    assert "0.4" in outcome.out
    assert "standard input" in outcome.out
    os.mkfifo(folder / "payback-policy.toml")
    outcome = shell("", "policy", "case.toml")
    assert outcome.status == 2
    assert "it is a pipe, not a file" in outcome.err


def test_a_new_session_is_printed_or_has_a_file(folder: Path) -> None:
    printed = shell("", "new", "-")
    assert printed.status == 0
    assert printed.out.startswith("schema = 1")
    refused = shell("", "new", "/dev/stdin", given=b"x")
    assert refused.status == 2
    assert "it is a pipe, not a file" in refused.err
    assert {path.name for path in folder.iterdir()} == {"case.toml", "copy.toml"}


def test_a_file_by_the_name_of_a_dash_can_be_meant(folder: Path) -> None:
    assert shell("", "new", "./-").status == 0
    assert (folder / "-").read_text(encoding="utf-8").startswith("schema = 1")
    assert shell("", "set", "./-", "title=Dash").status == 0
    assert "Dash" in shell("", "assess", "./-").out


# ------------------------------------------------------------------ text in any surroundings

ENCODINGS: list[dict[str, str]] = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
]
WORDS = "Größe 日本"


@pytest.fixture(params=ENCODINGS, ids=lambda one: " ".join(map("=".join, one.items())))
def claimed(request: pytest.FixtureRequest) -> dict[str, str]:
    """Variables by which the system claims to know one encoding or another."""
    variables: dict[str, str] = request.param
    return variables


def test_utf_8_in_arguments(folder: Path, claimed: dict[str, str]) -> None:
    outcome = shell("", "set", "case.toml", f"title={WORDS}", more=claimed)
    assert outcome.status == 0, outcome.err
    assert f'title = "{WORDS}"' in (folder / "case.toml").read_text(encoding="utf-8")


def test_utf_8_in_names_of_files(folder: Path, claimed: dict[str, str]) -> None:
    name = f"{WORDS}.toml"
    for arguments in (["new", name], ["set", name, "title=x"], ["report", name, "--format", "md"]):
        outcome = shell("", *arguments, more=claimed)
        assert outcome.status == 0, outcome.err
    assert {path.name for path in folder.iterdir()} == {
        "case.toml", "copy.toml", name, f"{WORDS}.md",
    }  # fmt: skip


def test_utf_8_in_lines_typed(folder: Path, claimed: dict[str, str]) -> None:
    given = f"{WORDS}\n".encode()
    outcome = shell("", "ask", "typed.toml", given=given, more=claimed)
    assert outcome.status == 0, outcome.err
    assert "Not taken" not in outcome.out
    assert f'title = "{WORDS}"' in (folder / "typed.toml").read_text(encoding="utf-8")
