"""A quiet line of keys that are not in the footer: each can be pressed, and clicked."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static


class Keys(Static):
    """`actions` are of the screen: key, action, words."""

    DEFAULT_CSS = """
    Keys {
        height: auto;
        color: $text-muted;
        link-color: $text-muted;
        link-background: transparent;
        link-style: none;
        link-color-hover: $foreground;
        link-background-hover: $panel;
        link-style-hover: none;
    }
    """

    def __init__(self, actions: Iterable[tuple[str, str, str]], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._actions = tuple(actions)

    def render(self) -> Content:
        """The line."""
        return Content("   ").join(
            Content.from_markup(f"[@click=screen.{action}][b]{key}[/b] $words[/]", words=words.replace(" ", "\xa0"))
            for key, action, words in self._actions
        )
