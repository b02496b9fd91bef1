"""Statements and requests word for word, however long: highlighted off the event loop, drawn a line at a time.

A statement that makes a table's rows can be a hundred thousand characters. Whatever takes time with so many is done in
a thread; on the event loop only the lines are drawn that are in sight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from textual import work
from textual.content import Content
from textual.events import Resize
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from screens.threads import in_thread

Piece = tuple[str, str]
"""A text and the style it is written in."""
Line = list[Piece]
STYLES = {"Keyword": "$primary", "Name.Builtin": "$secondary", "Literal.Number": "$warning",
          "Literal.String": "$success", "Comment": "$text-muted italic"}
"""What stands out, by kind of word. Names are most of an SQL text: they stay as they are, backticks and all."""


class SqlView(ScrollView, can_focus=True):
    """Shows one text at a time; long lines are folded, so that it scrolls down and never sideways."""

    DEFAULT_CSS = """
    SqlView {
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.text = ""
        self._lines: list[Line] = []
        self._folded: list[Line] = []

    def show(self, text: str) -> None:
        """Another text, from its beginning."""
        if text == self.text:
            return
        self.text = text
        self.scroll_home(animate=False)
        self._highlight(text)

    @work(exclusive=True, group="highlight", exit_on_error=False)
    async def _highlight(self, text: str) -> None:
        self._lines = await in_thread(highlighted, text)
        await self._fold_to_width()

    @work(exclusive=True, group="fold", exit_on_error=False)
    async def _fold(self) -> None:
        await self._fold_to_width()

    async def _fold_to_width(self) -> None:
        width = max(8, self.scrollable_content_region.width)
        self._folded = await in_thread(folded, self._lines, width)
        self.virtual_size = Size(width, len(self._folded))
        self.refresh()

    def on_resize(self, _event: Resize) -> None:
        """Another width folds lines elsewhere."""
        self._fold()

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight."""
        at, width = y + round(self.scroll_y), self.size.width
        style = self.visual_style
        if at >= len(self._folded):
            return Strip.blank(width, style.rich_style)
        content = Content.assemble(*self._folded[at]) if self._folded[at] else Content(" ")
        return Visual.to_strips(self, content, width, 1, style)[0].adjust_cell_length(width, style.rich_style)


def highlighted(text: str) -> list[Line]:
    """The lines of an SQL text in pieces, each with the style that its kind of word has."""
    from pygments.lexers.sql import SqlLexer  # type: ignore[import-untyped]
    from pygments.token import string_to_tokentype  # type: ignore[import-untyped]

    styles = {string_to_tokentype(name): style for name, style in STYLES.items()}
    lines: list[Line] = [[]]
    for kind, word in SqlLexer(stripnl=False, ensurenl=False).get_tokens(text):
        style = next((styles[one] for one in reversed(kind.split()) if one in styles), "")
        first, *more = word.split("\n")
        lines[-1].append((first, style))
        lines.extend([(rest, style)] for rest in more)
    return lines


def folded(lines: Sequence[Line], width: int) -> list[Line]:
    """The lines, none wider than `width` cells: what does not fit goes on beneath."""
    return [line for whole in lines for line in _fold(whole, width)]


def _fold(whole: Line, width: int) -> Iterator[Line]:
    line: Line = []
    room = width
    for text, style in whole:
        rest = text
        if line and room < cell_len(rest) <= width:  # a word goes to the next line whole
            yield line
            line, room = [], width
        while cell_len(rest) > room:
            fits = _that_fits(rest, room)
            yield [*line, (rest[:fits], style)]
            rest, line, room = rest[fits:], [], width
        if rest:
            line.append((rest, style))
            room -= cell_len(rest)
    yield line


def _that_fits(text: str, room: int) -> int:
    """How many characters fit into so many cells."""
    if text[:room].isascii():
        return room
    used = 0
    for at, char in enumerate(text):
        used += cell_len(char)
        if used > room:
            return at
    return len(text)
