"""`payback samples [NAME] [--copy DIR]`: sessions to learn from."""

from __future__ import annotations

import os
from pathlib import Path

import click

from rules.answers.problem import Problem, briefly
from wizard.cli.common import FILE, exists_already, telling_of
from wizard.disk.errors import ChangedOnDisk, SaveFailed, shown
from wizard.disk.store import save
from wizard.problems import Exit, InputUnusable, on_one_line
from wizard.sessions.samples import Sample, find_sample, list_samples


def _names(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [sample.name for sample in list_samples() if sample.name.startswith(incomplete)]


@click.command("samples")
@click.argument("name", required=False, shell_complete=_names)
@click.option("--copy", "folder", type=FILE, metavar="DIR", help="Copy it, or all, into a folder.")
def command(name: str | None, folder: Path | None) -> int:
    """List the sample sessions, print one, or copy them to a folder of yours."""
    chosen = list_samples() if name is None else (_find(name),)
    if folder is not None:
        in_the_way: list[Problem] = []
        for sample in chosen:
            try:
                copy = _copy(sample, folder)
            except ChangedOnDisk:
                remedy = "move it away, or name another folder with --copy"
                in_the_way += exists_already(folder / sample.path.name, remedy).problems
                continue
            with telling_of(f"{shown(copy)} was written"):
                click.echo(on_one_line(str(copy)))
        if in_the_way:
            raise InputUnusable(in_the_way)
        return Exit.DONE
    if name is not None:
        click.echo(chosen[0].path.read_text(encoding="utf-8"), nl=False)
        return Exit.DONE
    width = max(len(sample.name) for sample in chosen)
    for sample in chosen:
        click.echo(f"{sample.name:{width}}  {sample.teaches}")
    return Exit.DONE


def _find(name: str) -> Sample:
    sample = find_sample(name)
    if sample is None:
        known = ", ".join(one.name for one in list_samples())
        raise InputUnusable([Problem(f"'{briefly(name)}' is not a sample; there are {known}")])
    return sample


def _copy(sample: Sample, folder: Path) -> Path:
    target = folder / sample.path.name
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        raise InputUnusable(
            [Problem("is not a folder; make it first, or name another", file=str(folder))]
        )
    try:
        save(target, sample.path.read_bytes(), expected=None, is_precious=False)
    except SaveFailed as failed:
        raise InputUnusable([Problem(str(failed))]) from None
    return target
