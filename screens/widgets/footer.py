"""The keys of a screen in one line that is drawn anew when they change.

Textual's own footer is a widget for each key, all of them made anew whenever the focus moves: that was a third of what
the app itself adds to the first paint.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from textual.content import Content
from textual.events import MouseMove
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

GAPS = (2, 1)
"""Cells between two keys: as many as there is room for."""


class Key(NamedTuple):
    """One entry: what is pressed, how that is written, and what it does."""

    name: str
    written: str
    words: str
    enabled: bool
    tooltip: str


class Footer(Widget):
    """Each entry can be clicked, which is pressing its key. What there is no room for is left out whole."""

    DEFAULT_CSS: ClassVar[str] = """
    Footer {
        dock: bottom;
        height: 1;
        padding: 0 1;
        background: $footer-background;
        color: $footer-foreground;
        link-color: $footer-foreground;
        link-background: transparent;
        link-style: none;
        link-color-hover: $footer-foreground;
        link-background-hover: $block-hover-background;
        link-style-hover: none;
    }
    """
    ALLOW_SELECT = False
    keys: reactive[tuple[Key, ...]] = reactive(())

    def on_mount(self) -> None:
        """The keys that there are, and those that there will be."""
        self.screen.bindings_updated_signal.subscribe(self, self._look)
        self._look(self.screen)

    def _look(self, screen: Screen[object]) -> None:
        if screen is self.screen:
            found: dict[str, Key] = {}
            for _, binding, enabled, tooltip in screen.active_bindings.values():
                if binding.show:
                    written = self.app.get_key_display(binding)
                    key = Key(binding.key, written, binding.description, enabled, tooltip or binding.description)
                    found.setdefault(binding.action, key)
            self.keys = tuple(found.values())

    def render(self) -> Content:
        """The line, as tight as it must be."""
        drawn = [_drawn(key) for key in self.keys]
        room = self.content_size.width
        gap = next((gap for gap in GAPS if _width(drawn, gap) <= room), GAPS[-1])
        while drawn and _width(drawn, gap) > room:
            drawn.pop()
        return Content(" " * gap).join(drawn)

    def on_mouse_move(self, event: MouseMove) -> None:
        """The tooltip of the key below the mouse."""
        self.tooltip = event.style.meta.get("tooltip")


def _drawn(key: Key) -> Content:
    if not key.enabled:
        return Content.styled(f"{key.written} {key.words}", "dim")
    meta = {"@click": f"app.simulate_key({key.name!r})", "tooltip": key.tooltip}
    text = Content.assemble((key.written, "bold $footer-key-foreground"), f" {key.words}")
    return text.stylize(Style.from_meta(meta))


def _width(drawn: Iterable[Content], gap: int) -> int:
    widths = [text.cell_length for text in drawn]
    return sum(widths) + gap * (len(widths) - 1)
