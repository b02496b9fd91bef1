"""Lines that scroll, of which only those in sight are drawn: there may be thousands, drawn ten times a second."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual


class Lines(ScrollView, can_focus=True):
    """Subclasses give `line`, and tell how many there are with `resize_to`."""

    DEFAULT_CSS: ClassVar[str] = """
    Lines { overflow-x: hidden; scrollbar-size-vertical: 1; background: transparent; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--chosen"}

    def __init__(self, id: str) -> None:  # noqa: A002  Textual's name
        self._strips: LRUCache[object, Strip] = LRUCache(512)
        super().__init__(id=id)

    def line(self, index: int, width: int) -> Content:
        """The line with this number."""
        raise NotImplementedError

    def is_chosen(self, _index: int) -> bool:
        """Whether the cursor is on this line."""
        return False

    def resize_to(self, count: int) -> None:
        """There are so many lines now; all of them may look different."""
        self.virtual_size = Size(self.size.width, count)
        self.refresh()

    @property
    def room(self) -> int:
        """Lines in sight."""
        return self.scrollable_content_region.height

    def render_line(self, y: int) -> Strip:
        """The line at `y` of what is in sight."""
        index, width = y + self.scroll_offset.y, self.scrollable_content_region.width
        chosen = self.is_chosen(index)
        style = self.get_visual_style("lines--chosen") if chosen else self.visual_style
        if not 0 <= index < self.virtual_size.height or width < 1:
            return Strip.blank(self.size.width, self.visual_style.rich_style)
        return self._strip(self.line(index, width), width, style)

    def _strip(self, content: Content, width: int, style: Style) -> Strip:
        """The line as it is drawn; most look as they did a tenth of a second ago, and drawing costs the most."""
        key = (content.plain, tuple(content.spans), width, style)
        strip = self._strips.get(key)
        if strip is None:
            fitted = content.truncate(width, ellipsis=True, pad=True) or Content(" ")
            strip = Visual.to_strips(self, fitted, width, 1, style)[0].adjust_cell_length(width, style.rich_style)
            self._strips[key] = strip
        return strip

    def notify_style_update(self) -> None:
        """Another theme has other colours."""
        super().notify_style_update()
        self._strips.clear()


class TailLines(Lines):
    """Lines that stay at their end until somebody scrolls up, and again once somebody is back there."""

    def __init__(self, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id)
        self.following = True

    def grow_to(self, count: int, dropped: int = 0) -> None:
        """There are so many lines now; `dropped` at the beginning are gone that were there before."""
        following, top = self.following, self.scroll_offset.y
        self.resize_to(count)
        if self.room and (following or dropped):
            self.scroll_to(y=max(0, count - self.room if following else top - dropped), animate=False, force=True)
        self.following = following

    def action_scroll_home(self) -> None:
        """To the first line, at once: what is drawn ten times a second has no need to glide."""
        self.following = self.virtual_size.height <= self.room
        self.scroll_home(animate=False, force=True)

    def action_scroll_end(self) -> None:
        """To the latest line, at once."""
        self.following = True
        self.scroll_end(animate=False, force=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Somebody scrolled."""
        super().watch_scroll_y(old_value, new_value)
        if self.room:
            self.following = new_value >= self.virtual_size.height - self.room

    def on_resize(self) -> None:
        """Another height has its end elsewhere."""
        self.grow_to(self.virtual_size.height)


class ChoosableLines(Lines):
    """Lines with a cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Before", id="lines.before", show=False, tooltip="The line before"),
        Binding("down,j", "move(1)", "After", id="lines.after", show=False, tooltip="The line after"),
        Binding("pageup", "page(-1)", "Page before", id="lines.page-before", show=False, tooltip="A page up"),
        Binding("pagedown", "page(1)", "Page after", id="lines.page-after", show=False, tooltip="A page down"),
        Binding("home", "move(-1000000)", "First", id="lines.first", show=False, tooltip="The first line"),
        Binding("end", "move(1000000)", "Last", id="lines.last", show=False, tooltip="The last line"),
    ]  # fmt: skip

    def choose(self, index: int) -> None:
        """Somebody put the cursor on this line, or as near to it as there are lines."""
        raise NotImplementedError

    @property
    def chosen_index(self) -> int:
        """Where the cursor is; 0 where it is nowhere."""
        return next((at for at in range(self.virtual_size.height) if self.is_chosen(at)), 0)

    def action_move(self, by: int) -> None:
        """Some lines up or down."""
        if self.virtual_size.height:
            self.choose(max(0, min(self.virtual_size.height - 1, self.chosen_index + by)))

    def action_page(self, by: int) -> None:
        """As many lines as are in sight."""
        self.action_move(by * max(1, self.room - 1))

    def on_click(self, event: Click) -> None:
        """The line that was clicked."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < self.virtual_size.height:
            self.choose(index)

    def reveal(self, index: int) -> None:
        """Scroll no further than needed to have this line in sight."""
        top = self.scroll_offset.y
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + self.room:
            self.scroll_to(y=index - self.room + 1, animate=False, force=True)
