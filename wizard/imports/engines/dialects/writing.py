"""The one query, written in another kind of SQL: sqlglot, and a small table for what it gets wrong.

What a user says stands in the text as a literal then, escaped as that dialect wants it.

Source: docs/decisions/0089-one-query-in-many-dialects.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from wizard.extras import needs_extra
from wizard.imports.engines.dialects.dialect import Dialect


def written(
    statement: str,
    dialect: Dialect,
    values: Mapping[str, str | datetime],
    *,
    pretty: bool = False,
) -> str:
    """A query of DuckDB's SQL and its parameters in another dialect; `pretty` for people.

    Raises:
        InputUnusable: where sqlglot is not installed.
        UnsupportedThere: where the dialect has no way for what is in it.
    """
    try:
        import sqlglot
        from sqlglot import exp
    except ImportError:
        raise needs_extra("the query for a database needs", "sql") from None
    tree: Any = sqlglot.parse_one(statement, read="duckdb")
    if any(one.name not in _TRANSLATED for one in tree.find_all(exp.Anonymous)):
        raise UnsupportedThere
    for number, query in enumerate(tree.find_all(exp.Subquery)):
        # Most want a name for each, and a scalar one in a list of columns takes it as its heading.
        if not query.alias and isinstance(query.parent, exp.From | exp.Join):
            query.set("alias", exp.TableAlias(this=exp.to_identifier(f"part{number}")))
    if dialect.name != "duckdb":
        for step in tree.find_all(exp.CTE):
            step.set("materialized", None)
    if dialect.unfolds_steps:
        for step in tree.find_all(exp.CTE):
            if isinstance(step.this, exp.Select):
                step.set("this", step.this.offset(0))
    base: Any = sqlglot.Dialect.get_or_raise(dialect.name).generator_class
    handlers = _handlers(dialect, values, base)
    generator: Any = type("Written", (base,), {"TRANSFORMS": {**base.TRANSFORMS, **handlers}})
    text = generator(
        dialect=dialect.name, identify=True, pretty=pretty, comments=False, max_text_width=100
    ).generate(tree)
    return f"{text}\n{dialect.ends_with}".rstrip()


_TRANSLATED: Final = frozenset({"EPOCH_US", "HASH", "TIMEZONE"})
"""Of the functions that sqlglot does not know, those that are written anew here."""


class UnsupportedThere(Exception):
    """A dialect has no way for a part of the query."""


def _filled(pattern: str, *parts: str) -> str:
    if not pattern:
        raise UnsupportedThere
    return pattern.format(*parts)


def _handlers(
    dialect: Dialect, values: Mapping[str, str | datetime], base: Any
) -> dict[Any, Callable[[Any, Any], str]]:
    """What is written for parts of the query, by their kind."""
    from sqlglot import exp

    text = exp.DataType.build("varchar", dialect="duckdb")

    def otherwise(self: Any, one: Any) -> str:
        handler = base.TRANSFORMS.get(type(one))
        if handler is not None:
            return str(handler(self, one))
        method = getattr(self, f"{one.key}_sql", self.function_fallback_sql)
        return str(method(one))

    def quoted(self: Any, text: str) -> str:
        return str(self.sql(exp.Literal.string(text)))

    def moment(self: Any, text: str) -> str:
        return _filled(dialect.moment, quoted(self, text))

    def anonymous(self: Any, one: Any) -> str:
        parts = [self.sql(part) for part in one.expressions]
        match one.name:
            case "EPOCH_US":
                return _filled(dialect.micros, *parts)
            case "HASH" if dialect.hash:
                return _filled(dialect.hash, ", ".join(parts))
            case "HASH":
                return str(self.sql(in_a_row(one.expressions)))
        return otherwise(self, one)

    def in_a_row(parts: Any) -> Any:
        """Texts, each behind its length, so that no two lists of them are one."""
        whole: Any = None
        for part in parts:
            told = exp.cast(part.copy(), text)
            length = exp.cast(exp.Length(this=told.copy()), text)
            for piece in (length, exp.Literal.string(":"), told):
                whole = piece if whole is None else exp.DPipe(this=whole, expression=piece)
        return whole

    def cast(self: Any, one: Any) -> str:
        if one.is_type("timestamptz") and one.this.is_string:
            return moment(self, one.this.name)
        if one.is_type("timestamptz") and dialect.time:
            return _filled(dialect.time, self.sql(one.this))
        if one.is_type("json"):
            return _filled(dialect.json, self.sql(one.this))
        return otherwise(self, one)

    def try_cast(self: Any, one: Any) -> str:
        if one.is_type("json"):
            return _filled(dialect.json_of_text or dialect.json, self.sql(one.this))
        pattern = dialect.instant if one.is_type("timestamptz") else dialect.number
        return _filled(pattern, self.sql(one.this))

    def month(self: Any, one: Any) -> str:
        clock = one.this
        if clock.name == "TIMEZONE":
            zone, instant = clock.expressions
            return _filled(dialect.month, self.sql(instant), self.sql(zone))
        (instant,) = clock.this.expressions
        return _filled(dialect.month, self.sql(instant), quoted(self, "UTC"))

    def json_text(self: Any, one: Any) -> str:
        steps = one.expression.expressions[1:]
        if steps and isinstance(steps[0], exp.JSONPathSubscript):
            return _filled(dialect.texts, self.sql(one.this))
        names = [str(step.this) for step in steps]
        if not names:
            raise UnsupportedThere
        return _filled(dialect.json_text, self.sql(one.this), dialect.path(names))

    def explode(self: Any, one: Any) -> str:
        if isinstance(one.this, exp.GenerateSeries):
            end = one.this.args["end"]
            return _filled(dialect.places, self.sql(end), self.sql(end.find(exp.Column)))
        return _filled(dialect.each, self.sql(one.this))

    def parameter(self: Any, one: Any) -> str:
        value = values[one.name]
        if isinstance(value, datetime):
            return moment(self, value.astimezone(UTC).isoformat(" "))
        return quoted(self, value)

    def pair(pattern: str) -> Callable[[Any, Any], str]:
        return lambda self, one: _filled(pattern, self.sql(one.this), self.sql(one.expression))

    def length(self: Any, one: Any) -> str:
        return dialect.length.format(self.sql(one.this)) if dialect.length else otherwise(self, one)

    def cut(self: Any, one: Any) -> str:
        parts = (self.sql(part) for part in (one.this, one.args["start"], one.args["length"]))
        return dialect.cut.format(*parts) if dialect.cut else otherwise(self, one)

    return {
        exp.Anonymous: anonymous,
        exp.ArrayContains: pair(dialect.contains),
        exp.ArrayDistinct: lambda self, one: _filled(dialect.distinct, self.sql(one.this)),
        exp.ArrayToString: pair(dialect.joined),
        exp.Cast: cast,
        exp.Explode: explode,
        exp.JSONExtractScalar: json_text,
        exp.Length: length,
        exp.Placeholder: parameter,
        exp.RegexpLike: pair(dialect.matches),
        exp.Substring: cut,
        exp.TimestampTrunc: month,
        exp.Try: lambda self, one: str(self.sql(one.this)),
        exp.TryCast: try_cast,
        exp.UnixToTime: lambda self, one: _filled(dialect.since_1970, self.sql(one.this)),
    }
