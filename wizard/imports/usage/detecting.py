"""Which format files are of: by what stands in them, never by their names."""

from __future__ import annotations

from collections.abc import Sequence

from rules.answers.problem import Problem
from rules.words.wording import listed
from wizard.disk.errors import shown
from wizard.imports.files.source_file import SourceFile, refused
from wizard.imports.usage import format_named, formats
from wizard.imports.usage.format import Format
from wizard.problems import InputUnusable


class Several(Exception):
    """Files fit several formats, and nobody has said which one they are of."""

    def __init__(self, formats: Sequence[Format]) -> None:
        super().__init__([one.name for one in formats])
        self.formats = tuple(formats)


class NoFormat(Exception):
    """Files fit no format; a mapping of their columns is needed."""

    def __init__(self, file: SourceFile) -> None:
        super().__init__(file.path)
        self.file = file


def detected(files: Sequence[SourceFile], name: str | None = None) -> Format:
    """The format of files, all of which have to be of one; that of a name, where it is given.

    Raises:
        Several: where they fit several formats.
        NoFormat: where they fit none.
        InputUnusable: where they are of different formats, of another than was named, or of one
            that cannot be used.
    """
    if name is not None:
        chosen = format_named(name)
        _refuse_another(chosen, files)
        _refuse(chosen, files)
        return chosen
    fitting = list(map(_fitting, files))
    for file, those in zip(files, fitting, strict=True):
        if not those:
            raise NoFormat(file)
        if len(those) == 1:
            # What no figures are in at all is worth saying before what does not go together.
            _refuse(next(iter(those.values())), [file])
    common = [one for one in fitting[0].values() if all(one.name in those for those in fitting)]
    if not common:
        raise InputUnusable([_mixed(files, fitting)])
    if len(common) > 1:
        raise Several(common)
    _refuse(common[0], files)
    return common[0]


def _fitting(file: SourceFile) -> dict[str, Format]:
    return {one.name: one for one in formats() if one.fits(file)}


def _refuse_another(chosen: Format, files: Sequence[SourceFile]) -> None:
    """Refuse what is clearly of another format; what looks like none is taken at a word."""
    for file in files:
        fitting = _fitting(file)
        if fitting and chosen.name not in fitting:
            kinds = listed([f"'{one.title}'" for one in fitting.values()], "or")
            names = listed(list(fitting), "or")
            why = (
                f"is {kinds} by what stands in it, and not '{chosen.title}'; leave --format out, or"
                f" name {names}"
            )
            raise refused(file.path, why)


def _mixed(files: Sequence[SourceFile], fitting: Sequence[dict[str, Format]]) -> Problem:
    first = next(iter(fitting[0].values()))
    other = next(at for at, those in enumerate(fitting) if first.name not in those)
    kinds = listed([f"'{one.title}'" for one in fitting[other].values()], "or")
    message = (
        f"is {kinds}, and {shown(files[0].path)} is '{first.title}': rows of two formats would be"
        " counted twice or not at all; import one after the other"
    )
    return Problem(message, file=shown(files[other].path))


def _refuse(format: Format, files: Sequence[SourceFile]) -> None:
    for file in files:
        why = format.refuses(file)
        if why is not None:
            raise refused(file.path, why)
