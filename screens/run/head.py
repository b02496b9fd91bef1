"""The run as a whole in two lines: whose it is, and how far."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.widgets import Static

from screens.run.drawn import STYLES, bar
from screens.run.seen import Seen
from screens.run.stage import Stage, words
from wizard.printers.words import LOOKS, duration, plural
from wizard.run.state import RunState
from wizard.run.statuses import KEPT, RUNNING, SKIPPED, SUCCEEDED

DONE = (SUCCEEDED, KEPT, SKIPPED)
MOST = 40
"""Cells of the bar, at most."""


class Head(Static):
    """Title, demo, target; state in words, a bar over all steps, clock, time left."""

    def __init__(self) -> None:
        super().__init__(id="head", markup=False)
        self._last: tuple[Seen, Stage, datetime, str] | None = None

    def on_resize(self) -> None:
        """Another width has room for more, or for less."""
        if self._last is not None:
            self.show(*self._last)

    def show(self, seen: Seen, at: Stage, now: datetime, remark: str) -> None:
        """The run as it is now; a `remark` stands behind its title."""
        self._last = (seen, at, now, remark)
        width = max(20, self.content_size.width)
        lines = [_title(seen.state, remark, width), _progress(seen, at, now, width)]
        self.update(Content("\n").join(lines), layout=False)


def _title(state: RunState, remark: str, width: int) -> Content:
    where = f"{state.demo} on {state.target}"
    again = f"attempt {state.attempt}" if state.attempt > 1 else ""
    behind = Content.styled("  ".join(filter(None, (again, remark))), "bold $secondary")
    title = Content.assemble((state.title or state.demo, "bold"), "  ", (where, "$text-muted"))
    room = width - behind.cell_length - 2
    return title.truncate(room, ellipsis=True, pad=True) + Content("  ") + behind if behind else title.truncate(
        width, ellipsis=True)


def _progress(seen: Seen, at: Stage, now: datetime, width: int) -> Content:
    state, look = seen.state, LOOKS[at.status]
    said = Content.styled(f"{look.glyph} {words(state, at)}", STYLES[at.status])
    clock = Content.assemble((duration(seen.seconds(now)), "bold"), (_left(state, at, now), "$text-muted"))
    total = len(state.steps)
    if not total:
        return Content.assemble(said, "  ", clock)
    counted = f" {state.count(*DONE)}/{plural(total, 'step')}"
    room = min(MOST, width - said.cell_length - clock.cell_length - len(counted) - 4)
    style = STYLES[at.status].removeprefix("bold ") if at.is_over else "$primary"
    drawn = bar(share(state), room, style) if room >= 6 else Content("")
    return Content.assemble(said, "  ", drawn, (counted, "$foreground"), "  ", clock)


def _left(state: RunState, at: Stage, now: datetime) -> str:
    if at is not Stage.LIVE:
        return ""
    eta = state.eta(now)
    return f", about {duration(eta)} left" if eta is not None else ""


def share(state: RunState) -> float:
    """How much of the run is done, by its steps: of those at work, the part that is done. Kept ones are no work."""
    steps = [step for step in state.steps.values() if step.status != KEPT]
    if not steps:
        return 1.0
    told = [step.progress for step in steps if step.status == RUNNING and step.progress is not None]
    under_way = sum(min(1.0, one.done / max(one.total, 1)) for one in told)
    return (sum(step.status in DONE for step in steps) + under_way) / len(steps)
