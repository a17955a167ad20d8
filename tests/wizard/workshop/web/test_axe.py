"""Participants' pages as axe-core finds them: for who does not see, or sees little."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rules.workshop.meeting import Meeting
from tests.environment import ROOT
from tests.wizard.cases import SAMPLES
from tests.wizard.workshop.web.browser import DAY, Room
from tests.wizard.workshop.web.chromium import BINARY, DESKTOP, PHONE, Chromium, Tab
from wizard.cli import run

AXE = ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
pytestmark = [
    pytest.mark.skipif(not BINARY, reason="no Chromium on this machine"),
    pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: `make axe` fetches it by npm"),
]

FINDINGS = """
axe.run(document, {resultTypes: ["violations"]}).then((found) => found.violations.flatMap((one) =>
    one.nodes.map((node) => `${one.id}: ${one.help} (${node.target}): ${node.failureSummary}`)))
"""


async def looks(tab: Tab, page: str) -> None:
    """Have a page looked at in two sizes, in light and in dark: nothing is found."""
    await tab.run(AXE.read_text("utf-8"))
    # What opens and closes is looked at open.
    await tab.run("document.querySelectorAll('details').forEach((one) => one.open = true)")
    for size, is_dark in ((PHONE, False), (DESKTOP, True)):
        await tab.look(size, is_dark=is_dark)
        found = await tab.run(FINDINGS, is_awaited=True)
        assert found == [], f"{page}, {size}, {'dark' if is_dark else 'light'}"


async def test_nothing_is_found_on_the_way_through_a_workshop(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs(3) as (ada, bo, cy):
        await ada.open(here.base + "/")
        await looks(ada, "without an invitation")
        await ada.open(here.server.join_url)
        await ada.until_shown("Join the workshop")
        await looks(ada, "join")
        for tab, name in ((ada, "Ada"), (bo, "Bo")):
            await tab.open(here.server.join_url)
            await tab.type("name", name)
            await tab.press("Join")
            await tab.until_shown("Wait for the next question")
        await looks(ada, "wait")

        here.ask()
        await ada.until_shown("Your estimate")
        await looks(ada, "question")
        await ada.type("likely", "many")
        await ada.press("Send my answer")
        await ada.until_shown("Nothing was sent yet")
        await looks(ada, "mistake")
        await ada.run("document.getElementById('likely').value = ''")
        for tab, likely in ((ada, "6M"), (bo, "60M")):
            await tab.type("low", "4M")
            await tab.type("likely", likely)
            await tab.type("high", "80M")
            # One reason is long enough to be folded.
            await tab.type("reason", "as the gateway counts " * (1 if tab is ada else 30))
            await tab.press("Send my answer")
            await tab.until_shown("80,000,000")
        await looks(ada, "sent")
        here.do(Meeting.reveal)
        await ada.until_shown("From 6M to 60M")
        await looks(ada, "answers")
        here.do(lambda meeting: meeting.again(DAY))
        await ada.until_shown("Round 2")
        await looks(ada, "second round")

        await ada.press("Leave")
        await ada.until_shown("You have left")
        await looks(ada, "left")
        await cy.open(here.server.join_url)
        await cy.type("name", "Ada")
        await cy.press("Join")
        await cy.until_shown("Your name is needed again")
        await looks(cy, "a name that is taken")
        await cy.press("Ask to come back as Ada")
        await cy.until_shown("Wait for the facilitator")
        await looks(cy, "asking to come back")


READ = ("heading", "group Your", "textbox", "button")


async def read_out(tab: Tab) -> list[str]:
    """Role and name of all parts of a page, in the order in which a screen reader comes to them."""
    found = (await tab.call("Accessibility.getFullAXTree"))["nodes"]
    nodes = {one["nodeId"]: one for one in found}

    def below(one: dict[str, Any]) -> Iterator[str]:
        if not one["ignored"]:
            yield f"{one['role']['value']} {one.get('name', {}).get('value', '')}".strip()
        for child in one.get("childIds", ()):
            yield from below(nodes[child])

    return [*below(found[0])]


async def test_the_parts_of_a_question_are_read_in_their_order(
    here: Room, chromium: Chromium
) -> None:
    async with chromium.tabs() as (ada,):
        await ada.open(here.server.join_url)
        await ada.type("name", "Ada")
        await ada.press("Join")
        await ada.until_shown("Wait for the next question")
        here.ask()
        await ada.until_shown("Your estimate")
        heard = [one for one in await read_out(ada) if one.startswith(READ)]
        assert heard == [
            "heading Calls per month",
            "group Your estimate in calls",
            "textbox Likely",
            "textbox Low",
            "textbox High",
            "textbox Reason (shown with the number)",
            "button Send my answer",
            "button Leave",
        ]


async def test_nothing_is_found_in_a_report(tmp_path: Path, chromium: Chromium) -> None:
    report = tmp_path / "report.html"
    assert (
        run(
            [
                "report",
                str(SAMPLES["support_ticket_classifier"]),
                "--format",
                "html",
                "-o",
                str(report),
            ]
        )
        == 0
    )
    async with chromium.tabs() as (reader,):
        await reader.open(report.as_uri())
        await looks(reader, "report")
