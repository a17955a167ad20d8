"""Small evaluations in every format, made from the same answers, and their figures by hand."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from wizard.imports.evaluation.content import Wish
from wizard.imports.evaluation.evaluating import evaluate
from wizard.imports.evaluation.evaluation import Evaluation

CANARY = "canary-7f3a: my card is 4111"
TEACHER, STUDENT = "openai:gpt-4.1", "openai:gpt-4.1-nano"

ANSWERS: list[tuple[int, str, float | None, float | None]] = [
    (0, "billing", 1, 1),
    (1, "billing", 1, 0),
    (2, "billing", 1, 1),
    (3, "billing", 0, 1),
    (4, "billing", 1, 0),
    (5, "login", 1, 1),
    (6, "login", 1, None),
    (7, "login", 0, 0),
    (8, "login", 1, 1),
    (9, "login", 1, 0),
]
"""Item, slice, and what teacher and student scored; None where the machinery failed."""

PLAIN = {"billing": (5, 0.8, 0.6), "login": (4, 0.75, 0.5)}
"""Of each slice how many both were scored on, and both scores: counted by hand."""


def ask(*paths: Path, teacher: str = TEACHER, student: str = STUDENT, **wish: Any) -> Evaluation:
    return evaluate(paths, Wish(teacher, student, **wish))


def figures(found: Evaluation) -> dict[str, tuple[int | None, float, float]]:
    return {one.name: (one.examples, one.teacher, one.student) for one in found.slices}


def same(found: Evaluation, expected: Mapping[str, tuple[int | None, float, float]]) -> bool:
    there = figures(found)
    return there.keys() == expected.keys() and all(
        there[name][0] == examples
        and math.isclose(there[name][1], teacher)
        and math.isclose(there[name][2], student)
        for name, (examples, teacher, student) in expected.items()
    )


def adds_up(found: Evaluation) -> bool:
    return found.rows.read == found.rows.kept + sum(found.rows.dropped.values())


def written(path: Path, content: str | bytes | Any) -> Path:
    """A file of a text, of bytes, or of what JSON makes of anything else."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def packed(path: Path, content: str) -> Path:
    path.write_bytes(gzip.compress(content.encode()))
    return path


def lines(rows: Sequence[Any]) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def table(rows: Sequence[Sequence[Any]], separator: str = ",", end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows(rows)
    return text.getvalue()


# ---------------------------------------------------------------------- promptfoo


def promptfoo_results() -> list[dict[str, Any]]:
    rows = []
    for item, where, *scores in ANSWERS:
        for prompt, score in enumerate(scores):
            provider = (TEACHER, STUDENT)[prompt]
            rows.append(
                {
                    "testIdx": item,
                    "promptIdx": prompt,
                    "provider": {"id": provider, "label": ("the big one", "")[prompt]},
                    "prompt": {"raw": CANARY, "label": CANARY},
                    "vars": {"ticket": CANARY, "lang": "en" if item % 2 else "de"},
                    "testCase": {"vars": {"ticket": CANARY}, "metadata": {"part": where}},
                    "response": {"output": CANARY},
                    "success": bool(score),
                    "score": 0.5 if score == 0 else score or 0,
                    "namedScores": {"tone": 1 if item < 5 else 0},
                    "failureReason": 2 if score is None else int(not score),
                    "error": CANARY if score is None else None,
                }
            )
    return rows


def promptfoo(results: list[Any] | None = None) -> dict[str, Any]:
    return {
        "evalId": "eval-x",
        "results": {
            "version": 3,
            "timestamp": "2026-06-01T23:30:00.000-02:00",
            "prompts": [{"raw": CANARY, "provider": TEACHER}],
            "results": promptfoo_results() if results is None else results,
        },
        "config": {"description": CANARY},
    }


def _status(score: float | None) -> str:
    return "ERROR" if score is None else "PASS" if score else "FAIL"


def promptfoo_new_csv() -> list[list[Any]]:
    heads = ["Status", "Score", "Named Scores", "Metric: tone", "Grader Reason", "Comment"]
    prompts = (f"[{one}] {CANARY}" for one in (TEACHER, STUDENT))
    heading = [cell for one in prompts for cell in (one, *heads)]
    rows: list[list[Any]] = [["Description", "part", "ticket", *heading]]
    for item, where, *scores in ANSWERS:
        row = ["", where, f"{CANARY} {item}"]
        for score in scores:
            stated = "0.50" if score == 0 else f"{score or 0:.2f}"
            tone = "1.00" if item < 5 else "0.00"
            row += [CANARY, _status(score), stated, json.dumps({"tone": float(tone)}), tone]
            row += [CANARY, ""]
        rows.append(row)
    return rows


def promptfoo_old_csv() -> list[list[Any]]:
    heads = [json.dumps({"raw": CANARY, "provider": one}) for one in (TEACHER, STUDENT)]
    rows: list[list[Any]] = [["part", "ticket", *heads]]
    for item, where, *scores in ANSWERS:
        cells = [
            f"[{_status(score)}] ({'0.50' if score == 0 else f'{score or 0:.2f}'})\n\n{CANARY}"
            for score in scores
        ]
        rows.append([where, f"{CANARY} {item}", *cells])
    return rows


# ------------------------------------------------------------- lm-evaluation-harness


def samples(role: int, *, first: int = 0) -> list[dict[str, Any]]:
    """The samples of one system by two filters; `first` shifts what a run counts, and no hash."""
    rows = []
    for item, where, *scores in ANSWERS:
        score = scores[role]
        rows += [
            {
                "doc_id": item + first,
                "doc": {"subject": where, "question": CANARY},
                "target": "A",
                "arguments": [[CANARY, "A"]],
                "resps": [[CANARY]],
                "filtered_resps": [CANARY],
                "filter": picked_by,
                "metrics": ["exact_match"],
                "doc_hash": f"{item:064x}",
                "prompt_hash": "0",
                "exact_match": float((score or 0) if picked_by == "strict" else 1 - (score or 0)),
            }
            for picked_by in ("strict", "flexible")
            if score is not None
        ]
    return rows


def results(name: str, **tasks: float) -> dict[str, Any]:
    return {
        "results": {
            task: {"alias": task, "acc,none": value, "acc_stderr,none": "N/A"}
            for task, value in tasks.items()
        },
        "n-samples": {task: {"original": 900, "effective": 400} for task in tasks},
        "higher_is_better": {task: {"acc": True} for task in tasks},
        "config": {"model": "hf", "model_args": f"pretrained={name},revision=main"},
        "date": 1_780_300_800.0,
    }


# ------------------------------------------------------------------------- Inspect AI


def inspect_samples(role: int, *, epochs: int = 1) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for item, where, *scores in ANSWERS:
        score = scores[role]
        for epoch in range(1, epochs + 1):
            value = None if score is None else "CI"[int(not score)]
            rows.append(
                {
                    "id": item,
                    "epoch": epoch,
                    "input": CANARY,
                    "target": CANARY,
                    "metadata": {"part": where},
                    "scores": {"match": {"value": value, "answer": CANARY}} if value else {},
                    **({"error": CANARY} if score is None else {}),
                }
            )
    return rows


def inspect_header(model: str, status: str = "success") -> dict[str, Any]:
    return {
        "version": 2,
        "status": status,
        "eval": {
            "task": "tickets",
            "model": model,
            "created": "2026-06-01T08:00:00+00:00",
            "config": {"epochs": 1},
        },
        "plan": {"steps": [{"params": {"template": CANARY}}]},
        "results": {
            "completed_samples": 50,
            "scores": [{"name": "match", "metrics": {"accuracy": {"value": 0.75}}}],
        },
    }


def inspect_log(role: int, *, epochs: int = 1) -> dict[str, Any]:
    model = (TEACHER, STUDENT)[role]
    return {**inspect_header(model), "samples": inspect_samples(role, epochs=epochs)}


def archive(path: Path, members: dict[str, Any]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, value in members.items():
            made.writestr(name, value if isinstance(value, bytes) else json.dumps(value))
    return path


def packed_by(path: Path, method: int) -> Path:
    """An archive whose members say that another method packed them, in both their places."""
    return _with_numbers(path, ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)), method)


def locked(path: Path) -> Path:
    """An archive whose members say that they need a password, in both their places."""
    return _with_numbers(path, ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)), 1)


def _with_numbers(path: Path, places: tuple[tuple[bytes, int], ...], number: int) -> Path:
    made = bytearray(path.read_bytes())
    for mark, offset in places:
        at = made.find(mark)
        while at >= 0:
            struct.pack_into("<H", made, at + offset, number)
            at = made.find(mark, at + 4)
    path.write_bytes(made)
    return path


# -------------------------------------------------------------------------------- tables


def wide() -> list[list[Any]]:
    rows: list[list[Any]] = [["id", "part", "answer", TEACHER, STUDENT]]
    for item, where, teacher, student in ANSWERS:
        row = [
            item,
            where,
            CANARY,
            *("error" if one is None else one for one in (teacher, student)),
        ]
        rows.append(row)
    return rows
