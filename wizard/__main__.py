"""The command `payback`, and `python -m wizard`."""

from __future__ import annotations

import gc
import os
import sys

# Pydantic looks for plugins in every installed distribution before it builds a model. This program
# uses none, and the search would be a tenth of a short command's time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Modules live until the end, so the many collections while they load find nothing.
gc.set_threshold(50_000)


def main() -> None:
    """Run the command line and exit with its status."""
    from wizard.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
