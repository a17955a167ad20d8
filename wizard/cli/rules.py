"""`payback rules [ID]`: the catalogue of rules."""

from __future__ import annotations

import click

from rules.answers.problem import Problem
from rules.catalog import BY_ID, RULES
from rules.catalog.rule import Rule
from wizard.problems import Exit, InputUnusable


def _ids(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [rule.id for rule in RULES if rule.id.startswith(incomplete)]


@click.command("rules")
@click.argument("rule_id", required=False, metavar="[ID]", shell_complete=_ids)
def command(rule_id: str | None) -> int:
    """List the rules, or explain one."""
    if rule_id is None:
        width = max(len(rule.id) for rule in RULES)
        for one in RULES:
            click.echo(f"{one.id:{width}}  {one.title} ({_caps(one)})")
        return Exit.DONE
    rule = BY_ID.get(rule_id)
    if rule is None:
        raise InputUnusable([_unknown(rule_id)])
    click.echo(f"{rule.id}: {rule.title}")
    click.echo(f"Best verdict it allows: {_caps(rule)}")
    click.echo(f"Fires when {rule.fires_when}.")
    click.echo(f"Remedy: {rule.remedy}")
    return Exit.DONE


def _caps(rule: Rule) -> str:
    return ", ".join(cap or "no cap" for cap in rule.caps)


def _unknown(rule_id: str) -> Problem:
    from difflib import get_close_matches

    close = get_close_matches(rule_id, BY_ID, n=1)
    hint = f"; did you mean {close[0]}?" if close else "; `payback rules` lists them"
    return Problem(f"is not a rule{hint}", rule_id)
