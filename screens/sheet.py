"""Textual's style sheet, which parses each source once.

Textual's own keeps what it parsed of 64 sources and forgets it whenever a screen brings a sheet of its own; we have
more of them than that, so that every new screen would parse all of them anew, with the app standing still meanwhile.
"""

from __future__ import annotations

from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet

SOURCES = 1000
"""More than there are: one for each kind of widget, and one for each screen."""


class Sheet(Stylesheet):
    """What was parsed stays valid until the theme's variables change."""

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._parse_cache = LRUCache(SOURCES)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Those of a theme. The same ones again change nothing."""
        if variables != self._variables:
            super().set_variables(variables)

    def reparse(self) -> None:
        """Take in sources that are new. Raises StylesheetError, and changes nothing, where one of them is wrong."""
        self.parse()
