"""`payback schema`: the JSON Schema of a session, for editors."""

from __future__ import annotations

import json

import click

from wizard.problems import Exit


@click.command("schema")
def command() -> int:
    """Print the JSON Schema of a session.

    Editors that check TOML by a schema (Taplo, Even Better TOML) then complete and explain keys:
    save it beside your sessions and write `#:schema ./session.schema.json` as the first line.
    """
    from wizard.sessions.json_schema import session_schema

    click.echo(json.dumps(session_schema(), indent=2, ensure_ascii=False))
    return Exit.DONE
