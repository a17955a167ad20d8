"""What a plain case costs (docs/specification.md, 1.2 and 2.1 to 2.3)."""

from __future__ import annotations

import random

from .building import (
    ITEMS,
    SHEETS,
    Session,
    nice,
    savings_of,
    split,
    spread,
    teacher_cost,
    value_at,
)


def teacher_part(rng: random.Random, calls: float) -> Session:
    """Teacher: cost direct, by tokens or by the bill, sometimes by several."""
    teacher: Session = {"model": rng.choice(["acme/large", "globex/max", ""])}
    style = rng.random()
    if style < 0.55:
        teacher["cost_per_1k_calls"] = nice(spread(rng, 1, 40))
    if 0.5 <= style < 0.85:
        teacher["tokens"] = tokens(rng, 1.0)
    if style >= 0.8 or rng.random() < 0.03:
        teacher["bill_per_month"] = nice(spread(rng, 1, 40) * calls / 1000)
    if rng.random() < 0.4:
        teacher["annual_price_change"] = round(
            rng.choice([-0.5, -0.3, -0.2, -0.1, 0.05, 0.3, 0.0]), 2
        )
    if rng.random() < 0.5:
        teacher["p95_latency_seconds"] = nice(rng.uniform(0.5, 8), 2)
    return teacher


def tokens(rng: random.Random, price_level: float) -> Session:
    """A tokens worksheet (2.1) with cached + written within input."""
    total = rng.randint(200, 6000)
    sheet: Session = {"input": total, "output": rng.randint(20, 900)}
    sheet["input_price"] = nice(price_level * spread(rng, 0.8, 5))
    sheet["output_price"] = nice(price_level * spread(rng, 3, 25))
    if rng.random() < 0.4:
        sheet["cached_input"] = int(total * rng.uniform(0.1, 0.6))
        if rng.random() < 0.7:
            sheet["cached_input_price"] = nice(sheet["input_price"] * 0.1)
    if rng.random() < 0.25:
        sheet["cache_write_input"] = int(total * rng.uniform(0.0, 0.4))
        if rng.random() < 0.7:
            sheet["cache_write_price"] = nice(sheet["input_price"] * 1.25)
    if rng.random() < 0.3:
        sheet["batch_share"] = round(rng.uniform(0, 1), 2)
        if rng.random() < 0.5:
            sheet["batch_discount"] = round(rng.uniform(0.2, 0.6), 2)
    return sheet


def hosting(rng: random.Random, handled: float) -> Session:
    """A hosting worksheet (2.2), from one replica to many."""
    sheet: Session = {"gpu_price_per_hour": nice(spread(rng, 0.4, 5))}
    wanted = rng.choice([0.2, 0.7, 1.5, 3, 8, 30, 80])
    speed = handled / (730 * 3600) * 3 / 0.7 / wanted
    sheet["calls_per_second_per_replica"] = nice(min(max(speed, 0.5), 80))
    if rng.random() < 0.3:
        sheet["gpus_per_replica"] = rng.choice([1, 2, 4])
    if rng.random() < 0.5:
        sheet["peak_to_average"] = nice(rng.uniform(1.2, 6), 2)
    if rng.random() < 0.5:
        sheet["target_load"] = round(rng.uniform(0.4, 0.95), 2)
    if rng.random() < 0.5:
        sheet["min_replicas"] = rng.choice([0, 1, 2, 2, 3, 5])
    if rng.random() < 0.2:
        sheet["hours_per_month"] = rng.choice([720, 744, 300])
    if rng.random() < 0.4:
        sheet["overhead"] = round(rng.uniform(0, 0.4), 2)
    return sheet


def student_part(rng: random.Random, session: Session) -> Session:
    """Student: variable cost, tokens, hosting, fixed cost, in most combinations."""
    student: Session = {"model": rng.choice(["acme/small", "open/8b", ""])}
    cost_t = teacher_cost(session)
    handled = value_at(session, "volume.calls_per_month")
    handled *= value_at(session, "volume.share_moved", 1.0)
    style = rng.choice(["direct", "direct", "tokens", "hosting", "hosting", "both", "fixed"])
    if style in ("direct", "both"):
        student["cost_per_1k_calls"] = nice(cost_t * spread(rng, 0.02, 0.6))
        if rng.random() < 0.05:
            student["cost_per_1k_calls"] = 0
    if style == "tokens" or rng.random() < 0.05:
        student["tokens"] = tokens(rng, rng.uniform(0.03, 0.3))
    if style in ("hosting", "both"):
        student["hosting"] = hosting(rng, handled)
    if style == "fixed" or rng.random() < 0.25:
        student["fixed_cost_per_month"] = nice(handled / 1000 * cost_t * spread(rng, 0.01, 0.6))
    if rng.random() < 0.5:
        student["p95_latency_seconds"] = nice(rng.uniform(0.2, 4), 2)
    return student


def one_item(rng: random.Random, upfront: Session, item: str, amount: float) -> None:
    """One upfront item of about this amount: direct, by worksheet, or both."""
    style = rng.random()
    if style < 0.5:
        upfront[item] = nice(amount)
    if style < 0.45:
        return
    sheet: Session = {}
    upfront[SHEETS[item]] = sheet
    if item == "data_generation":
        per_example = 0.0
        if rng.random() < 0.4:
            sheet["teacher_cost_per_1k_calls"] = nice(spread(rng, 5, 60))
        if rng.random() < 0.5:
            sheet["attempts_per_example"] = rng.choice([1, 2, 4])
        if rng.random() < 0.5:
            sheet["acceptance_rate"] = round(rng.uniform(0.2, 1), 2)
        if rng.random() < 0.6:
            sheet["review_share"] = round(rng.uniform(0.01, 0.3), 2)
            sheet["cost_per_review"] = nice(rng.uniform(0.2, 5), 2)
            per_example = sheet["review_share"] * sheet["cost_per_review"]
        per_example += 0.02
        sheet["examples"] = nice(max(1, amount / per_example))
    elif item == "training_compute":
        if rng.random() < 0.6:
            sheet["gpu_price_per_hour"] = nice(rng.uniform(1, 5), 2)
            sheet["gpu_hours"] = nice(amount / sheet["gpu_price_per_hour"])
        else:
            sheet["million_tokens"] = nice(max(0.1, amount / 20))
            sheet["price_per_million"] = nice(rng.uniform(2, 12), 2)
            if rng.random() < 0.6:
                sheet["epochs"] = rng.randint(1, 4)
        if rng.random() < 0.4:
            sheet["runs"] = rng.randint(1, 5)
    elif item == "evaluation_build":
        sheet["day_rate"] = rng.choice([500, 700, 900])
        sheet["days"] = nice(amount / sheet["day_rate"], 2)
        if rng.random() < 0.4:
            sheet["labels"] = rng.randint(0, 3000)
            sheet["cost_per_label"] = nice(rng.uniform(0.05, 1), 2)
    else:
        sheet["day_rate"] = rng.choice([600, 800, 1000])
        sheet["days_each"] = nice(amount / sheet["day_rate"], 2)
        if rng.random() < 0.3:
            sheet["people"] = rng.choice([1, 2, 3])


def upfront_part(rng: random.Random, session: Session, tidy: bool) -> Session:
    """Upfront: aimed at a payback, with zeros and gaps unless tidy."""
    upfront: Session = {}
    savings = savings_of(session)
    months = rng.choice([rng.uniform(0.3, 2.8), rng.uniform(2, 11), rng.uniform(8, 30), 60])
    if tidy:
        months = rng.choice([rng.uniform(0.5, 2.5), rng.uniform(0.5, 2.5), rng.uniform(3, 11)])
    total = savings * months if savings > 0 else spread(rng, 5_000, 200_000)
    for item, amount in zip(ITEMS, split(rng, total, 4), strict=True):
        chance = rng.random()
        if tidy or chance < 0.82:
            one_item(rng, upfront, item, amount)
        elif chance < 0.9:
            upfront[item] = 0
    if rng.random() < 0.25:
        upfront["other"] = {
            name: nice(total * rng.uniform(0, 0.1))
            for name in rng.sample(["legal review", "licences", "travel"], rng.randint(1, 2))
        }
    if rng.random() < 0.3:
        upfront["contingency"] = rng.choice([0, 0.1, 0.2, 0.5])
    if rng.random() < 0.5:
        upfront["months_to_launch"] = rng.choice([0, 1, 1.5, 2] if tidy else [0, 1, 2, 2.4, 4, 7])
    if rng.random() < 0.4:
        upfront["ramp_months"] = rng.choice([0, 1, 2] if tidy else [0, 1, 2.5, 3, 6])
    if rng.random() < 0.35:
        makers = ["teacher", "other-model", "people", "existing-labels"]
        upfront["labelled_by"] = rng.choice(makers)
    if not any(key in upfront for key in (*ITEMS, *SHEETS.values(), "other")):
        upfront["engineering_time"] = nice(total)
    return upfront
