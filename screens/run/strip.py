"""Which part of the run is in front: `1 Steps  2 Tasks  3 Timeline  4 Log`. Keys and clicks choose."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

PANES = {"steps": "Steps", "tasks": "Tasks", "timeline": "Timeline", "log": "Log"}


class Strip(Static):
    """One line; where the steps have a place of their own beside it, they are not among what can be chosen."""

    def __init__(self, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._shown = ""

    def show(self, pane: str, *, beside: bool) -> None:
        """This part is in front; `beside` the steps."""
        if pane != self._shown:
            self._shown = pane
            numbered = list(enumerate(PANES.items(), 1))[beside:]
            parts = [_part(number, name, title, name == pane) for number, (name, title) in numbered]
            self.update(Content("  ").join(parts))


def _part(number: int, name: str, title: str, chosen: bool) -> Content:
    style = "b $primary" if chosen else "$text-muted"
    mark = "▸" if chosen else " "
    return Content.from_markup(f"[{style} @click=screen.show_pane('{name}')]{mark}{number} {title}[/]")
