"""The theme that somebody chooses from the palette, kept in the config file."""

from __future__ import annotations

from pathlib import Path

from rules.answers.problem import Problem
from wizard.disk import reading, store
from wizard.disk.errors import ChangedOnDisk, NoSuchFile, SaveFailed, UnusableFile, explain
from wizard.disk.paths import config_file
from wizard.problems import InputUnusable
from wizard.settings.config_file import read_file
from wizard.toml.document import Unsafe, edit

THEME = "theme"


def keep_theme(name: str, path: Path | None = None) -> Path:
    """Have the program begin with a theme from now on; all else in the config file stays.

    Args:
        name: of the theme, as the config file has it.
        path: of the config file; this person's where None.

    Returns:
        The file that says so.

    Raises:
        InputUnusable: where it cannot be written, saying why.
    """
    path = path or config_file()
    try:
        _write(path, name)
    except OSError as error:
        raise _not_kept(path, explain(error)[0]) from error
    except (UnusableFile, SaveFailed) as error:
        # What to do about it is meant for a session: this file has its one place.
        raise _not_kept(path, error.reason) from error
    except ChangedOnDisk as error:
        raise _not_kept(path, "the file was changed meanwhile; choose the theme again") from error
    except Unsafe as error:
        raise _not_kept(path, str(error)) from error
    return path


def _write(path: Path, name: str) -> None:
    try:
        state = reading.read(path)[1]
    except NoSuchFile:
        state = None
    written = read_file(path)
    if written.problems:
        raise _not_kept(path, written.problems[0].message)
    if state is None:
        path.parent.mkdir(parents=True, exist_ok=True)
    text = edit(written.text, {(THEME,): name}, last_table="keys")
    # Whoever chose it can choose it again: no copy is kept where it cannot be written.
    store.save(path, text.encode(), expected=state, is_precious=False)


def _not_kept(path: Path, why: str) -> InputUnusable:
    problem = Problem(f"the theme is not kept for the next time: {why}", file=str(path))
    return InputUnusable([problem])
