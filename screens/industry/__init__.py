"""Step two: which industry, that is, which spec the demo begins with."""

from screens.industry.screen import IndustryScreen

__all__ = ["IndustryScreen"]
