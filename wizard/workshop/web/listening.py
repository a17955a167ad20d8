"""Listening for requests on one address, as long as a workshop lasts."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Iterable

from aiohttp import web

from rules.answers.problem import Problem
from wizard.problems import InputUnusable
from wizard.workshop.web import guard
from wizard.workshop.web.connections import Connections

_GOODBYE_SECONDS = 1.0
_OF_A_CONNECTION = {
    "access_log": None,
    "logger": logging.getLogger("payback.workshop"),
    # For another request to begin on a connection that had one.
    "keepalive_timeout": 20.0,
    "lingering_time": _GOODBYE_SECONDS,
    "max_line_size": guard.LONGEST_LINE,
    "max_field_size": guard.LONGEST_FIELD,
    "max_headers": guard.MOST_FIELDS_OF_HEAD,
    "auto_decompress": False,
}


async def listen(
    app: web.Application, connections: Connections, host: str, ports: Iterable[int]
) -> tuple[web.AppRunner, asyncio.Server]:
    """Listen on the first of some ports that can be had; 0 is any that is free.

    Raises:
        InputUnusable: where none can be had.
    """
    runner = web.AppRunner(
        app,
        handle_signals=False,
        shutdown_timeout=_GOODBYE_SECONDS,
        # Whoever waits for news and goes is known to be gone at once.
        handler_cancellation=True,
    )
    await runner.setup()
    assert runner.server is not None
    protocols = connections.protocols(runner.server, **_OF_A_CONNECTION)
    problems = []
    for port in ports:
        try:
            server = await asyncio.get_running_loop().create_server(protocols, host, port)
        except OSError as error:
            problems.append(_taken(host, port, error))
        else:
            return runner, server
    await runner.cleanup()
    raise InputUnusable(problems[-1:])


def _taken(host: str, port: int, error: OSError) -> Problem:
    """That nothing can be listened on there, and why."""
    # What asyncio says repeats the address; a name that is not known has a number of its own kind.
    number = error.errno or 0
    why = os.strerror(number) if number > 0 else error.strerror or str(error)
    where = f"{host} port {port}" if port else host
    return Problem(
        f"{where} cannot be listened on: {why}; start again with another --host or --port"
    )
