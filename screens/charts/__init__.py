"""Charts as text: pure functions from figures and a size, with thin widgets on top."""
