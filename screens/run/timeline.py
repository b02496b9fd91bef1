"""What ran when: a line for each step that was begun, its bar from beginning to end, scaled to the width there is.

Above the bars stands how many were at work at a time. Times are of the latest attempt; what earlier ones finished has
no bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from screens.run.drawn import STYLES, cut
from screens.run.lines import TailLines
from screens.run.tasks import task_rows
from wizard.printers.portrait.glyphs import BLOCKS
from wizard.printers.words import LOOKS, duration, plural
from wizard.run.state import RunState
from wizard.run.statuses import RUNNING, SUCCEEDED, WAITING

READY = "getting ready"
WIDEST_TITLE = 28
SECONDS = 9
"""Cells for how long it took."""
FEWEST = 14
"""Cells between two marks on the axis."""
_MARKS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400)


@dataclass(frozen=True, slots=True)
class Span:
    """Something that ran, in seconds since the attempt began. Only steps count as work side by side, not what was done
    `within` one, or before the first.
    """

    title: str
    status: str
    begin: float
    end: float
    within: bool = False


def spans(state: RunState, now: datetime) -> list[Span]:
    """Everything that ran in this attempt, in the order in which it began."""
    zero = state.began
    if zero is None:
        return []
    begun = [step for step in state.steps.values() if step.began is not None and step.began >= zero]
    tasks = {row.name: row for row in task_rows(state, {}, now)}
    first = min([((step.began or zero) - zero).total_seconds() for step in begun], default=0.0)
    found = [Span(READY, SUCCEEDED, 0.0, first, within=True)] if first else []
    for step in sorted(begun, key=lambda step: step.began or zero):
        begin = ((step.began or zero) - zero).total_seconds()
        end = now if step.status == RUNNING or step.ended is None else step.ended
        found.append(Span(step.title, step.status, begin, max(begin, (end - zero).total_seconds())))
        for task in step.tasks:
            row = tasks[step.key, task]
            if row.status != WAITING and row.seconds:
                ended = now if row.status == RUNNING else step.told[task]
                found.append(_span(task, row.status, ended - zero, row.seconds))
    return found


def _span(task: str, status: str, end: timedelta, seconds: float) -> Span:
    last = end.total_seconds()
    return Span(f"  {task}", status, max(0.0, last - seconds), last, within=True)


def stripe(begin: float, end: float, whole: float, width: int) -> str:
    """A bar from one time to another on a scale of `whole` seconds, to half a cell, and never less than that."""
    scale = 2 * width / whole if whole > 0 else 0.0
    first = min(int(begin * scale), 2 * width - 1)
    last = max(first + 1, min(round(end * scale), 2 * width))
    halves = [first <= at < last for at in range(2 * width)]
    return "".join(" ▐▌█"[right + 2 * left] for left, right in zip(halves[::2], halves[1::2], strict=True))


def at_work(found: Sequence[Span], whole: float, width: int) -> list[int]:
    """How many steps were at work at the middle of each cell."""
    times = [(at + 0.5) * whole / width for at in range(width)]
    steps = [span for span in found if not span.within]
    return [sum(span.begin <= time < span.end for span in steps) for time in times]


def axis(whole: float, width: int) -> str:
    """Marks at round times: `0 s       2 s       4 s`."""
    every = next((mark for mark in _MARKS if mark * width >= FEWEST * whole), _MARKS[-1])
    line = [" "] * (width + SECONDS)
    for number in range(int(whole / every) + 1):
        at, label = round(number * every * width / whole) if whole else 0, f"╵{_time(number * every)}"
        line[at:at + len(label)] = label
    return "".join(line)[:width + SECONDS]


def _time(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 60 else duration(seconds)


class Bars(TailLines):
    """A line for each thing that ran; stays at the latest until somebody scrolls up."""

    def __init__(self) -> None:
        super().__init__("bars")
        self.spans: list[Span] = []
        self.whole, self.title = 0.0, 0

    def show(self, found: list[Span], whole: float, title: int) -> None:
        """These, on a scale of `whole` seconds, beside titles of so many cells."""
        self.spans, self.whole, self.title = found, whole, title
        self.grow_to(len(found))

    def line(self, index: int, width: int) -> Content:
        """Sign, title, bar, seconds."""
        span, style = self.spans[index], STYLES[self.spans[index].status].removeprefix("bold ")
        room = bar_room(width, self.title)
        return Content.assemble(
            (LOOKS[span.status].glyph, style), " ",
            cut(span.title, self.title, "$text-muted" if span.within else "$foreground"), " ",
            (stripe(span.begin, span.end, self.whole, room), style),
            (f"{duration(span.end - span.begin):>{SECONDS - 1}} ", "$text-muted"),
        )


def bar_room(width: int, title: int) -> int:
    """Cells that are left for bars."""
    return max(4, width - title - 3 - SECONDS)


class Timeline(Vertical):
    """The bars, and above them their time and how many there were at a time."""

    def __init__(self) -> None:
        super().__init__(id="timeline")
        self._state, self._now = RunState(), datetime.now(UTC)

    def compose(self) -> ComposeResult:
        """Axis and bars."""
        yield Static(id="axis", markup=False)
        yield Bars()

    def show(self, state: RunState, now: datetime) -> None:
        """The run as it is now."""
        self._state, self._now = state, now
        found = spans(state, now)
        whole = max([span.end for span in found], default=0.0)
        longest = max((len(span.title) for span in found), default=0)
        bars = self.query_one(Bars)
        width = bars.scrollable_content_region.width
        title = min(longest, WIDEST_TITLE, width // 3)
        bars.show(found, whole, title)
        head = self._head(found, whole, title, bar_room(width, title))
        self.query_one("#axis", Static).update(Content("\n").join(head), layout=False)

    def on_resize(self) -> None:
        """Another width, another scale."""
        if self._state.began is not None:
            self.show(self._state, self._now)

    def _head(self, found: list[Span], whole: float, title: int, width: int) -> Iterator[Content]:
        if not found:
            yield Content.styled("No step has begun yet.", "$text-muted")
            return
        counts = at_work(found, whole, width)
        most = max(counts)
        levels = "".join(BLOCKS.levels[(count * 8 + most - 1) // most if most else 0] for count in counts)
        label = cut("at work", title + 3, "$text-muted")
        yield label + Content.assemble((levels, "$secondary"), (f" up to {most}", "$text-muted"))
        earlier = sum(step.earlier for step in self._state.steps.values())
        note = f"{plural(earlier, 'step')} earlier" if earlier else "since start"
        yield cut(note, title + 3, "$text-muted") + Content.styled(axis(whole, width), "$text-muted")
