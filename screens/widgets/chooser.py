"""A list in which choosing only shows: Enter belongs to the screen, and nothing begins because of a click."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Click

from screens.widgets.listed import Listed


class Chooser(Listed):
    """Whoever shows it hears `OptionHighlighted`; its screen has an action `next`, the primary one."""

    DEFAULT_CSS = """
    Chooser {
        height: auto;
        background: transparent;
        text-wrap: nowrap;
        text-overflow: ellipsis;
        scrollbar-size-vertical: 1;
        & > .option-list--option-disabled {
            color: $foreground;
        }
        & > .option-list--option-highlighted {
            background: $panel;
            color: $foreground;
        }
        &:focus > .option-list--option-highlighted {
            background: $primary 25%;
            color: $foreground;
            text-style: bold;
        }
        &:focus {
            background-tint: transparent 0%;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.next", "Go on", id="chooser.next", show=False, tooltip="What Enter does here")
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False, compact=True)

    async def _on_click(self, event: Click) -> None:
        """Choose, and no more than that."""
        event.prevent_default()
        at = event.style.meta.get("option")
        if at is not None and not self.options[at].disabled:
            self.highlighted = at
