"""The last step: a run while it happens, or as it was. It only reads the run directory, from any terminal."""

from screens.run.screen import RunScreen

__all__ = ["RunScreen"]
