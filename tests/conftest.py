"""How the property tests run: the same examples each time, and ever new ones in deep runs."""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import itertools
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.depth import DEEP, drawn

# A busy machine is no defect, and some laws hold only for a small part of all cases.
settings.register_profile(
    "payback",
    deadline=None,
    derandomize=not DEEP,
    suppress_health_check=[HealthCheck.filter_too_much],
)
settings.load_profile("payback")


def pytest_sessionstart() -> None:
    """Forget what was kept: mutmut forks from a process in which the unchanged code has run.

    A mutant in what fills a cache, or makes a constant of a test's module, would never be called
    there, and so would survive.
    """
    if "MUTANT_UNDER_TEST" in os.environ:
        gc.unfreeze()
        for one in gc.get_objects():
            if isinstance(one, functools._lru_cache_wrapper):
                one.cache_clear()
        for name in [one for one in sys.modules if one.rpartition(".")[2].startswith("test_")]:
            if name.startswith("tests."):
                del sys.modules[name]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: much of what tests do is to wait for programs."""
    return (os.cpu_count() or 1) + 1


def pytest_collection(session: pytest.Session) -> None:
    """Look for no garbage while modules are imported: hardly any of it is."""
    gc.disable()
    if (worker := getattr(session.config, "workerinput", None)) is not None:
        place = int(worker["workerid"].removeprefix("gw")) / worker["workercount"]
        _import_all_from(place, session.config)


def _import_all_from(place: float, config: pytest.Config) -> None:
    """Import what is about to be collected, beginning at another place in each process.

    A module whose assertions were rewritten is kept so for all of them. Where all began with the
    same one, each would rewrite every module before any of the others had kept it.
    """
    named = [Path(one.partition("::")[0]).absolute() for one in config.args]
    paths = [path for one in named for path in sorted(one.rglob("test_*.py")) or [one]]
    first = int(place * len(paths))
    for path in paths[first:] + paths[:first]:
        # What cannot be imported is told of where it is collected.
        with contextlib.suppress(Exception, pytest.skip.Exception):
            importlib.import_module(
                ".".join(path.relative_to(config.rootpath).with_suffix("").parts)
            )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of large families try a part."""
    tried = drawn(items)
    if left_out := [one for one in items if one not in tried]:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [one for one in items if one in tried]


def pytest_collection_finish() -> None:
    """Set what was imported and collected apart from what is looked through for garbage.

    It stays to the end; looking through its half a million objects again and again took a third of
    the time of a test that opens the screens. What a test leaves is looked through once, when most
    of it is garbage already.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 5, 10)
    gc.enable()


@pytest.fixture(scope="session")
def new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes an empty folder whose name begins so.

    pytest's own looks through all the folders there are for the next number: the last of thousands
    of tests waited a hundred times as long for theirs as the first.
    """
    root = tmp_path_factory.mktemp("of", numbered=False)
    numbers = itertools.count()

    def made(name: str) -> Path:
        folder = root / f"{name}{next(numbers)}"
        folder.mkdir(mode=0o700)
        return folder

    return made


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, new_folder: Callable[[str], Path]) -> Path:
    """A folder of the test's own, as pytest's fixture of this name gives."""
    return new_folder(re.sub(r"\W", "_", request.node.name)[:30])
