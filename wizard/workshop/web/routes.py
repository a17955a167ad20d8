"""What participants' pages can be asked for, and what they can send."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from rules.questions import Question, question_of
from rules.workshop.meeting import Meeting
from rules.workshop.refused import Refused
from rules.workshop.votes import Typed, VoteUnusable
from wizard.workshop.web.answers import knows_of, read_answer, stands, typed_in
from wizard.workshop.web.guard import TurnedAway, read_form
from wizard.workshop.web.joining import Joining, see
from wizard.workshop.web.news import Newsroom
from wizard.workshop.web.pages import Form, Pages, said_back
from wizard.workshop.web.seats import Room, Seat
from wizard.workshop.web.streaming import Streaming


class Routes:
    """The handlers of one workshop."""

    def __init__(
        self, room: Room, pages: Pages, news: Newsroom, joining: Joining, streaming: Streaming
    ) -> None:
        self._live, self._seats, _, self._told, self._kept = room
        self._pages = pages
        self._news = news
        self._joining = joining
        self._streaming = streaming
        self._turn = asyncio.Lock()

    def add_to(self, app: web.Application) -> None:
        """Give a server these pages and no others."""
        add = app.router
        add.add_get("/join/{token}", self._joining.invitation)
        add.add_post("/join", self._joining.join)
        add.add_get("/", self.home)
        add.add_get("/state", self._streaming.state)
        add.add_get("/events", self._streaming.events)
        for path, handler in (
            ("/answer", self.answer),
            ("/dissent", self.dissent),
            ("/leave", self.leave),
            ("/back", self.back),
        ):
            add.add_post(path, handler)
            # Whoever reloads a page that followed a form finds the page itself.
            add.add_get(path, self._to_home)
        add.add_get("/page.css", self._asset("page.css"))
        add.add_get("/page.js", self._asset("page.js"))

    # --------------------------------------------------------------------- reading

    async def home(self, request: web.Request) -> web.StreamResponse:
        """The page of whoever asks, as it is now."""
        async with self._turn:
            # One page in one turn of the event loop: what else happens there comes in between.
            await asyncio.sleep(0)
            seat = self._joining.present(request)
            return self._page(seat, is_changing="change" in request.query)

    # --------------------------------------------------------------------- sending

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """An answer to the question that was on the page."""
        seat, form = await self._posted(request)
        if form in seat.sent:
            return await self._taken(seat, form)
        late = self._if_late(seat, form)
        if late is not None:
            is_known = stands(self._live.meeting, seat.name, form, self._live.currency)
            return await self._taken(seat, form) if is_known else late
        unseen = self._if_unseen(seat, form)
        if unseen is not None:
            return unseen
        typed = typed_in(form)
        try:
            vote = read_answer(form["question"], typed, self._live.currency)
            self._live.apply(lambda meeting: meeting.vote(seat.name, vote))
        except Refused as refused:
            wrong = refused.fields if isinstance(refused, VoteUnusable) else None
            kept = Form(typed, wrong or {"likely": refused.message}, was_sent=True)
            return self._page(seat, form=kept, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return await self._taken(seat, form)

    def _if_late(self, seat: Seat, form: Mapping[str, str]) -> web.Response | None:
        """What becomes of an answer to another question or round than is open; else None."""
        typed, ballot = typed_in(form), self._live.meeting.ballot
        question = question_of(form.get("question", ""))
        if ballot is None and question is not None and self._is_broken_off(form):
            # Whoever started the program anew has not opened the question yet.
            return self._unsent(seat, self._label(question), typed)
        if question is None or ballot is None or ballot.key != form["question"]:
            label = "" if question is None else question.label
            return self._unsent(seat, label, typed, "the facilitator went on")
        if ballot.is_revealed:
            late = "the answers of this round were revealed"
            return self._unsent(seat, self._label(question), typed, late)
        if form.get("round") != str(ballot.number):
            notice = f"Round {ballot.number} has begun meanwhile. Nothing was sent: look at the"
            notice += " answers of the round before, and send it again."
            kept = Form(typed, {}, notice, was_sent=True)
            return self._page(seat, form=kept, status=HTTPStatus.CONFLICT)
        return None

    def _is_broken_off(self, form: Mapping[str, str]) -> bool:
        """Whether a form is of a round that goes on once its question is opened again."""
        latest = self._live.meeting.latest(form["question"])
        if latest is None or latest.is_revealed:
            return False
        return form.get("round") == str(latest.number)

    def _label(self, question: Question) -> str:
        return self._live.labels.get(question.key, question.label)

    def _if_unseen(self, seat: Seat, form: Mapping[str, str]) -> web.Response | None:
        """What becomes of an answer by a page that does not know of the one before; else None."""
        meeting, currency = self._live.meeting, self._live.currency
        own = meeting.answer_of(seat.name)
        if (
            own is None
            or knows_of(own, form)
            or seat.sent.comes_from_its_page(form)
            or stands(meeting, seat.name, form, currency)
        ):
            return None
        said = said_back(form["question"], own, currency)
        notice = f"You have answered already, on another page: {said}. Nothing was sent: what"
        notice += " stands here takes the place of that once you send it again."
        kept = Form(typed_in(form), {}, notice, was_sent=True)
        return self._page(seat, form=kept, status=HTTPStatus.CONFLICT)

    async def _taken(self, seat: Seat, form: Mapping[str, str]) -> web.StreamResponse:
        """What somebody sent counts; it is confirmed once it is on disk."""
        seat.sent.take(form)
        await self._kept()
        return see("/")

    def _unsent(self, seat: Seat, label: str, typed: Typed, late: str = "") -> web.Response:
        return self._pages.unsent(self._live, self._news.of(seat), label, typed, late)

    async def dissent(self, request: web.Request) -> web.StreamResponse:
        """Somebody does not share what was agreed, or does after all."""
        seat, form = await self._posted(request)
        name = seat.name
        if form in seat.sent:
            return await self._taken(seat, form)
        meeting, key = self._live.meeting, form.get("question", "")
        # While nothing is open, as after the program was started anew, nobody has gone on.
        if meeting.key not in (key, None) or not meeting.is_settled(key):
            settled = meeting.agreement(key)
            kept = None if settled is None else settled.dissent.get(name)
            if settled is not None and kept == _dissent_in(form):
                return await self._taken(seat, form)
            question = question_of(key)
            label = "" if question is None else self._live.labels.get(key, question.label)
            return self._unsent(seat, label, typed_in(form), "the facilitator went on")
        if "withdraw" in form:
            self._apply(lambda meeting: meeting.withdraw_dissent(name, key))
        else:
            self._apply(lambda meeting: meeting.dissent(name, form.get("reason", ""), key))
        return await self._taken(seat, form)

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """Somebody leaves; who has only asked to come back asks no more."""
        claiming = self._joining.seat_of(request)
        if claiming is not None and claiming.claim is not None:
            self._seats.drop(claiming)
            self._told()
            return self._pages.refusal(HTTPStatus.OK, "You ask no more to come back.")
        seat, form = await self._posted(request)
        self._apply(lambda meeting: meeting.leave(seat.name))
        return await self._taken(seat, form)

    async def back(self, request: web.Request) -> web.StreamResponse:
        """Somebody who left is here again."""
        seat, form = await self._posted(request)
        self._apply(lambda meeting: meeting.come_back(seat.name))
        return await self._taken(seat, form)

    # --------------------------------------------------------------------- helpers

    async def _posted(self, request: web.Request) -> tuple[Seat, Mapping[str, str]]:
        """Who sends a form, and what.

        Raises:
            TurnedAway: where the cookie is nobody's, or they send too often.
        """
        form = await read_form(request)
        # After the form has arrived: who lost their place meanwhile has lost it.
        seat = self._joining.present(request)
        if seat.claim is not None:
            raise TurnedAway(HTTPStatus.FORBIDDEN, "Wait until the facilitator has let you in.")
        if not seat.posts.take():
            raise TurnedAway(
                HTTPStatus.TOO_MANY_REQUESTS, "That was too often. Go back, wait, send it again."
            )
        return seat, form

    def _apply(self, event: Callable[[Meeting], Meeting]) -> None:
        try:
            self._live.apply(event)
        except Refused as refused:
            raise TurnedAway(HTTPStatus.CONFLICT, f"{refused.message}.") from None

    def _page(
        self,
        seat: Seat,
        *,
        is_changing: bool = False,
        form: Form | None = None,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> web.Response:
        return self._pages.of(
            self._live,
            seat,
            self._news.of(seat),
            is_changing=is_changing,
            form=form,
            status=status,
        )

    async def _to_home(self, request: web.Request) -> web.StreamResponse:
        return see("/")

    def _asset(self, name: str) -> Handler:
        async def send(request: web.Request) -> web.StreamResponse:
            return self._pages.asset(name)

        return send


def _dissent_in(form: Mapping[str, str]) -> str | None:
    """The reason of a dissent that is sent; None where one is withdrawn."""
    return None if "withdraw" in form else form.get("reason", "").strip()
