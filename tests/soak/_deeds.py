"""What quick hands do: keys, clicks, pastes, resizes and what opens, in bursts by a seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS

from rules.questions import QUESTIONS
from screens.keys import ACTIONS

LONGEST = 25
"""Deeds of a burst."""

KEYS: dict[str, str] = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f12": "\x1b[24~",
    "minus": "-",
    "plus": "+",
    "question_mark": "?",
    "ctrl+underscore": "\x1f",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "acdelopqrsuwyz"},
}
"""What a terminal sends for a key."""

OFTEN = ("enter", "escape", "down", "up", "tab", "pagedown", "pageup", "ctrl+r", "ctrl+l", "ctrl+p")
SELDOM = ("ctrl+q", "ctrl+c", "f3")
"""Leave the case; the more often, the less is seen of the rest."""
LETTERS = "aeblrsuwocnphj0123456789"
ANY = "".join(map(chr, range(ord(" "), 0x7F)))
"""Every sign that has a key of its own."""
MODIFIERS = range(2, 17)
"""How a terminal counts what is held down beside a key: shift, alt, ctrl, super, alone or not."""
RARE: dict[str, str] = {
    **{sent.replace("\x1b", "^"): sent for sent in ANSI_SEQUENCES_KEYS if sent not in "\x03\x11"},
    **{f"alt+{one}": f"\x1b{one}" for one in ANY if one not in "[O"},
    **{
        f"{name} held {held}": f"\x1b[{which[:-1]};{held}{which[-1]}"
        for which, name in FUNCTIONAL_KEYS.items()
        for held in (1, 2, 5, 8)
    },
    **{
        f"{sign} held {held}": f"\x1b[{ord(sign)};{held}u"
        for sign in ANY
        for held in MODIFIERS
        if sign not in "cq"
    },
}
"""All other keys that Textual knows, by either protocol, as a terminal sends them."""
BUTTONS = {"left": 0, "middle": 1, "right": 2, "left with shift": 4, "left with ctrl": 16}
FOCUS = {"comes": "\x1b[I", "goes": "\x1b[O"}
TYPED = ("6M (4.5M..8M)", "1,5", "12%", "-3", "$4.20", "0", "abc", "2026-13-01", "日本 é", "1e308")
PASTED = (
    "12",
    "6M\n",
    "a\tb\tc\n1\t2\t3\n",
    "[bold]x[/] [@click=app.bell]y[/]",
    "z" * 700,
    "1\n2\n\n3",
    "",
    "\r\n\r\n",
    "\x00\x07\x1b]0;x\x07\x1b[2J\x9b",
    "\u202e\u05d0\u05d1 \U0001f468\u200d\U0001f469\u200d\U0001f467 e\u0301\u200b",
    "name\tvalue\n" + "x\t1\n" * 3_000,
    "9" * 100_000,
)
SIZES = (
    *((80, 24), (120, 40), (100, 30), (60, 20), (200, 50), (45, 12), (39, 9), (20, 5)),
    *((1, 1), (2, 40), (120, 1), (500, 200)),
)
CLOSING = ("escape", "enter", "ctrl+r", "ctrl+l", "ctrl+o", "f1", "ctrl+p", "backspace")


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done to the program."""

    name: str
    sent: str = ""
    """What a terminal sends for it."""
    size: tuple[int, int] | None = None
    """What the terminal is resized to, instead."""


def key(name: str) -> Deed:
    """A key pressed, or a character typed."""
    return Deed(name, KEYS.get(name, name))


def click(x: int, y: int, *, to: tuple[int, int] | None = None, button: str = "left") -> Deed:
    """The mouse pressed on a cell and released, there or elsewhere."""
    at, end = f"{x + 1};{y + 1}", f"{(to or (x, y))[0] + 1};{(to or (x, y))[1] + 1}"
    number = BUTTONS[button]
    return Deed(f"click {button} {x},{y}", f"\x1b[<{number};{at}M\x1b[<{number};{end}m")


def drag(at: tuple[int, int], to: tuple[int, int], *, is_held: bool) -> Deed:
    """The mouse pressed on a cell and drawn over others, and perhaps never seen to be released."""
    way = [tuple(a + (b - a) * part // 4 for a, b in zip(at, to, strict=True)) for part in range(5)]
    moves = "".join(f"\x1b[<32;{x + 1};{y + 1}M" for x, y in way)
    begins, ends = f"\x1b[<0;{at[0] + 1};{at[1] + 1}M", f"\x1b[<0;{to[0] + 1};{to[1] + 1}m"
    return Deed(f"drag {at} {to}", begins + moves + ("" if is_held else ends))


def typed(text: str) -> Iterator[Deed]:
    """A text, key by key."""
    return (Deed(one, one) for one in text)


class Hands:
    """Whoever does it; the same seed does the same."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self.size = SIZES[0]

    def burst(self) -> list[Deed]:
        """What comes at once, without waiting for anything in between."""
        wanted = self._random.choice((1, 1, 2, 3, 5, 8, 13, LONGEST))
        deeds: list[Deed] = []
        while len(deeds) < wanted:
            deeds += self._some()
        return deeds[:LONGEST]

    def pause(self) -> float | None:
        """Seconds until the next burst; None: until the program has caught up."""
        return self._random.choice((None, None, None, 0.0, 0.0, 0.01, 0.05))

    def life(self) -> int:
        """Deeds after which the program is started anew."""
        return self._random.choice((300, 1_000, 3_000, 8_000))

    def _some(self) -> list[Deed]:
        random = self._random
        kind = random.random()
        if kind < 0.34:
            return [key(random.choice(OFTEN))]
        if kind < 0.36:
            return [key(random.choice(ANY))]
        if kind < 0.38:
            return [Deed(name := random.choice([*RARE]), RARE[name])]
        if kind < 0.48:
            names = [one for one in KEYS if one not in SELDOM]
            return [key(random.choice(names if random.random() < 0.97 else SELDOM))]
        if kind < 0.60:
            return [key(random.choice(LETTERS))]
        if kind < 0.64:
            return list(typed(random.choice(TYPED)))
        if kind < 0.67:
            return [Deed("paste", f"\x1b[200~{random.choice(PASTED)}\x1b[201~")]
        if kind < 0.80:
            return self._with_the_mouse()
        if kind < 0.82:
            if random.random() < 0.25:
                return [Deed(f"focus {how}", FOCUS[how]) for how in ("goes", "comes")]
            self.size = random.choice(SIZES[:5] if random.random() < 0.8 else SIZES)
            return [Deed(f"resize {self.size}", size=self.size)]
        if kind < 0.90:
            return [key(random.choice(CLOSING))] * 2
        return self._open()

    def _with_the_mouse(self) -> list[Deed]:
        random, (width, height) = self._random, self.size
        x = random.randrange(width)
        # The bar of keys is the last line, or that of a dialog in the middle.
        y = height - 1 if random.random() < 0.25 else random.randrange(height)
        there = random.randrange(width), random.randrange(height)
        kind = random.random()
        if kind < 0.35:
            return [click(x, y)]
        if kind < 0.65:
            return [click(x, y)] * random.choice((2, 2, 3))
        if kind < 0.70:
            return [click(x, y, button=random.choice([*BUTTONS]))]
        if kind < 0.75:
            return [click(x, y, to=there)]
        if kind < 0.80:
            drawn = drag((x, y), there, is_held=random.random() < 0.1)
            # What is selected may be copied; a second ctrl+c would leave.
            return [drawn, key("ctrl+c")] if random.random() < 0.3 else [drawn]
        if kind < 0.90:
            return [Deed(f"move {x},{y}", f"\x1b[<35;{x + 1};{y + 1}M")]
        return [Deed(f"wheel {x},{y}", f"\x1b[<{random.choice((64, 65))};{x + 1};{y + 1}M")] * 2

    def _open(self) -> list[Deed]:
        random = self._random
        kind = random.random()
        if kind < 0.45:
            # One in many leaves: the rest is to be seen.
            labels = [one.label for one in ACTIONS if one.id not in ("quit", "home")]
            opened, words = "ctrl+p", random.choice(labels)[: random.choice((4, 8, 14))]
        elif kind < 0.75:
            opened, words = "ctrl+o", random.choice([*QUESTIONS.values()]).label[:9]
        else:
            opened = random.choice(("f7", "f12", "ctrl+l", "ctrl+r", "f1", "pagedown"))
            words = random.choice(("", "s", "r", "e", "b", "gpt"))
        return [
            key(opened),
            *typed(words.lower()),
            *[key("down")] * random.choice((0, 0, 1, 3)),
            *[key("enter")] * random.choice((0, 1, 2, 2)),
        ]


def length(hands: Hands, deeds: int) -> int:
    """Deeds of one life; in a short run of so many short enough to see every kind of start."""
    return min(hands.life(), max(deeds // 4, 50)) if deeds < 2_000 else hands.life()
