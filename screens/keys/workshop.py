"""What can be done in a workshop that is led."""

from __future__ import annotations

from screens.keys.action import Action, Shelf

WORKSHOP = Shelf(
    "In a workshop",
    "in a workshop (`payback workshop FILE`)",
    (
        Action(
            "go",
            "enter",
            "Workshop: ask the question at hand, or hand the keyboard on",
            hint="go on",
        ),
        Action("timer", "f4", "Workshop: start the clock, or stop it", hint="clock"),
        Action("reveal", "f8", "Workshop: show the answers to everybody", hint="reveal"),
        Action("projector", "f9", "Workshop: for a projector, and back", hint="projector"),
        Action("agree-pool", "a", "Workshop: agree on the pool", hint="agree"),
        Action("agree-other", "c", "Workshop: agree on a range of your choice", hint="choose"),
        Action("another-round", "r", "Workshop: another blind round", hint="again"),
        Action("object", "o", "Workshop: record who does not share it, and why", hint="object"),
        Action("next-item", "n", "Workshop: the next question", hint="next"),
        Action("add-person", "p", "Workshop: somebody joins", hint="person"),
        Action("away", "l", "Workshop: the person at hand leaves, or is back", hint="leaves"),
        Action(
            "forget", "delete", "Workshop: take out a person who joined by mistake", hint="take out"
        ),
        Action(
            "bring",
            "b",
            "Workshop: count the answers in the copy of the person at hand",
            hint="copy",
        ),
        Action(
            "hide-names",
            "h",
            "Workshop: answers without names from the next round on, or with",
            hint="names",
        ),
        Action("item-up", "u", "Workshop: move the question up", hint="up"),
        Action("item-down", "d", "Workshop: move the question down", hint="down"),
        Action("add-item", "plus", "Workshop: put a question on the agenda", hint="add"),
        Action("remove-item", "minus", "Workshop: take the question off the agenda", hint="off"),
        Action(
            "door", "j", "Workshop: address and code to join by from other devices", hint="join"
        ),
        Action(
            "let-all-in", "i", "Workshop: let in everybody who asks to come back", hint="let all in"
        ),
        Action(
            "clear-seats",
            "x",
            "Workshop: take out who came in and has said nothing, and change the address",
            hint="clear",
        ),
    ),
)
