"""Answers of two sides brought together: nothing of either is lost, and what clashes is said."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers.answers import Answers, Entry, Row, Table
from tests.wizard.cases import COMPLETE, answers_of, plain, typed, written
from wizard.problems import InputUnusable
from wizard.sessions.assignments import with_setting
from wizard.sessions.open_session import OpenSession
from wizard.sessions.saving import save
from wizard.sessions.three_way import Clash, join, with_ids_of

TODAY = date(2026, 11, 24)
BEFORE = answers_of(COMPLETE)
CALLS = "volume.calls_per_month"


def changed(*settings: str) -> Answers:
    """The answers of the case with some of them changed."""
    answers = BEFORE
    for setting in settings:
        answers = with_setting(answers, setting)[0]
    return answers


def read_again(text: str, mine: Answers = BEFORE) -> Answers:
    """The answers of a text, as another program has written it."""
    return with_ids_of(answers_of(text), BEFORE, [mine])


def joined(mine: Answers, theirs: Answers) -> tuple[dict[str, object], tuple[Clash, ...]]:
    answers, clashes = join(BEFORE, mine, theirs)
    return plain(answers), clashes


def rows(found: dict[str, object], key: str = "quality.slices") -> list[dict[str, object]]:
    table = found[key]
    assert isinstance(table, list)
    return table


SETTINGS = [
    "title=Other",
    "task.owner=me",
    "task.breadth=",
    "volume.calls_per_month=7M",
    "volume.monthly_growth=2%",
    "teacher.cost_per_1k_calls=5.5",
    "upfront.other.audit=700",
    "upfront.other.licence=6k",
    "upfront.engineering_time=31k (20k..50k)",
    "quality.slices[0].examples=400",
    "quality.slices[0].student_score=95%",
    "quality.slices[1].share=40%",
    "quality.slices[1].name=fraudulent",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(range(len(SETTINGS))), unique=True), st.randoms())
def test_changes_that_lie_apart_are_all_there_whoever_made_them(
    chosen: list[int], chance: random.Random
) -> None:
    here = {one for one in chosen if chance.random() < 0.5}
    mine = changed(*(SETTINGS[one] for one in chosen if one in here))
    theirs = changed(*(SETTINGS[one] for one in chosen if one not in here))
    theirs = with_ids_of(theirs, BEFORE, [mine])

    assert joined(mine, theirs) == (plain(changed(*(SETTINGS[one] for one in chosen))), ())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(SETTINGS), unique=True))
def test_what_both_changed_alike_is_no_clash(chosen: list[str]) -> None:
    same = changed(*chosen)
    assert joined(same, with_ids_of(same, BEFORE, [same])) == (plain(same), ())


@pytest.mark.parametrize(
    ("mine", "theirs", "label", "words"),
    [
        (
            "title=Mine",
            "title=Theirs",
            "Title",
            "mine Mine; in the file now Theirs; before Tickets",
        ),
        (
            "volume.monthly_growth=2%",
            "volume.monthly_growth=5%",
            "Monthly growth",
            "2%, estimated;",
        ),
        (
            "task.breadth=",
            "task.breadth=broad",
            "Breadth",
            "mine no answer; in the file now broad;",
        ),
        (
            "quality.slices[1].share=40%",
            "quality.slices[1].share=50%",
            "Slices, fraud, share",
            "mine 40%; in the file now 50%; before 30%",
        ),
        (
            "upfront.other.audit=1k",
            "upfront.other.audit=2k",
            "Other upfront costs, audit",
            "before no answer",
        ),
        (
            f"{CALLS}.source=the bill",
            f"{CALLS}.basis=assumed",
            "Calls",
            "measured, the bill; in the file now",
        ),
    ],
)
def test_what_both_changed_differently_is_shown_with_what_was_before(
    mine: str, theirs: str, label: str, words: str
) -> None:
    here = changed(mine)
    others = with_ids_of(changed(theirs), BEFORE, [here])
    answers, (clash,) = join(BEFORE, here, others)

    assert label.lower() in clash.label.lower()
    assert words in clash.in_words
    assert plain(answers) == plain(here), "mine stays until somebody decides"
    assert plain(join(BEFORE, here, others, {clash.at: "theirs"})[0]) == plain(others)


FRAUD = COMPLETE[COMPLETE.index('[[quality.slices]]\nname = "fraud"') :]
BILLING = COMPLETE[COMPLETE.index("[[quality.slices]]\n# The big one.") : COMPLETE.index(FRAUD)]


def test_rows_are_told_apart_by_their_names_wherever_they_stand() -> None:
    mine = changed("quality.slices[0].share=60%")
    theirs = read_again(COMPLETE.replace(BILLING, "").replace("0.96", "0.5") + BILLING, mine)
    found, clashes = joined(mine, theirs)
    assert clashes == ()
    assert [(row["name"], row["share"]) for row in rows(found)] == [
        ("fraud", 0.3),
        ("billing", 0.6),
    ]
    assert rows(found)[0]["student_score"] == 0.5


def test_a_row_that_one_side_renamed_keeps_what_the_other_wrote_into_it() -> None:
    mine = changed("quality.slices[1].name=Fraud and abuse")
    theirs = read_again(COMPLETE.replace("0.96", "0.5"), mine)
    found, clashes = joined(mine, theirs)
    assert clashes == ()
    assert (rows(found)[1]["name"], rows(found)[1]["student_score"]) == ("Fraud and abuse", 0.5)

    mine = changed("quality.slices[1].share=20%")
    theirs = read_again(COMPLETE.replace('"fraud"', '"abuse"'), mine)
    found, clashes = joined(mine, theirs)
    assert clashes == ()
    assert (rows(found)[1]["name"], rows(found)[1]["share"]) == ("abuse", 0.2)


NEW_ROW = '[[quality.slices]]\nname = "refunds"\nshare = 0.1\n'


def test_rows_that_both_added_are_all_there() -> None:
    table = BEFORE.table("quality.slices")
    row = BEFORE.table("quality.slices").row(table.next_id())
    row = row.with_cell("name", Entry("invoices", "invoices"))
    mine = BEFORE.answer("quality.slices", Entry("", table.with_row(row)))
    found, clashes = joined(mine, read_again(COMPLETE + NEW_ROW, mine))
    assert clashes == ()
    assert [row["name"] for row in rows(found)] == ["billing", "fraud", "refunds", "invoices"]


def test_rows_to_which_both_gave_one_name_are_both_saved(case: Path) -> None:
    here, there = OpenSession.open(case), OpenSession.open(case)
    there.apply(with_setting(there.answers, "upfront.other.audit=700")[0])
    there.save(TODAY)
    table = here.answers.table("upfront.other")
    row = table.rows[0].with_cell("name", Entry("audit", "audit"))
    here.answer("upfront.other", Entry("", table.with_row(row)))

    save(here, TODAY)

    costs = {row["name"]: row["cost"] for row in rows(plain(written(case)), "upfront.other")}
    assert {name: getattr(cost, "likely", None) for name, cost in costs.items()} == {
        "legal review": 2_500,
        "audit": 700,
        "audit 2": 5_000,
    }


def without_row(number: int) -> Answers:
    table = BEFORE.table("quality.slices")
    left = table.without_row(table.rows[number].id)
    return BEFORE.answer("quality.slices", Entry("", left))


def test_a_row_that_one_side_took_out_is_gone_where_the_other_left_it_alone() -> None:
    found, clashes = joined(without_row(1), read_again(COMPLETE.replace("0.94", "0.9")))
    assert clashes == ()
    assert [row["name"] for row in rows(found)] == ["billing"]
    assert rows(found)[0]["student_score"] == 0.9

    found, clashes = joined(changed("title=Mine"), read_again(COMPLETE.replace(FRAUD, "")))
    assert clashes == ()
    assert [row["name"] for row in rows(found)] == ["billing"]


def test_a_row_that_one_side_took_out_and_the_other_changed_is_a_clash() -> None:
    mine, theirs = without_row(1), read_again(COMPLETE.replace("0.96", "0.5"), without_row(1))
    answers, (clash,) = join(BEFORE, mine, theirs)
    assert clash.mine == "taken out"
    assert "student score 50%" in clash.theirs.lower()
    assert [row["name"] for row in rows(plain(answers))] == ["billing"]
    answers, _ = join(BEFORE, mine, theirs, {clash.at: "theirs"})
    assert plain(answers) == plain(theirs)

    mine = changed("quality.slices[1].share=40%")
    _, (clash,) = join(BEFORE, mine, read_again(COMPLETE.replace(FRAUD, ""), mine))
    assert clash.theirs == "taken out"


def test_a_number_that_is_only_spelled_anew_is_no_change() -> None:
    mine = BEFORE.answer(CALLS, BEFORE[CALLS]._replace(text="6,000k (4.5M..8M)"))
    answers, clashes = join(BEFORE, mine, changed(f"{CALLS}=9M"))
    assert (answers.value(CALLS).likely, clashes) == (9e6, ())


def test_a_text_that_is_not_usable_stays_where_it_was_typed_and_the_file_keeps_theirs() -> None:
    mine = BEFORE.answer(CALLS, typed(CALLS, "many"))
    theirs = changed(f"{CALLS}=9M")
    answers, clashes = join(BEFORE, mine, theirs)
    assert clashes == ()
    assert answers[CALLS].text == "many"


# ------------------------------------------------------------------ an open session


def test_what_others_wrote_is_the_base_and_keeps_its_layout(case: Path) -> None:
    session = OpenSession.open(case)
    session.answer(CALLS, typed(CALLS, "7M"))
    theirs = COMPLETE.replace('"Tickets"', "'Theirs' # why not").replace("30_000", "0x7530")
    case.write_text(theirs, encoding="utf-8")

    assert save(session, TODAY) == ("title",)
    text = case.read_text(encoding="utf-8")
    assert "'Theirs' # why not" in text
    assert "engineering_time = 0x7530" in text
    assert written(case).value(CALLS).likely == 7_000_000
    assert not session.dirty
    assert plain(session.answers) == plain(written(case))


def test_history_goes_on_over_what_others_wrote(case: Path) -> None:
    session = OpenSession.open(case)
    for text in ("7M", "8M"):
        session.answer(CALLS, typed(CALLS, text))
    session.undo()
    case.write_text(COMPLETE.replace("Tickets", "Theirs"), encoding="utf-8")
    save(session, TODAY)

    assert session.redo()
    assert session.answers.value(CALLS).likely == 8_000_000
    assert session.undo()
    assert session.undo()
    assert plain(session.answers) == plain(answers_of(COMPLETE.replace("Tickets", "Theirs")))
    assert not session.undo()
    session.save(TODAY)
    assert written(case).value("title") == "Theirs"


def test_an_answer_of_theirs_that_was_chosen_can_be_taken_back(case: Path) -> None:
    session = OpenSession.open(case)
    session.answer("title", typed("title", "Mine"))
    case.write_text(COMPLETE.replace("Tickets", "Theirs"), encoding="utf-8")
    save(session, TODAY, decide=lambda clashes: {one.at: "theirs" for one in clashes})

    assert session.answers.value("title") == "Theirs"
    assert session.undo()
    assert session.answers.value("title") == "Mine"


def test_without_anybody_to_ask_a_clash_is_not_saved_and_says_both(case: Path) -> None:
    session = OpenSession.open(case)
    session.answer("title", typed("title", "Mine"))
    theirs = COMPLETE.replace("Tickets", "Theirs")
    case.write_text(theirs, encoding="utf-8")
    with pytest.raises(InputUnusable) as caught:
        save(session, TODAY)

    assert "mine Mine; in the file now Theirs; before Tickets" in str(caught.value)
    assert "Save yours under another name" in str(caught.value)
    assert case.read_text(encoding="utf-8") == theirs
    assert session.dirty


def test_rows_stay_the_same_ones_over_a_change_of_others(case: Path) -> None:
    session = OpenSession.open(case)
    ids = {row.values()["name"]: row.id for row in session.answers.table("quality.slices").rows}
    case.write_text(COMPLETE.replace(BILLING, "") + NEW_ROW + BILLING, encoding="utf-8")
    session.answer("title", typed("title", "Mine"))
    save(session, TODAY)

    found = {row.values()["name"]: row.id for row in session.answers.table("quality.slices").rows}
    assert found.items() >= ids.items()
    assert len(set(found.values())) == 3
    assert "# The big one." in case.read_text(encoding="utf-8")


# ------------------------------------------------------------- rows, whatever is done

KEY = "quality.slices"


class Side:
    """Somebody who does things to the rows of the case, each leaving a mark of its own."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self._name, self._chance, self._marks = name, chance, 0
        self.rows = list(BEFORE.table(KEY).rows)

    def does(self, what: str) -> None:
        self._marks += 1
        mark = f"{self._name}{self._marks}"
        at = self._chance.randrange(len(self.rows)) if self.rows else None
        if what == "add":
            table = Table(tuple(self.rows))
            self.rows.append(Row(table.next_id(), {"name": Entry(mark, mark)}))
        elif at is None:
            return
        elif what == "remove":
            del self.rows[at]
        elif what == "rename":
            self.rows[at] = self.rows[at].with_cell("name", Entry(mark, mark))
        elif what == "edit":
            self.rows[at] = self.rows[at].with_cell("examples", Entry(mark, mark))
        else:
            self.rows.insert(0, self.rows.pop(at))

    @property
    def answers(self) -> Answers:
        return BEFORE.answer(KEY, Entry("", Table(tuple(self.rows))))

    @property
    def read(self) -> Answers:
        """As they come from a file: rows have no ids there but their numbers."""
        rows = [row._replace(id=str(at)) for at, row in enumerate(self.rows, start=1)]
        return BEFORE.answer(KEY, Entry("", Table(tuple(rows))))


def marks(answers: Answers, of: str) -> set[str]:
    return {
        str(value)
        for row in answers.table(KEY).rows
        for value in row.values().values()
        if str(value).startswith(of)
    }


DEEDS = st.lists(st.sampled_from(["add", "remove", "rename", "edit", "move"]), max_size=6)


@settings(max_examples=500, deadline=None)
@given(DEEDS, DEEDS, st.randoms())
def test_nothing_that_either_side_wrote_into_rows_is_lost_in_silence(
    here: list[str], there: list[str], chance: random.Random
) -> None:
    mine, theirs = Side("mine", chance), Side("theirs", chance)
    for deed in here:
        mine.does(deed)
    for deed in there:
        theirs.does(deed)
    others = with_ids_of(theirs.read, BEFORE, [mine.answers])
    answers, clashes = join(BEFORE, mine.answers, others)
    chosen, _ = join(BEFORE, mine.answers, others, {one.at: "theirs" for one in clashes})

    assert marks(answers, "mine") == marks(mine.answers, "mine")
    assert marks(chosen, "theirs") == marks(theirs.read, "theirs")
    if not clashes:
        assert marks(answers, "theirs") == marks(theirs.read, "theirs")
    ids = [row.id for row in answers.table(KEY).rows]
    assert len(ids) == len(set(ids))
