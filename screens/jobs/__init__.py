"""Step six: which jobs stay behind, when they run, and with which parameters."""

from screens.jobs.screen import JobsScreen

__all__ = ["JobsScreen"]
