"""The command `payback`, and `python -m wizard`."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_PLUGINS = "pydantic.plugin._loader"


def _without_plugin_search() -> None:
    """Spare pydantic the search for plugins, of which this program has none.

    Before it builds a model pydantic imports what lists installed distributions, mail and archive
    modules with it: a tenth of a short command. Whatever else it may want of its loader, in this
    version or another, it gets from the real one.
    """

    def from_the_real_one(name: str) -> Any:
        if name.startswith("__"):
            # The import system looks whether the module is a package.
            raise AttributeError(name)
        del sys.modules[_PLUGINS]
        return getattr(import_module(_PLUGINS), name)

    stand_in = ModuleType(_PLUGINS)
    stand_in.__dict__.update(get_plugins=tuple, __getattr__=from_the_real_one)
    sys.modules[_PLUGINS] = stand_in


_without_plugin_search()
# No matrix here is large enough for several threads, and numpy would start them as it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Modules live until the end, so the many collections while they load find nothing.
gc.set_threshold(150_000)


def main() -> None:
    """Run the command line and exit with its status."""
    try:
        from wizard import process

        if any(":" in one for one in sys.argv[1:]):
            from wizard.credentials import hide_passwords

            hide_passwords()
        process.open_streams()
        try:
            with process.ending_in_order():
                from wizard.cli import run

                status = run([process.text_of(one) for one in sys.argv[1:]])
        finally:
            process.close_streams()
    except KeyboardInterrupt:
        # Before the command line was there to take it.
        status = 130
    # What is left ends with the process: the interpreter would search all of it for cycles first.
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()
