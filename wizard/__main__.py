"""The command `payback`, and `python -m wizard`."""

from __future__ import annotations

import importlib.util
import os
import sys


def _postpone(name: str) -> None:
    """Let a module of the standard library be executed when it is first used, not imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None or name in sys.modules:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


# Pydantic looks for plugins in every installed distribution before it builds a model. This program
# uses none, and the search with what it imports would be a fifth of a short command's time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
_postpone("importlib.metadata")


def main() -> None:
    """Run the command line and exit with its status."""
    from wizard.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
