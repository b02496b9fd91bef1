"""A run drawn on a terminal while it happens: a line a step, a bar for data, a job's tasks beneath it.

Redrawn ten times a second at most. When there are more steps than lines, those at work are always shown, then failures,
then what comes next; the rest is counted. At the end everything is written out once, so it stays in the scroll-back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from rich.console import Group
from rich.live import Live
from rich.text import Text

from wizard.printers.words import LOOKS, duration, last_line, plural, short, task_status
from wizard.run.events import Record, StepProgress, TaskChanged
from wizard.run.state import RunState, StepState
from wizard.run.statuses import BLOCKED, CANCELLED, FAILED, KEPT, RUNNING, SKIPPED, SUCCEEDED, WAITING
from wizard.scrub import scrub

if TYPE_CHECKING:
    from rich.console import Console

REDRAW_EVERY = 0.1
WIDEST_TITLE = 40
WIDE = 100
"""Columns from which on numbers are written out."""
FRAME = 6
"""Lines that header, footer, the count of hidden steps and the cursor take."""

URGENCY = {RUNNING: 0, FAILED: 1, CANCELLED: 2, WAITING: 3, BLOCKED: 4, SKIPPED: 5, SUCCEEDED: 6, KEPT: 7}


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide things are: the column of titles, and whether there is room for whole numbers."""

    title: int
    wide: bool

    @classmethod
    def of(cls, state: RunState, width: int) -> Self:
        """The layout for these steps on a terminal so many columns wide."""
        longest = max((len(step.title) for step in state.steps.values()), default=0)
        return cls(min(longest, WIDEST_TITLE, width // 3), width >= WIDE)


class LivePrinter:
    """Redraws the state in place."""

    def __init__(self, state: RunState, console: Console) -> None:
        self._state, self._console = state, console
        self._live: Live | None = None
        self._drawn = 0.0
        self._dirty = True

    def show(self, record: Record) -> None:
        """Take the record into the state; it is drawn at the next redraw."""
        self._state.take(record)
        self._dirty = True
        self.tick()

    def tick(self) -> None:
        """Redraw if it is time to."""
        now = time.monotonic()
        if now - self._drawn >= REDRAW_EVERY and (self._dirty or self._state.count(RUNNING)):
            self._drawn, self._dirty = now, False
            self._open().update(self._frame(self._console.height - FRAME), refresh=True)

    def pause(self) -> None:
        """Take the display off the screen."""
        if self._live is not None:
            self._live.update(Text(""), refresh=True)
            self._live.stop()
            self._live = None

    def close(self) -> None:
        """Write everything out once and give the cursor back."""
        live = self._open()
        live.update(self._frame(len(self._state.steps) + 1_000), refresh=True)
        live.stop()
        self._live = None

    def _open(self) -> Live:
        if self._live is None:
            self._live = Live(console=self._console, auto_refresh=False, vertical_overflow="crop")
            self._live.start()
        return self._live

    def _frame(self, room: int) -> Group:
        state = self._state
        now = datetime.now(UTC)
        lines = [self._header(now), Text("")]
        shown = _choose(list(state.steps.values()), max(room, 3))
        layout = Layout.of(state, self._console.width)
        for step in shown:
            lines.extend(_step_lines(step, now, layout))
        hidden = len(state.steps) - len(shown)
        if hidden:
            lines.append(Text(f"  … and {plural(hidden, 'more step')}", style="dim"))
        lines.append(self._footer(now))
        for line in lines:
            line.no_wrap, line.overflow = True, "ellipsis"
        return Group(*lines)

    def _header(self, now: datetime) -> Text:
        state = self._state
        seconds = (now - state.began).total_seconds() if state.began else 0.0
        seconds = state.finished.seconds if state.finished else max(seconds, 0)
        header = Text(state.title or state.demo or "Demo Wizard", style="bold")
        header.append(f"  {state.demo} on {state.target}  {duration(seconds)}", style="not bold dim")
        return header

    def _footer(self, now: datetime) -> Text:
        state = self._state
        if state.finished is not None:
            return Text("")
        if state.cancelling:
            return Text("\n  cancelling… (Ctrl+C again to leave at once)", style="yellow")
        if not state.steps:
            return Text(f"  {state.now_doing or 'starting'}…", style="dim")
        told = f"{state.settled} of {plural(len(state.steps), 'step')}{_left(state.eta(now))}"
        return Text(f"\n  {told} · Ctrl+C stops the run", style="dim")


def _left(seconds: float | None) -> str:
    """How long the run will go on, in whole seconds: it is an estimate."""
    if not seconds:
        return ""
    return f" · about {duration(seconds) if seconds >= 10 else f'{max(1, round(seconds))} s'} left"


def _choose(steps: list[StepState], room: int) -> list[StepState]:
    """The steps that fit into this many lines, the most urgent first, in plan order."""
    left, chosen = room, set()
    for step in sorted(steps, key=lambda s: URGENCY[s.status]):
        left -= _height(step)
        if left < 0:
            break
        chosen.add(step.key)
    return [step for step in steps if step.key in chosen]


def _height(step: StepState) -> int:
    return 1 + (len(step.tasks) if _shows_tasks(step) else 0)


def _shows_tasks(step: StepState) -> bool:
    return bool(step.tasks) and step.status not in (KEPT, WAITING)


def _step_lines(step: StepState, now: datetime, layout: Layout) -> Iterator[Text]:
    look = LOOKS[step.status]
    line = Text(f"  {look.glyph} {look.word:<7} ", style=look.style)
    title = f"{step.title[:layout.title]:<{layout.title}} "
    line.append(title, style="default not bold not dim" if step.status != WAITING else "dim")
    line.append_text(_remark(step, now, layout))
    yield line
    if _shows_tasks(step):
        for task in step.tasks.values():
            yield _task_line(task, (now - step.told[task.task]).total_seconds(), layout)


def _remark(step: StepState, now: datetime, layout: Layout) -> Text:
    if step.status == RUNNING:
        seconds = (now - step.began).total_seconds() if step.began else 0.0
        if step.progress is not None and step.progress.total:
            return _bar(step.progress, step.eta, wide=layout.wide)
        return Text(f"{duration(max(seconds, 0)):>6}  {scrub(step.note)}", style="default")
    if step.status in (SUCCEEDED, FAILED):
        detail = "done in an earlier attempt" if step.earlier else step.detail
        return Text(f"{duration(step.seconds):>6}  {scrub(detail.splitlines()[0] if detail else '')}",
                    style="dim" if step.status == SUCCEEDED else "red")
    if step.status == WAITING:
        return Text(step.action, style="dim")
    return Text(f"{'':6}  {scrub(step.detail or step.reason)}", style="dim")


def _bar(progress: StepProgress, eta: float | None, *, wide: bool) -> Text:
    length = 16 if wide else 8
    share = min(progress.done / progress.total, 1.0)
    filled = round(share * length)
    text = Text("━" * filled, style="cyan")
    text.append("╌" * (length - filled), style="dim")
    done, total = (f"{n:,}" if wide else short(n) for n in (progress.done, progress.total))
    rate = f" {short(progress.rate)}/s" if progress.rate else ""
    left = f" ETA {duration(eta)}" if eta is not None else ""
    text.append(f" {share:.0%} {done}/{total} {progress.unit}{rate}{left}", style="default")
    return text


def _task_line(task: TaskChanged, since: float, layout: Layout) -> Text:
    status = task_status(task.state)
    seconds = task.seconds + (max(since, 0) if status == RUNNING else 0)
    look = LOOKS[status]
    said = scrub(task.error.splitlines()[0] if task.error else last_line(task.log))
    text = Text(f"      {look.glyph} {look.word:<7} ", style=look.style)
    elapsed = "" if status == WAITING else duration(seconds)
    text.append(f"{task.task[:layout.title]:<{max(layout.title - 4, 0)}} {elapsed:>6}  ", style="default")
    text.append(said, style="red" if task.error else "dim")
    return text
