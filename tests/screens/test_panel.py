"""What stands in the panel beside the figures, as far as there is room."""

from __future__ import annotations

from screens.widgets.verdict_panel import VerdictPanel
from tests.screens.drive import Driver, at, driven, joined, present, press, sample, shown, until

HELD_BACK = "low_volume_contract_review"


def panel(pilot: Driver) -> list[str]:
    """Its lines, without what stands beside it."""
    region = pilot.app.screen.query_one(VerdictPanel).region
    lines = shown(pilot.app).splitlines()[region.y : region.bottom]
    return [line[region.x : region.right].strip() for line in lines]


async def test_a_panel_says_what_holds_the_verdict_back_and_what_to_do() -> None:
    async with driven(sample(HELD_BACK), (160, 50)) as (app, pilot):
        await until(pilot, lambda: present(app))
        said = joined(panel(pilot))
        assert "▸ Cash does not come back Cut the upfront, or raise what a call saves." in said
        assert "▸ Terms not reviewed Have the terms read" in said
        # The curve stands below, with what was paid at its bottom.
        assert "Balance month by month, €33,055 upfront" in said
        assert "36 months" in panel(pilot)[-2]


async def test_where_there_is_less_room_the_reasons_stay_and_then_the_figures() -> None:
    async with driven(sample(HELD_BACK), (110, 32)) as (app, pilot):
        await until(pilot, lambda: present(app))
        assert "▸ Terms not reviewed" in panel(pilot)
        assert "Balance" not in joined(panel(pilot))
        await pilot.resize_terminal(110, 24)
        await until(pilot, lambda: "▸ Volume below break-even" in panel(pilot))
        assert "raise what a call saves" not in joined(panel(pilot))


async def test_a_figure_stands_beside_its_label_in_the_smallest_panel() -> None:
    async with driven(sample("support_ticket_classifier"), (106, 30)) as (_, pilot):
        await at(pilot, "volume.calls_per_month")
        lines = [" ".join(line.split()) for line in panel(pilot)]
        assert "Payback 2.4 months" in lines
        assert "Net present value $384,779" in lines


async def test_the_curve_follows_every_key() -> None:
    async with driven(sample("support_ticket_classifier"), (120, 50)) as (_, pilot):
        await at(pilot, "upfront.training_compute")
        await until(pilot, lambda: "$41,092 upfront" in joined(panel(pilot)))
        await press(pilot, "0")
        await until(pilot, lambda: "$41,092 upfront" not in joined(panel(pilot)))
        assert "upfront" in joined(panel(pilot))


async def test_free_lines_show_what_the_step_makes_and_follow_every_key() -> None:
    async with driven(sample("support_ticket_classifier"), (100, 30)) as (app, pilot):
        await at(pilot, "volume.monthly_growth")
        await until(pilot, lambda: "In 36 months  8.5M a month" in shown(app))
        assert "█ student  ░ teacher" in shown(app)
        await press(pilot, "ctrl+u", *"0")
        await until(pilot, lambda: "8.5M a month" not in shown(app))
        await at(pilot, "upfront.engineering_time")
        await until(pilot, lambda: "Together          $41,092" in shown(app))
