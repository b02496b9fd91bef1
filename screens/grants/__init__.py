"""Step five: who may see the demo, and who may change it."""

from screens.grants.screen import GrantsScreen

__all__ = ["GrantsScreen"]
