"""Textual's list of options, except that it may be paged before it was drawn."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

from textual.widgets import OptionList


class Listed(OptionList):
    """Textual looks for a line that is not there yet where keys come faster than screens."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        with suppress(LookupError):
            super()._move_page(direction)
