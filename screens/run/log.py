"""Everything that happened, a line each, and a field that leaves only what one looks for.

The log stays at its end until somebody scrolls up; then it stands still, and says so, until one is back at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from screens.run.lines import TailLines
from screens.run.seen import Seen

CLOCK = 8
"""Characters of the time of day; four of a code follow after a space."""
_STYLES = {"S009": "$text-muted", "S002": "$text-muted", "S005": "$text-muted"}


class LogLines(TailLines):
    """The lines that are left by the filter."""

    def __init__(self) -> None:
        super().__init__("log-lines")
        self.lines: list[str] = []

    def line(self, index: int, width: int) -> Content:  # noqa: ARG002  a line is cut where it is drawn
        """Time, code, sentence."""
        text = self.lines[index]
        code = text[CLOCK + 1:CLOCK + 5]
        style = "$error" if ": failed" in text else _STYLES.get(code, "$foreground")
        return Content.assemble((text[:CLOCK + 5], "$text-muted"), (text[CLOCK + 5:], style))

    def show(self, lines: list[str], dropped: int) -> None:
        """These lines, of which so many at the beginning are gone that were there before."""
        self.lines = lines
        self.grow_to(len(lines), dropped)


class Filter(Input):
    """Takes what is typed; escape empties it, and a second one leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="log.leave", show=False, tooltip="Empty the filter, then leave it"),
    ]

    def action_leave(self) -> None:
        """One step back."""
        if self.value:
            self.value = ""
        else:
            self.screen.query_one(LogLines).focus()


class LogPane(Vertical):
    """The filter above, the lines beneath."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", id="log.filter", show=False, tooltip="Look for something in the log"),
    ]

    def __init__(self) -> None:
        super().__init__(id="log")
        self._seen = Seen()
        self._dropped = 0

    def compose(self) -> ComposeResult:
        """A field with a remark behind it, and the lines."""
        with Horizontal(id="filter-line"):
            yield Filter(placeholder="filter: words that must occur", compact=True, id="filter")
            yield Static(id="log-state", markup=False)
        yield LogLines()

    def show(self, seen: Seen) -> None:
        """The log as it is now."""
        dropped = seen.dropped - self._dropped if seen is self._seen else 0
        self._seen, self._dropped = seen, seen.dropped
        words = self.query_one(Filter).value
        lines = self.left(seen.log, words)
        log = self.query_one(LogLines)
        log.show(lines, 0 if words.strip() else dropped)
        paused = "" if log.following else "paused  end: on"
        count = f"{len(lines):,} of {len(seen.log):,}" if words.strip() else f"{len(lines):,} lines"
        self.query_one("#log-state", Static).update("  ".join(filter(None, (count, paused))))

    @staticmethod
    def left(lines: Iterable[str], wanted: str) -> list[str]:
        """The lines in which all of the wanted words occur."""
        words = wanted.lower().split()
        return [line for line in lines if all(word in line.lower() for word in words)]

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another filter."""
        event.stop()
        self.show(self._seen)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Found: read it."""
        event.stop()
        self.query_one(LogLines).focus()

    def action_filter(self) -> None:
        """Type what to look for."""
        self.query_one(Filter).focus()
