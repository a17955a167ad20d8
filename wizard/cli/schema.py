"""`payback schema`: the JSON Schema of a session, for editors."""

from __future__ import annotations

import click

from wizard.problems import Exit


@click.command("schema")
def command() -> int:
    """Print the JSON Schema of a session.

    Editors that check TOML by a schema (Taplo, Even Better TOML) then complete and explain keys:
    save it beside your sessions and write `#:schema ./session.schema.json` as the first line, or
    have `payback new --schema` do both.
    """
    from wizard.sessions.schema_file import schema_text

    click.echo(schema_text(), nl=False)
    return Exit.DONE
