"""What every request has to pass before anything looks at it, and what every answer carries.

Source: docs/decisions/0028-who-may-open-a-participants-page.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from wizard.workshop.web.address import Address
from wizard.workshop.web.connections import HEADERS, connection_of

LARGEST_BODY = 32 * 1024
"""Bytes: the longest reason that counts, each letter at its longest, and the numbers."""
MOST_FIELDS = 8
SECONDS_FOR_A_BODY = 15
LONGEST_LINE = 2_048
LONGEST_FIELD = 4_096
MOST_FIELDS_OF_HEAD = 64

_SAFE = ("GET", "HEAD")
NO_SUCH_PAGE: Final = (
    "There is no such page. To join, open the address that is on the facilitator's screen now:"
    " once it is renewed, an earlier one lets nobody in."
)
"""Of whatever address: whether it was one to join by cannot be told from it."""
Show = Callable[[HTTPStatus, str], web.Response]


class TurnedAway(Exception):
    """A request that is not answered with a page of the workshop."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        """What is wrong and what to do, as a sentence."""


def guard(address: Callable[[], Address], show: Show) -> Middleware:
    """The outermost middleware, with the address of the server and the page of a refusal."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _check(request, address())
            response = await handler(request)
        except TurnedAway as refusal:
            response = show(refusal.status, refusal.message)
        except web.HTTPException as other:
            # What the router has no place for is one answer, so that nothing can be told from it.
            status = HTTPStatus(other.status)
            if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
                response = show(HTTPStatus.NOT_FOUND, NO_SUCH_PAGE)
            else:
                response = show(status, f"{status.phrase}.")
        return response

    return guarded


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Give a response the headers that all of them have, streams and refusals too."""
    response.headers.update(HEADERS)


def _check(request: web.Request, address: Address) -> None:
    """Refuse foreign names and foreign pages.

    Raises:
        TurnedAway: where the request did not come by one of our names, or changes something and
            did not come from one of our pages.
    """
    host = _only(request, "Host")
    if host is None or not all(address.takes_host(one) for one in (host, *_named(request))):
        raise TurnedAway(HTTPStatus.MISDIRECTED_REQUEST, "This is not the address of a workshop.")
    origin = _only(request, "Origin")
    is_ours = origin is not None and address.takes_origin(origin, host)
    is_asked_from_elsewhere = "Origin" in request.headers and not is_ours
    if is_asked_from_elsewhere or (request.method not in _SAFE and not is_ours):
        raise TurnedAway(
            HTTPStatus.FORBIDDEN,
            "This did not come from a page of the workshop. Open the page itself and send again.",
        )


def _named(request: web.Request) -> tuple[str, ...]:
    """The host that the target of a request names, where it is no path alone.

    Such a name counts instead of the header (RFC 9112, 3.2.2), so it is held against the same list.
    """
    target = request.raw_path
    if target.startswith("/"):
        return ()
    try:
        return (urlsplit(target).netloc,)
    except ValueError:
        return ("",)


def require_own_page(request: web.Request) -> None:
    """Refuse what a browser says another site asked for.

    Raises:
        TurnedAway: where it does.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise TurnedAway(HTTPStatus.FORBIDDEN, "This did not come from a page of the workshop.")


def _only(request: web.Request, name: str) -> str | None:
    """The value of a header that stands there once."""
    values = request.headers.getall(name, [])
    return values[0] if len(values) == 1 else None


async def read_form(request: web.Request) -> Mapping[str, str]:
    """The fields of a form, without ever holding more than the largest body.

    Raises:
        TurnedAway: where it is no such form, too large, or too slow to come.
    """
    head = request.headers
    if request.content_type != "application/x-www-form-urlencoded" or "Content-Encoding" in head:
        raise TurnedAway(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This is not the form of the page.")
    if (request.content_length or 0) > LARGEST_BODY:
        raise _too_large()
    body = bytearray()
    try:
        with connection_of(request).waiting_for_a_body():
            async with asyncio.timeout(SECONDS_FOR_A_BODY):
                while chunk := await request.content.readany():
                    body += chunk
                    if len(body) > LARGEST_BODY:
                        raise _too_large()
    except web.RequestPayloadError:
        raise _unreadable() from None
    except TimeoutError:
        raise TurnedAway(
            HTTPStatus.REQUEST_TIMEOUT, "Your answer took too long to arrive. Send it again."
        ) from None
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=MOST_FIELDS,
            errors="strict",
        )
    except ValueError:
        raise _unreadable() from None
    return {name: value.replace("\r\n", "\n") for name, value in fields}


def _unreadable() -> TurnedAway:
    return TurnedAway(HTTPStatus.BAD_REQUEST, "The form cannot be read.")


def _too_large() -> TurnedAway:
    return TurnedAway(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "That is too long to be taken. Shorten it, where you typed it: your text is still there.",
    )
