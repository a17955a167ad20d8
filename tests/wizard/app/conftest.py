"""What spares work where the program is driven is spared here too."""

from tests.screens.conftest import parsed_once, unpainted

__all__ = ["parsed_once", "unpainted"]
