"""Step seven: exactly what will be done, statement by statement, before anything is."""

from screens.review.screen import ReviewScreen

__all__ = ["ReviewScreen"]
