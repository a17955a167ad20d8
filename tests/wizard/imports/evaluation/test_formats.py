"""Each format gives the figures that its rows have by hand, whatever stands around them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.wizard.imports.evaluation.made import (
    CANARY,
    PLAIN,
    STUDENT,
    TEACHER,
    adds_up,
    archive,
    ask,
    figures,
    inspect_header,
    inspect_log,
    inspect_samples,
    lines,
    locked,
    packed,
    packed_by,
    promptfoo,
    promptfoo_new_csv,
    promptfoo_old_csv,
    promptfoo_results,
    results,
    same,
    samples,
    table,
    wide,
    written,
)
from wizard.imports.evaluation.refusing import LeavesOpen
from wizard.problems import InputUnusable

# ------------------------------------------------------------------------ promptfoo


def test_promptfoo_json(tmp_path: Path) -> None:
    found = ask(written(tmp_path / "x", promptfoo()), slice="part")
    assert same(found, PLAIN)
    assert (found.rows.read, found.rows.kept) == (20, 18)
    assert found.rows.dropped == {"error": 1, "unpaired": 1}
    assert (found.teacher_only.items, found.teacher_only.shown) == (1, ("test 6",))
    assert [(one.teacher_errors, one.student_errors) for one in found.slices] == [(0, 0), (0, 1)]
    # By the clock of Greenwich it was the day after.
    assert str(found.day) == "2026-06-02"


def test_an_answer_is_right_by_its_assertions_and_the_score_counts_where_it_is_named(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "x", promptfoo())
    assert figures(ask(path))["all"] == (9, 7 / 9, 5 / 9)
    partly = {"all": (9, (7 + 2 * 0.5) / 9, (5 + 4 * 0.5) / 9)}
    assert same(ask(path, metric="score"), partly)
    assert figures(ask(path, metric="tone"))["all"] == (9, 5 / 9, 5 / 9)


def test_a_metric_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputUnusable, match=r"--metric f1: not there; there are pass, score, tone"):
        ask(written(tmp_path / "x", promptfoo()), metric="f1")


def test_errors_alone_are_no_scores(tmp_path: Path) -> None:
    failed = [{**one, "failureReason": 2} for one in promptfoo_results()]
    with pytest.raises(InputUnusable, match="no scores of these two systems, only errors"):
        ask(written(tmp_path / "x", promptfoo(failed)))


@pytest.mark.parametrize("when", ["last week", -1e30, None, True, []])
def test_a_day_that_is_none_is_left_out(tmp_path: Path, when: object) -> None:
    made = promptfoo()
    made["results"]["timestamp"] = when
    assert ask(written(tmp_path / "x", made)).day is None


def test_slices_are_made_by_variables_as_well(tmp_path: Path) -> None:
    path = written(tmp_path / "x", promptfoo())
    assert figures(ask(path, slice="lang")) == figures(ask(path, slice="vars.lang"))
    assert set(figures(ask(path, slice="lang"))) == {"de", "en"}


def test_promptfoo_a_result_a_line(tmp_path: Path) -> None:
    assert same(ask(written(tmp_path / "x", lines(promptfoo_results())), slice="part"), PLAIN)


def test_a_provider_with_several_prompts_is_told_by_number(tmp_path: Path) -> None:
    twice = promptfoo_results()
    twice += [{**one, "promptIdx": one["promptIdx"] + 2, "success": True} for one in twice]
    path = written(tmp_path / "x", promptfoo(twice))
    with pytest.raises(
        InputUnusable, match=r"may be the big one #1, the big one #2; name it whole"
    ):
        ask(path)
    found = ask(path, teacher="the big one #1", student=f"{STUDENT} #1", slice="part")
    assert same(found, PLAIN)
    assert figures(ask(path, teacher="the big one #1", student=f"{STUDENT} #2"))["all"][2] == 1


@pytest.mark.parametrize("version", [2, "3", None, True])
def test_promptfoo_of_another_version_is_refused(tmp_path: Path, version: object) -> None:
    other = promptfoo()
    other["results"]["version"] = version
    with pytest.raises(InputUnusable, match="another version than 3"):
        ask(written(tmp_path / "x", other))


@pytest.mark.parametrize("made", [promptfoo_new_csv, promptfoo_old_csv])
def test_promptfoo_csv(tmp_path: Path, made: object) -> None:
    rows = promptfoo_new_csv() if made is promptfoo_new_csv else promptfoo_old_csv()
    path = written(tmp_path / "x", table(rows))
    found = ask(path, slice="part")
    assert same(found, PLAIN)
    assert (found.rows.read, found.rows.kept, found.rows.dropped) == (10, 9, {"error": 1})
    assert figures(ask(path, metric="score"))["all"][1] == pytest.approx((7 + 2 * 0.5) / 9)


def test_metrics_of_columns_that_repeat_belong_to_their_prompt(tmp_path: Path) -> None:
    rows = promptfoo_new_csv()
    for row in rows[1:]:
        # The teacher's tone, and not the student's.
        row[6], row[7] = '{"tone": 0.25}', "0.25"
    found = ask(written(tmp_path / "x", table(rows)), metric="tone")
    assert figures(found)["all"] == (9, 0.25, 5 / 9)


# ------------------------------------------------------------- lm-evaluation-harness

STRICT = {"billing": (5, 0.8, 0.6), "login": (4, 0.75, 0.5)}
FLEXIBLE = {"billing": (5, 0.2, 0.4), "login": (4, 0.25, 0.5)}


def both_samples(folder: Path, name: str = "x.jsonl", *, first: int = 0) -> list[Path]:
    paths = []
    for number, role in enumerate(("big", "small")):
        (folder / role).mkdir(exist_ok=True)
        rows = samples(number, first=first * number)
        paths.append(written(folder / role / name, lines(rows)))
    return paths


@pytest.mark.parametrize(("picked_by", "expected"), [("strict", STRICT), ("flexible", FLEXIBLE)])
def test_samples_by_one_filter(
    tmp_path: Path, picked_by: str, expected: dict[str, tuple[int | None, float, float]]
) -> None:
    found = ask(
        *both_samples(tmp_path), teacher="big", student="small", filter=picked_by, slice="subject"
    )
    assert same(found, expected)
    assert (found.rows.read, found.rows.kept) == (38, 18)
    assert found.rows.dropped == {"other filter": 19, "unpaired": 1}
    assert found.teacher_only.shown == ("doc 6",)


def test_several_filters_leave_a_choice(tmp_path: Path) -> None:
    paths = both_samples(tmp_path)
    with pytest.raises(InputUnusable, match="--filter: strict, flexible"):
        ask(*paths, teacher="big", student="small")
    with pytest.raises(InputUnusable, match="--filter loose: not there"):
        ask(*paths, teacher="big", student="small", filter="loose")


def test_items_pair_by_hash_where_another_limit_shifts_their_numbers(tmp_path: Path) -> None:
    paths = both_samples(tmp_path, first=1)
    found = ask(*paths, teacher="big", student="small", filter="strict", slice="subject")
    assert same(found, STRICT)


def test_the_task_is_the_slice_where_there_are_several(tmp_path: Path) -> None:
    paths = [
        path
        for task in ("arc_easy", "mmlu_law")
        for path in both_samples(tmp_path, f"samples_{task}_2026-06-01T08-00-00.000000.jsonl")
    ]
    found = ask(*paths, teacher="big", student="small", filter="strict")
    assert figures(found) == {"arc_easy": (9, 7 / 9, 5 / 9), "mmlu_law": (9, 7 / 9, 5 / 9)}
    assert found.overall is not None
    assert found.overall.examples == 18


def test_samples_without_a_list_of_metrics_and_in_an_array(tmp_path: Path) -> None:
    for number, role in enumerate(("big", "small")):
        rows = [
            {key: value for key, value in one.items() if key not in ("metrics", "doc_hash")}
            for one in samples(number)
            if one["filter"] == "strict"
        ]
        written(tmp_path / f"{role}.json", rows)
    found = ask(tmp_path / "big.json", tmp_path / "small.json", teacher="big", student="small")
    assert figures(found)["all"] == (9, 7 / 9, 5 / 9)


def test_results_are_means_without_an_interval(tmp_path: Path) -> None:
    big = written(tmp_path / "a", results("lab/big", arc=0.75, law=0.5))
    small = written(tmp_path / "b", results("lab/small", arc=0.5, law=0.25, extra=0.1))
    found = ask(big, small, teacher="lab/big", student="small")
    assert figures(found) == {"arc": (400, 0.75, 0.5), "law": (400, 0.5, 0.25)}
    assert [one.difference for one in found.slices] == [None, None]
    assert found.overall is None
    assert (found.rows.read, found.rows.kept, found.rows.dropped) == (5, 4, {"unpaired": 1})
    assert str(found.day) == "2026-06-01"
    assert any("no interval" in note for note in found.notes)


def test_results_with_old_keys_and_two_metrics(tmp_path: Path) -> None:
    def old(name: str, value: float) -> dict[str, object]:
        figures_of = {"acc": value, "acc_stderr": 0.01, "acc_norm": 0.9, "ppl": 7.5}
        return {
            "results": {"arc": figures_of, "lambada": {"ppl": 5.0}},
            "versions": {"arc": 0},
            "config": {"model_args": f"pretrained=lab/{name},revision=step9"},
        }

    paths = [written(tmp_path / one, old(one, value)) for one, value in (("l", 0.8), ("s", 0.7))]
    with pytest.raises(InputUnusable, match=r"several metrics.*: acc, acc_norm, ppl"):
        ask(*paths, teacher="l", student="s")
    found = ask(*paths, teacher="l", student="s", metric="acc")
    assert figures(found) == {"arc": (None, 0.8, 0.7)}
    assert found.rows.dropped == {"not scored by the metric": 2}
    with pytest.raises(InputUnusable, match="below 0 or above 1"):
        ask(*paths, teacher="l", student="s", metric="ppl")


def test_a_group_is_not_counted_beside_its_tasks(tmp_path: Path) -> None:
    paths = []
    for name, value in (("big", 0.75), ("small", 0.5)):
        made = results(name, mmlu=value, mmlu_law=value, mmlu_art=value)
        made["group_subtasks"] = {"mmlu": ["mmlu_law", "mmlu_art"], "mmlu_law": []}
        paths.append(written(tmp_path / name, made))
    found = ask(*paths, teacher="big", student="small")
    assert set(figures(found)) == {"mmlu_law", "mmlu_art"}
    assert adds_up(found)


def test_a_metric_of_which_less_is_better_is_no_share_of_right_answers(tmp_path: Path) -> None:
    paths = []
    for name in ("big", "small"):
        made = results(name, arc=0.5)
        made["higher_is_better"]["arc"]["acc"] = False
        paths.append(written(tmp_path / name, made))
    with pytest.raises(InputUnusable, match="less of it is better"):
        ask(*paths, teacher="big", student="small")


def test_items_come_before_the_means_beside_them(tmp_path: Path) -> None:
    paths = both_samples(tmp_path)
    beside = written(tmp_path / "big" / "results.json", results("big", arc=0.99))
    found = ask(*paths, beside, teacher="big", student="small", filter="strict", slice="subject")
    assert same(found, STRICT)
    assert found.rows.dropped["means, where there are items"] == 1


def test_means_over_fewer_items_are_said_to_be(tmp_path: Path) -> None:
    big, small = results("big", arc=0.8), results("small", arc=0.7)
    small["n-samples"]["arc"]["effective"] = 50
    paths = [written(tmp_path / "a", big), written(tmp_path / "b", small)]
    found = ask(*paths, teacher="big", student="small")
    assert figures(found) == {"arc": (50, 0.8, 0.7)}
    assert any("examples are the fewer" in note for note in found.notes)


# ------------------------------------------------------------------------- Inspect AI


def eval_logs(folder: Path) -> list[Path]:
    return [
        archive(
            folder / f"{role}.eval",
            {
                "_journal/start.json": {},
                f"samples/1_epoch_{role}.json": {"never": "read"},
                "summaries.json": inspect_samples(role),
                "header.json": inspect_header((TEACHER, STUDENT)[role]),
            },
        )
        for role in (0, 1)
    ]


def json_logs(folder: Path) -> list[Path]:
    return [written(folder / f"{role}.json", inspect_log(role)) for role in (0, 1)]


@pytest.mark.parametrize("made", [eval_logs, json_logs])
def test_inspect_logs(tmp_path: Path, made: object) -> None:
    paths = eval_logs(tmp_path) if made is eval_logs else json_logs(tmp_path)
    found = ask(*paths, slice="part")
    assert same(found, PLAIN)
    assert (found.rows.read, found.rows.kept) == (20, 18)
    assert found.rows.dropped == {"error": 1, "unpaired": 1}
    assert set(figures(ask(*paths))) == {"tickets"}


@pytest.mark.parametrize("journal", [True, False])
def test_a_log_that_was_cut_off(tmp_path: Path, journal: bool) -> None:
    paths = []
    for role in (0, 1):
        done = inspect_samples(role)
        parts: dict[str, object] = (
            {f"_journal/summaries/{at}.json": done[at::2] for at in (0, 1)}
            if journal
            else {f"samples/{one['id']}_epoch_1.json": one for one in done}
        )
        start = inspect_header((TEACHER, STUDENT)[role], "started")
        paths.append(archive(tmp_path / f"{role}", {"_journal/start.json": start, **parts}))
    found = ask(*paths, slice="part")
    assert same(found, PLAIN)
    assert any("ended as 'started'" in note for note in found.notes)


def test_repetitions_are_averaged_before_items_are_counted(tmp_path: Path) -> None:
    """Three epochs, of which the student gets one right and one fails: half right, one item."""
    teacher = inspect_log(0, epochs=3)
    student = inspect_log(1, epochs=3)
    values = iter(("C", "I", None))
    for sample in student["samples"]:
        if sample["id"] == 0:
            value = next(values)
            sample["scores"] = {"match": {"value": value}} if value else {}
            sample |= {} if value else {"error": "it broke"}
    paths = [written(tmp_path / "t", teacher), written(tmp_path / "s", student)]
    found = ask(*paths, slice="part")
    assert same(found, {"billing": (5, 0.8, 0.5), "login": (4, 0.75, 0.5)})
    assert [(one.teacher_errors, one.student_errors) for one in found.slices] == [(0, 1), (0, 3)]
    assert adds_up(found)


def test_the_same_repetition_in_two_exports_counts_once(tmp_path: Path) -> None:
    paths = json_logs(tmp_path)
    again = written(tmp_path / "again.json", inspect_log(1))
    found = ask(*paths, again, slice="part")
    assert same(found, PLAIN)
    assert found.rows.dropped["the same repetition again"] == 10


@pytest.mark.parametrize(
    ("value", "score"),
    [("C", 1), ("P", 0.5), ("I", 0), ("N", 0), (True, 1), (0.25, 0.25), ("0.75", 0.75), ("no", 0)],
)
def test_values_of_inspect_scores(tmp_path: Path, value: object, score: float) -> None:
    student = inspect_log(1)
    for sample in student["samples"]:
        sample |= {"scores": {"match": {"value": value}}, "error": None}
    paths = [written(tmp_path / "t", inspect_log(0)), written(tmp_path / "s", student)]
    assert figures(ask(*paths))["tickets"] == (10, 0.8, score)


def test_several_scorers_leave_a_choice_and_parts_have_names(tmp_path: Path) -> None:
    logs = [inspect_log(role) for role in (0, 1)]
    for log in logs:
        for sample in log["samples"]:
            parts = {"facts": 1, "style": 0.5, "why": ["no", "number"]}
            sample |= {"scores": {"grader": {"value": parts}}, "error": None}
    paths = [written(tmp_path / f"{number}", log) for number, log in enumerate(logs)]
    with pytest.raises(InputUnusable, match=r"grader\.facts, grader\.style"):
        ask(*paths)
    assert figures(ask(*paths, metric="grader.style"))["tickets"] == (10, 0.5, 0.5)


def test_a_log_without_samples_has_its_mean(tmp_path: Path) -> None:
    paths = [
        archive(tmp_path / model, {"header.json": inspect_header(model)})
        for model in ("big", "small")
    ]
    found = ask(*paths, teacher="big", student="small")
    assert figures(found) == {"tickets": (50, 0.75, 0.75)}
    assert found.slices[0].difference is None


def test_members_packed_by_are_refused_with_the_way_out(tmp_path: Path) -> None:
    paths = [packed_by(path, 93) for path in eval_logs(tmp_path)]
    with pytest.raises(InputUnusable, match=r"zstd.*3\.14.*inspect log convert LOG --to json"):
        ask(*paths)


def test_members_that_cannot_be_unpacked_or_are_no_json(tmp_path: Path) -> None:
    with pytest.raises(InputUnusable, match="by method 9 of the zip format"):
        ask(*[packed_by(path, 9) for path in eval_logs(tmp_path)])
    with pytest.raises(InputUnusable, match="need a password"):
        ask(*[locked(path) for path in eval_logs(tmp_path)])
    with pytest.raises(InputUnusable, match="a member that is no JSON"):
        ask(archive(tmp_path / "x", {"header.json": b"{"}))
    with pytest.raises(InputUnusable, match="names no model"):
        ask(archive(tmp_path / "x", {"header.json": {"eval": {}}}))


# -------------------------------------------------------------------------------- tables


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_wide_table(tmp_path: Path, separator: str, encoding: str) -> None:
    path = written(tmp_path / "x", table(wide(), separator).encode(encoding))
    found = ask(path, slice="part")
    assert same(found, PLAIN)
    assert (found.rows.read, found.rows.kept, found.rows.dropped) == (10, 9, {"error": 1})


def test_ids_that_are_numbers_are_offered_as_no_scores(tmp_path: Path) -> None:
    path = written(tmp_path / "x", "item,big,small\n0,1,1\n1,1,0\n2,0,1\n")
    with pytest.raises(LeavesOpen) as choice:
        ask(path, teacher="", student="")
    assert list(choice.value.names) == ["big", "small"]


def test_a_slice_whose_name_lost_signs_to_another_encoding_is_told(tmp_path: Path) -> None:
    text = "big,small,part\n1,1,caf\N{LATIN SMALL LETTER E WITH ACUTE}\n1,0,tea\n"
    for encoding, is_told in [("cp1252", True), ("utf-8", False)]:
        path = written(tmp_path / encoding, text.encode(encoding))
        found = ask(path, teacher="big", student="small", slice="part")
        assert any("save it as UTF-8" in note for note in found.notes) is is_told


def test_the_same_rows_as_table_lines_array_and_gzip_give_the_same(tmp_path: Path) -> None:
    head, *rows = wide()
    objects = [dict(zip(head, row, strict=True)) for row in rows]
    made = [
        written(tmp_path / "a", table(wide(), end="\n")),
        written(tmp_path / "b", lines(objects)),
        written(tmp_path / "c", json.dumps(objects, indent=1)),
        packed(tmp_path / "d", lines(objects)),
        packed(tmp_path / "e", table(wide())),
    ]
    found = [ask(path, slice="part") for path in made]
    assert all(one.slices == found[0].slices and one.rows == found[0].rows for one in found)
    assert same(found[0], PLAIN)


def test_a_decimal_comma_is_one_where_something_else_separates_cells(tmp_path: Path) -> None:
    path = written(tmp_path / "x", "big;small\n0,5;1\n1;0,25\n")
    assert figures(ask(path, teacher="big", student="small"))["all"] == (2, 0.75, 0.625)


def test_columns_in_another_order_and_a_file_for_each_system(tmp_path: Path) -> None:
    _head, *rows = wide()
    for number, role in enumerate(("big", "small")):
        cells = [
            [row[3 + number], row[0], row[1]] if number else [row[0], row[1], row[3]]
            for row in rows
        ]
        names = ["right", "id", "part"] if number else ["id", "part", "right"]
        written(tmp_path / role, table([names, *cells]))
    found = ask(
        tmp_path / "big",
        tmp_path / "small",
        teacher="big",
        student="small",
        metric="right",
        slice="part",
    )
    assert same(found, PLAIN)
    assert found.rows.dropped == {"error": 1, "unpaired": 1}


def test_a_table_of_one_system_needs_a_column_of_items(tmp_path: Path) -> None:
    paths = [written(tmp_path / one, "key,right\na,1\nb,0\n") for one in ("big", "small")]
    with pytest.raises(InputUnusable, match=r"--item\. Its columns: key, right"):
        ask(*paths, teacher="big", student="small", metric="right")
    found = ask(*paths, teacher="big", student="small", metric="right", item="key")
    assert figures(found)["all"] == (2, 0.5, 0.5)


def test_rows_of_other_harnesses_whose_scores_lie_deeper(tmp_path: Path) -> None:
    """As exports of Braintrust and OpenAI evals have them, with rows of another kind between."""
    head, *rows = wide()
    for number, role in enumerate(("big", "small")):
        spans: list[dict[str, object]] = [{"spec": {"run": role}}]
        for row in rows:
            right = row[3 + number]
            spans.append({"id": row[0], "input": CANARY, "output": {"text": CANARY}})
            spans.append(
                {
                    "id": row[0],
                    "scores": {"Factuality": right if right != "error" else None},
                    "metadata": {"part": row[1]},
                }
            )
        written(tmp_path / role, lines(spans))
    found = ask(
        tmp_path / "big",
        tmp_path / "small",
        teacher="big",
        student="small",
        metric="scores.Factuality",
        slice="metadata.part",
    )
    assert head[0] == "id"
    assert same(found, PLAIN)
    assert found.rows.dropped == {"no answer": 21, "no id of an item": 2, "unpaired": 1}


def test_columns_of_one_name_are_refused_where_they_are_meant(tmp_path: Path) -> None:
    path = written(tmp_path / "x", "big,small,note,note,small\n1,1,a,b,0\n")
    with pytest.raises(InputUnusable, match="several columns that are called small"):
        ask(path, teacher="big", student="small")


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = written(tmp_path / "x", table(wide()))
    with pytest.raises(InputUnusable, match=r"no column score.*Its columns: id, part"):
        ask(path, teacher="a", student="b", metric="score")
    with pytest.raises(InputUnusable, match=r"no column key, which --item names. Its columns: id"):
        ask(path, item="key")


def test_an_object_may_have_a_line_for_what_lies_in_it(tmp_path: Path) -> None:
    for name, score in (("big", 0.75), ("small", 0.5)):
        text = json.dumps(results(f"lab/{name}", arc=score))
        one = json.dumps({"alias": "arc", "acc,none": score, "acc_stderr,none": "N/A"})
        assert one in text
        written(tmp_path / name, text.replace(one, f"\n{one}\n"))
    found = ask(tmp_path / "big", tmp_path / "small", teacher="lab/big", student="lab/small")
    assert figures(found) == {"arc": (400, 0.75, 0.5)}


def test_of_lines_of_which_the_first_is_cut_the_others_count(tmp_path: Path) -> None:
    rows = [one for one in samples(0) if one["filter"] == "strict"]
    big = written(tmp_path / "big", '{"doc_id": 77,\n' + lines(rows))
    small = written(tmp_path / "small", lines(samples(1)))
    found = ask(big, small, teacher="big", student="small", filter="strict")
    assert found.rows.dropped["no JSON"] == 1
    assert figures(found)["all"] == (9, 7 / 9, 5 / 9)
    assert found.bad[0].row == 1


def test_a_slice_may_be_made_by_what_is_true_or_false(tmp_path: Path) -> None:
    heading, *rows = wide()
    members = [
        dict(zip(heading, row, strict=True)) | {"billed": row[1] == "billing"} for row in rows
    ]
    found = ask(written(tmp_path / "x", members), slice="billed")
    assert same(found, {"true": PLAIN["billing"], "false": PLAIN["login"]})


@pytest.mark.parametrize("first", [2, 3], ids=["old", "new"])
def test_tests_of_promptfoo_without_variables_are_told_apart_by_row(
    first: int, tmp_path: Path
) -> None:
    rows = promptfoo_old_csv() if first == 2 else promptfoo_new_csv()
    found = ask(written(tmp_path / "x.csv", table([row[first:] for row in rows])))
    assert found.rows.read == found.rows.kept + sum(found.rows.dropped.values()) == 10
    assert figures(found)["all"] == (9, 7 / 9, 5 / 9)


def test_results_that_name_their_model_go_by_that_and_by_what_was_loaded(tmp_path: Path) -> None:
    big = results("lab/big-7b", arc=0.75) | {"model_name": "Big"}
    paths = [
        written(tmp_path / "a", big),
        written(tmp_path / "b", results("lab/small", arc=0.5)),
    ]
    for name in ("Big", "lab/big-7b"):
        found = ask(*paths, teacher=name, student="lab/small")
        assert (found.teacher, figures(found)) == ("Big", {"arc": (400, 0.75, 0.5)})


def test_no_text_is_kept(tmp_path: Path) -> None:
    made = [
        [written(tmp_path / "a", promptfoo())],
        [written(tmp_path / "b", table(promptfoo_new_csv()))],
        [written(tmp_path / "c", table(promptfoo_old_csv()))],
        eval_logs(tmp_path),
        [written(tmp_path / "d", table(wide()))],
    ]
    for paths in made:
        assert CANARY not in repr(ask(*paths, slice="part"))
    found = ask(
        *both_samples(tmp_path), teacher="big", student="small", filter="strict", slice="subject"
    )
    assert CANARY not in repr(found)


# ------------------------------------------------------------------- percent


def test_percent_with_their_sign_are_shares(tmp_path: Path) -> None:
    rows = [["id", "big", "small"], ["a", "90%", "80 %"], ["b", "100%", "0.5"], ["c", "%", "1"]]
    found = ask(written(tmp_path / "x.csv", table(rows)), teacher="big", student="small")
    assert figures(found)["all"] == (2, 0.95, 0.65)
    assert found.rows.dropped == {"no score": 1}
    assert any("90% is 0.9" in note for note in found.notes)


def test_percent_may_have_a_decimal_comma(tmp_path: Path) -> None:
    rows = [["id", "big", "small"], ["a", "87,5%", "0,5"], ["b", "75%", "0,5"]]
    path = written(tmp_path / "x.csv", table(rows, ";"))
    found = ask(path, teacher="big", student="small")
    assert figures(found)["all"] == (2, 0.8125, 0.5)


def test_shares_alone_say_nothing_of_percent(tmp_path: Path) -> None:
    path = written(tmp_path / "x.csv", table([["id", "big", "small"], ["a", "1", "0"]]))
    assert ask(path, teacher="big", student="small").notes == ()


def test_a_scale_to_100_among_shares_is_told_and_not_guessed(tmp_path: Path) -> None:
    rows = [["id", "big", "small"], *([str(at), "1", "0"] for at in range(5)), ["f", "95", "80"]]
    found = ask(written(tmp_path / "x.csv", table(rows)), teacher="big", student="small")
    assert figures(found)["all"] == (5, 1, 0)
    assert found.rows.dropped == {"score outside 0 to 1": 1}
    assert any("2 scores of more than 1 and up to 100 are left out" in one for one in found.notes)


def test_a_system_with_a_scale_of_its_own_is_refused_by_name(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "big", "small"],
        *([str(at), 0.8, 80 if at else 0] for at in range(4)),
    ]
    path = written(tmp_path / "x.csv", table(rows))
    with pytest.raises(InputUnusable, match="3 of 4 scores of the student by score are below 0 or"):
        ask(path, teacher="big", student="small")
