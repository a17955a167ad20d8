"""Fifty participants who answer every second, against the server inside the facilitator's program.

The participants are a process of their own; each holds a stream of news open besides. They took
part before and are let in again. Reference: the same event loop before anybody is there.

    python -m benchmarks.workshop_load [SECONDS] [PARTICIPANTS]
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles

import aiohttp

from benchmarks._timing import WORKED_EXAMPLE
from rules.workshop.meeting import Meeting
from rules.workshop.people import Person
from wizard.sessions.open_session import OpenSession
from wizard.workshop import record
from wizard.workshop.door_file import DoorFile
from wizard.workshop.live import LiveMeeting
from wizard.workshop.web.server import JoinServer

KEY = "volume.calls_per_month"
SECONDS, PARTICIPANTS = 60, 50
_TICK = 0.005
_SPREAD = 1.0
"""Seconds over which the script of the pages spreads what all ask for at once."""


def main() -> None:
    """Measure and print, or be the participants."""
    if "--participants" in sys.argv:
        print(json.dumps(asyncio.run(_participants(*sys.argv[2:5]))))
        return
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    people = int(sys.argv[2]) if len(sys.argv) > 2 else PARTICIPANTS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PAYBACK_HOME"] = folder
        session = Path(folder) / "session.toml"
        shutil.copyfile(WORKED_EXAMPLE, session)
        asyncio.run(_facilitate(OpenSession.open(session), seconds, people))


# ------------------------------------------------------------------------- the server


async def _facilitate(session: OpenSession, seconds: int, people: int) -> None:
    meeting = replace(
        record.resume(session),
        people=tuple(Person(_name(number), is_here=False) for number in range(people)),
    )
    live = LiveMeeting(meeting, keep=lambda one: record.keep(session, one))
    server = JoinServer(live, file=DoorFile(lambda: session.file.path))
    await server.start()
    live.apply(lambda one: one.ask(KEY, date.today()))
    alone = await _delays(1.0)
    memory = _memory_kib()
    crowd = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.workshop_load", "--participants",
        server.join_url, str(seconds), str(people), stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    while len(server.reception.connected) < people:
        for claim in server.reception.claims:
            server.reception.let_in(claim.code)
        await asyncio.sleep(0.05)
    inside = _memory_kib()
    cpu, wall = time.process_time(), time.perf_counter()
    delays = await _delays(seconds + 1)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    # Every answer has been confirmed by now; a program that starts anew has only the disk.
    await asyncio.sleep(1.5)
    found = record.resume(OpenSession.open(_path(session)))
    live.apply(Meeting.reveal)
    reveal = await _delays(1.5)
    said, _ = await crowd.communicate()
    result = json.loads(said)
    await server.stop()
    live.stop()
    lost = _lost(found, result["last"])
    latencies = result["latencies"]
    print(
        f"{people} participants for {seconds} s: {len(latencies)} answers of {result['sent']} taken"
    )
    print(f"not on disk at the end           {lost:8}")
    print(f"an answer until it is confirmed  {_figures(latencies)}")
    print(f"delay of the event loop, alone   {_figures(alone)}")
    print(f"delay of the event loop, loaded  {_figures(delays)}")
    print(f"... while all open the reveal    {_figures(reveal)}   most {max(reveal) * 1000:.1f} ms")
    print(
        f"processor                        {cpu / wall:8.1%} of one, {cpu / wall / people:.2%} each"
    )
    print(
        f"memory                           {(inside - memory) / people:8.0f} KiB each to join,"
        f" {(_memory_kib() - memory) / people:.0f} KiB at the end"
    )
    if lost or len(latencies) != result["sent"]:
        sys.exit("an answer was lost")


def _path(session: OpenSession) -> Path:
    assert session.file.path is not None
    return session.file.path


def _lost(found: Meeting, last: dict[str, float]) -> int:
    """How many people's last confirmed answers a program that starts anew does not find."""
    ballot = found.latest(KEY)
    votes = {} if ballot is None else ballot.votes
    return sum(name not in votes or votes[name].said.likely != said for name, said in last.items())


async def _delays(seconds: float) -> list[float]:
    """How late the event loop comes back to something that wanted to be woken, over a time."""
    late, end = [], time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        await asyncio.sleep(_TICK)
        late.append(time.perf_counter() - start - _TICK)
    return late


def _memory_kib() -> int:
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * resource.getpagesize() // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _figures(seconds: Sequence[float]) -> str:
    p95 = quantiles(seconds, n=20)[-1]
    return f"median {median(seconds) * 1000:7.2f} ms   p95 {p95 * 1000:7.2f} ms"


# -------------------------------------------------------------------- the participants


def _name(number: int) -> str:
    return f"Person {number + 1}"


async def _participants(url: str, seconds: str, people: str) -> dict[str, object]:
    said = await asyncio.gather(
        *(_participant(url, number, int(seconds), int(people)) for number in range(int(people)))
    )
    return {
        "latencies": [one for latencies, _ in said for one in latencies],
        "sent": int(seconds) * int(people),
        "last": {_name(number): last for number, (_, last) in enumerate(said)},
    }


async def _participant(
    url: str, number: int, seconds: int, people: int
) -> tuple[list[float], float]:
    base, _, token = url.partition("/join/")
    latencies, last = [], 0.0
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Origin": base}
    ) as browser:
        form = {"token": token, "name": _name(number), "ask": "yes"}
        async with browser.post(f"{base}/join", data=form) as response:
            response.raise_for_status()
        async with browser.get(f"{base}/events", timeout=aiohttp.ClientTimeout()) as news:
            await _until(news, b"answered")
            revealed = asyncio.create_task(_until(news, b"shown"))
            begin = time.perf_counter() + 1 + number / people
            for turn in range(seconds):
                await asyncio.sleep(max(0.0, begin + turn - time.perf_counter()))
                value = 1_000_000 + turn * 1_000 + number
                form = {"question": KEY, "round": "1", "likely": str(value), "reason": "so far"}
                form["id"] = f"{number:08}-{turn:08}"
                start = time.perf_counter()
                async with browser.post(
                    f"{base}/answer", data=form, allow_redirects=False
                ) as response:
                    if response.status == 303:
                        latencies.append(time.perf_counter() - start)
                        last = float(value)
            await revealed
            await asyncio.sleep(random.random() * _SPREAD)
            async with browser.get(base) as response:
                assert "median" in await response.text()
    return latencies, last


async def _until(news: aiohttp.ClientResponse, word: bytes) -> None:
    while word not in await news.content.readline():
        pass


if __name__ == "__main__":
    main()
