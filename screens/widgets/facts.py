"""Facts in lines: a word or a sign in front, and what it is about, indented where it needs a second line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

Fact = tuple[Content, Content]
"""What stands in front, and the text that is kept to the right of it."""

BLANK: Fact = (Content(""), Content(""))
_NARROWEST = 12
"""Cells below which indenting a text would leave it no room."""


def paragraph(text: Content | str) -> Fact:
    """Text across the whole width."""
    return Content(""), text if isinstance(text, Content) else Content(text)


def said(word: str, text: Content | str, room: int, style: str = "$text-muted") -> Fact:
    """A word in `room` cells, then the text."""
    lead = Content.styled(word, style).pad_right(max(1, room - Content(word).cell_length))
    return lead, text if isinstance(text, Content) else Content(text)


class Facts(Widget):
    """Lines of facts, wrapped to whatever width there is."""

    DEFAULT_CSS: ClassVar[str] = "Facts { height: auto; width: 1fr; }"
    facts: reactive[tuple[Fact, ...]] = reactive((), layout=True)

    def show(self, facts: Iterable[Fact]) -> None:
        """These instead of the ones before."""
        self.facts = tuple(facts)

    def render(self) -> Content:
        """All lines at the present width."""
        return Content("\n").join(self._lines(self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """As many lines as they take at this width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[Content]:
        return [line for fact in self.facts for line in _wrapped(*fact, max(1, width))]


def _wrapped(lead: Content, text: Content, width: int) -> list[Content]:
    indent = lead.cell_length
    if width - indent < _NARROWEST:
        return [*(lead.rstrip().wrap(width) if lead else []), *text.wrap(width)]
    first, *rest = text.wrap(width - indent) or [Content("")]
    return [lead + first, *(Content(" " * indent) + line for line in rest)]


class Pane(VerticalScroll):
    """Scrolls what does not fit; in the tab order only while there is something to scroll."""

    def allow_focus(self) -> bool:
        """Nobody tabs to a pane that stands still."""
        return super().allow_focus() and self.max_scroll_y > 0
