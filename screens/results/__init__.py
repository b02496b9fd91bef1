"""After a run: what exists, what it proves, what to say, and what can be done with it."""

from screens.results.screen import ResultsScreen

__all__ = ["ResultsScreen"]
