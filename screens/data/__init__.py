"""Step four: the tables, some of their rows as they will be, and how many there are."""

from screens.data.screen import DataScreen

__all__ = ["DataScreen"]
