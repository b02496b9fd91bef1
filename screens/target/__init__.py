"""Step one: where the demo is made."""

from screens.target.screen import TargetScreen

__all__ = ["TargetScreen"]
