"""The least that a Textual app can be: what the first paint of ours is compared with."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

TEXT = "Nothing but this line."


class Bare(App[None]):
    """One line."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(TEXT)


if __name__ == "__main__":
    Bare().run()
