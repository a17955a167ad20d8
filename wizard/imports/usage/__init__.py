"""Formats of usage, one module each; `FORMATS` is the list that detection goes through."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.imports.usage.format import Format

_PLACES = {
    "litellm": ("litellm", "SPEND_LOGS"),
    "litellm-page": ("envelopes", "SPEND_LOG_PAGES"),
    "litellm-daily": ("litellm_daily", "TABLES"),
    "litellm-export": ("litellm_daily", "EXPORT"),
    "litellm-download": ("litellm_daily", "DOWNLOAD"),
    "langfuse": ("langfuse", "OBSERVATIONS"),
    "langfuse-trace": ("langfuse", "TRACES"),
    "langfuse-page": ("langfuse_pages", "PAGES"),
    "langfuse-beside": ("langfuse", "BESIDE"),
    "openai": ("openai", "OPENAI"),
    "anthropic": ("anthropic", "ANTHROPIC"),
    "anthropic-console": ("anthropic", "CONSOLE"),
    "openrouter": ("openrouter", "OPENROUTER"),
    "openrouter-activity": ("openrouter", "ACTIVITY"),
    "bedrock": ("bedrock", "BEDROCK"),
    "bedrock-events": ("envelopes", "BEDROCK_EVENTS"),
    "otlp": ("otlp", "OTLP"),
    "claude-code": ("claude_code", "CLAUDE_CODE"),
    "trace": ("trace", "TRACE"),
}
"""Where each format is declared, module and name, in the order in which people meet them."""

NAMES = tuple(_PLACES)
"""What `--format` takes."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format that is told by its structure."""
    return tuple(format_named(name) for name in NAMES)


@cache
def format_named(name: str) -> Format:
    """The format of a name."""
    module, attribute = _PLACES[name]
    found: Format = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found
