"""Step three: whose company it is, how much data and of which day, and what goes wrong in it."""

from screens.story.screen import StoryScreen

__all__ = ["StoryScreen"]
