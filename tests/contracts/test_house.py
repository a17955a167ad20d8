"""The files around the code: what they must not say, and that the pins fit the requirements."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from rules.questions import SETTINGS, STEPS

ROOT = Path(__file__).parents[2]

# Where packages come from is the reader's own setting. The brackets keep this
# file from finding itself.
REGISTRY = re.compile(
    r"py[p]i\.org|python[h]osted|npm[j]s\.|deb\.debian[.]org|conda\.anaconda[.]"
    r"|/simpl[e]/|-index[-]url|--find[-]links",
    re.IGNORECASE,
)
# A path of the machine that someone wrote this on; `https://host/work/` is none.
ABSOLUTE_PATH = re.compile(r"(?<![\w.~])(?:/(?:home|work|root|Users)[/]|[A-Z]:\\+Users\\)")
POSSESSIVE_GROUP = re.compile(r"[)](?:[*+?]|[{]\d*,?\d*[}])[+]")
# Two versions of a part that somebody was to choose from.
UNDECIDED = re.compile(r"^(?:<{7} |\|{7} |>{7} )")


def project_files() -> list[Path]:
    """Return what is tracked or about to be, or skip the test outside a checkout."""
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed, so the project's files cannot be listed")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing.returncode != 0 or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so the project's files cannot be listed")
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in project_files():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        text = content.decode("utf-8", errors="replace")
        found += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for number, line in enumerate(text.splitlines(), start=1)
            if pattern.search(line)
        ]
    return found


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(name): version for name, version in (li.split("==") for li in lines)}


def test_no_file_names_a_package_registry() -> None:
    assert lines_matching(REGISTRY) == []


def test_no_group_of_a_pattern_is_possessive() -> None:
    """Python up to 3.11.4, as Debian 12 has it, finds something else by such a pattern, or nothing.

    A text of several lines was taken for no TOML there, and no file that held one could be saved.
    """
    assert [line for line in lines_matching(POSSESSIVE_GROUP) if ".py:" in line] == []


def test_no_file_holds_two_versions_of_a_part() -> None:
    assert lines_matching(UNDECIDED) == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    assert lines_matching(ABSOLUTE_PATH) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRY, "https://py" + "pi.org/project/x"),
        (REGISTRY, "pip install --index" + "-url https://host"),
        (ABSOLUTE_PATH, 'open("/home' + '/ann/x.toml")'),
        (ABSOLUTE_PATH, "see /work" + "/x"),
        (UNDECIDED, "<" * 7 + " HEAD"),
        (UNDECIDED, ">" * 7 + " 5c3854c (A message)"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["https://example.com/work/1", "~/home/x", "network/root"])
def test_an_address_or_a_relative_path_is_no_path_of_one_machine(line: str) -> None:
    assert not ABSOLUTE_PATH.search(line)


def test_constraints_hold_only_pins() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pin = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.+!]*")
    assert [line for line in lines if not pin.fullmatch(line)] == []
    assert len(pins()) == len(lines), "a package is pinned twice"


def test_every_requirement_that_dev_installs_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras: dict[str, list[str]] = project["optional-dependencies"]
    pinned = pins()
    waiting = [*project["dependencies"], *extras["dev"]]
    unmet = []
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        if name == project["name"]:
            waiting += [line for extra in requirement.extras for line in extras[extra]]
        elif name not in pinned or pinned[name] not in requirement.specifier:
            unmet.append(f"{requirement} (pinned: {pinned.get(name)})")
    assert unmet == []


def test_the_ci_script_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    if os.name != "posix" or not script.exists():
        pytest.skip("no executable bit on this system, or no .ci in a source distribution")
    assert os.access(script, os.X_OK)


def test_a_newcomer_finds_every_module_of_the_rules() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    # A module of a step is found by the step's name.
    steps = {step.name for step in (*STEPS, SETTINGS)}
    unnamed = [
        module.relative_to(ROOT).as_posix()
        for module in sorted((ROOT / "rules").rglob("*.py"))
        if module.stem != "__init__"
        and not (module.parent.name == "questions" and module.stem in steps)
        and not re.search(rf"[`/]{re.escape(module.name)}\b", guide)
    ]
    assert not unnamed, f"no line of CONTRIBUTING says what is in {', '.join(unnamed)}"


def test_the_guide_names_no_module_that_is_gone() -> None:
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    # One beside another is named by its end alone.
    present = [f"/{path.relative_to(ROOT).as_posix()}" for path in project_files()]
    gone = {
        text
        for text in re.findall(r"`([\w/]+\.py)`", guide)
        if not any(path.endswith(f"/{text}") for path in present)
    }
    assert not gone, f"CONTRIBUTING names {', '.join(sorted(gone))}"
