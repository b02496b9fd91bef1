"""Screens that answer once: a key that is pressed twice would else close the screen beneath, too.

It stands behind the kind of screen that it is mixed into: Textual takes styles and bindings from the first base alone.
"""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class Once(Screen[ScreenResultType]):
    """A screen whose second answer is nobody's."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Answer, unless that has been done."""
        if self.is_active:
            return super().dismiss(result)
        return AwaitComplete()
