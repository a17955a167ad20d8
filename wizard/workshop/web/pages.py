"""Participants' pages as HTML. Names, reasons and titles in them are text, never markup."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from functools import partial
from http import HTTPStatus
from importlib import resources
from typing import Any

import jinja2
from aiohttp import web

from rules.answers.entries import understood
from rules.questions import question_of
from rules.questions.labelled import unit_in_words
from rules.words.wording import listed, visible
from rules.workshop.people import without_unseen
from rules.workshop.refused import Refused
from rules.workshop.views import shown_names, view_for
from rules.workshop.votes import LONGEST_REASON, Typed, Vote
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web.answers import mark_of
from wizard.workshop.web.news import News
from wizard.workshop.web.seats import Seat

NUMBER_BYTES = 16
"""Of the number of a form, by which it counts once however often it is sent."""
LONGEST_UNFOLDED = 160
"""Characters of a reason that are shown at once: about four lines of a phone."""
_TEMPLATES = "templates"
_ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}
_WIDTH, _MARGIN = 300, 8
"""Of the picture of a range, in its own units."""


@dataclass(frozen=True, slots=True)
class Form:
    """What stands in the form of an answer."""

    typed: Typed
    wrong: Mapping[str, str]
    """Sentences by field."""
    notice: str = ""
    """What to know before sending."""
    was_sent: bool = False
    """Whether it comes back as it was sent, because it does not count."""


class Pages:
    """All pages; made once, since templates are read from disk."""

    def __init__(self) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("wizard.workshop.web", _TEMPLATES),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )
        self._environment.filters |= {"shown": visible, "listed": listed}
        self._environment.globals["longest_unfolded"] = LONGEST_UNFOLDED
        self._environment.globals["form_number"] = partial(secrets.token_urlsafe, NUMBER_BYTES)
        for name in self._environment.list_templates(extensions=["jinja"]):
            self._environment.get_template(name)
        self._shared: tuple[int, dict[str, Any]] | None = None
        folder = resources.files("wizard.workshop.web") / _TEMPLATES
        self.assets = {name: (folder / name).read_bytes() for name in _ASSETS}

    def asset(self, name: str) -> web.Response:
        """A style sheet or script of the pages."""
        return web.Response(body=self.assets[name], content_type=_ASSETS[name], charset="utf-8")

    def refusal(self, status: HTTPStatus, message: str) -> web.Response:
        """A page that says what is wrong, and nothing of the workshop."""
        return self._page("refusal", status, message=message)

    def join(
        self,
        title: str,
        token: str,
        name: str = "",
        wrong: str = "",
        *,
        may_ask: bool = False,
        is_taken: bool = False,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> web.Response:
        """Where somebody says their name.

        Args:
            title: of the workshop.
            token: of the invitation, to be sent with the name.
            name: as typed; what does not show in it is left out.
            wrong: why it cannot be had.
            may_ask: whether its owner may ask to come back.
            is_taken: whether somebody of that name is here, who may be the same person.
            status: of the response.
        """
        # What a person cannot see they could not take out either.
        name = without_unseen(name)
        return self._page(
            "join", status, title=title, token=token, name=name, wrong=wrong, may_ask=may_ask,
            is_taken=is_taken,
        )  # fmt: skip

    def of(
        self,
        live: LiveMeeting,
        seat: Seat,
        news: News,
        *,
        is_changing: bool = False,
        form: Form | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> web.Response:
        """The page of one person now, who takes part.

        `form` is what stands in the form where that is not what they said before.
        """
        if seat.claim is not None:
            return self._page("claim", status, title=live.title, claim=seat.claim, news=news)
        view = view_for(live.meeting, seat.name, live.labels, live.talk)
        name = "round" if form is not None else _name_of(view, is_changing)
        context: dict[str, Any] = {"view": view, "title": live.title, "news": news}
        if view["question"] is not None:
            context |= _of_question(live, view)
            context["shown"] = None if view["shown"] is None else self._shown(live, view)
        if name == "round":
            context["form"] = form or _form(view)
            context["instead_of"] = mark_of(live.meeting.answer_of(seat.name))
            context["longest_reason"] = LONGEST_REASON
        return self._page(name, status, **context)

    def _shown(self, live: LiveMeeting, view: Mapping[str, Any]) -> dict[str, Any]:
        """The answers that are shown, worked out once for all who look at them."""
        if self._shared is None or self._shared[0] != live.revision:
            self._shared = live.revision, _shown(live, view)
        return self._shared[1]

    def unsent(
        self, live: LiveMeeting, news: News, label: str, typed: Typed, late: str = ""
    ) -> web.Response:
        """What becomes of what cannot count now, with its texts.

        It is too late where something says why; else its question is to be opened again. By the
        status a page sends it again then, until the question is open.
        """
        status = HTTPStatus.CONFLICT if late else HTTPStatus.SERVICE_UNAVAILABLE
        return self._page(
            "late" if late else "early", status, title=live.title, news=news, label=label,
            texts=_texts(typed), why=late,
        )  # fmt: skip

    def _page(self, template: str, status: HTTPStatus, **context: Any) -> web.Response:
        text = self._environment.get_template(f"{template}.html.jinja").render(context)
        # Half a letter, which a form can send, cannot be written.
        body = text.encode(errors="replace")
        return web.Response(body=body, status=status, content_type="text/html", charset="utf-8")


def _texts(typed: Typed) -> Sequence[tuple[str, str]]:
    """What somebody typed, each under its name."""
    named = zip(("Low", "Likely", "High", "Reason"), astuple(typed), strict=True)
    return [(name, text) for name, text in named if text]


def _name_of(view: Mapping[str, Any], is_changing: bool) -> str:
    if not view["you"]["is_here"]:
        return "away"
    if view["phase"] == "idle":
        return "idle"
    if view["phase"] == "voting":
        return "wait" if view["your_answer"] and not is_changing else "round"
    return "shown"


def _form(view: Mapping[str, Any]) -> Form:
    """The form as it opens: their own answer, of this round or of the one before."""
    own, start = view["your_answer"], view["start_from"]
    filled = own or start
    if filled is None:
        return Form(Typed(), {})
    notice = ""
    if own is None:
        notice = "This is your answer of the round before. Change it, or send it as it is."
    return Form(Typed(**filled["typed"], reason=filled["reason"]), {}, notice)


def _of_question(live: LiveMeeting, view: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of the open question besides the view."""
    meeting, key = live.meeting, view["question"]["key"]
    own = meeting.answer_of(view["you"]["name"])
    agreed = meeting.agreement(key) if view["phase"] == "settled" else None
    return {
        "unit": unit_of(key, live.currency),
        "understood": None if own is None else said_back(key, own, live.currency),
        "yours": None if meeting.hides_names else shown_names(meeting).get(view["you"]["name"]),
        "settled": agreed and said_back(key, Vote(agreed.said), live.currency),
        "dissents": agreed is not None and view["you"]["name"] in agreed.dissent,
    }


def _shown(live: LiveMeeting, view: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that are shown, with what each would mean and a picture of each."""
    meeting, shown, talk = live.meeting, view["shown"], live.talk
    is_said = view["talk"] is not None and talk is not None
    means = {one.name: one.text for one in talk.people} if is_said and talk is not None else {}
    ends = [row[end] for row in shown["rows"] for end in ("low", "high")]
    pool = None
    # While another round is held the answers of the one before are shown, without a pool.
    with suppress(Refused):
        pool = said_back(meeting.key or "", Vote(meeting.pool()), live.currency)
    return {
        "rows": [
            {
                **row,
                "strip": _strip(row, min(ends), max(ends)),
                "means": means.get(row["name"], ""),
                "is_apart": row["name"] in shown["outliers"],
            }
            for row in shown["rows"]
        ],
        "median": shown["median"],
        "lowest": shown["lowest"],
        "highest": shown["highest"],
        "pool": pool,
        "talk": view["talk"],
    }


def _strip(row: Mapping[str, Any], least: float, most: float) -> dict[str, float] | None:
    """Where a range lies between the least and the most that anybody says, from the left."""
    if not most > least:
        return None
    room = _WIDTH - 2 * _MARGIN
    return {
        name: round(_MARGIN + room * (row[name] - least) / (most - least), 1)
        for name in ("low", "likely", "high")
    }


def said_back(key: str, vote: Vote, currency: str) -> str:
    """An answer in full, so that nobody is misread: `6,000,000 calls; 1 in 10 below ...`."""
    question = question_of(key)
    assert question is not None
    return understood(question, vote.said.estimate, currency).removeprefix("= ")


def unit_of(key: str, currency: str) -> str:
    """In what a number is typed, in words; empty where it has no unit."""
    question = question_of(key)
    assert question is not None
    return unit_in_words(question, currency)
