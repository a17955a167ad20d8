"""The command `payback`, and `python -m wizard`."""

from __future__ import annotations

import os
import sys

# Pydantic looks for plugins in every installed distribution, a tenth of the whole start; this
# program uses none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def main() -> None:
    """Run the command line and exit with its status."""
    from wizard.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
