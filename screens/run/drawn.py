"""How a run's states, bars and steps are drawn, in the app's colours: never a colour without its sign and word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from textual.content import Content

from wizard.printers.words import LOOKS, duration, short
from wizard.run.events import StepProgress
from wizard.run.state import RunState, StepState
from wizard.run.statuses import BLOCKED, CANCELLED, FAILED, KEPT, RUNNING, SKIPPED, SUCCEEDED, WAITING

STYLES = {
    WAITING: "$text-muted", RUNNING: "bold $primary", SUCCEEDED: "$success", FAILED: "bold $error",
    CANCELLED: "$warning", KEPT: "$text-muted", BLOCKED: "$warning", SKIPPED: "$warning",
}  # fmt: skip
WIDEST_TITLE = 40
BEFORE, SECONDS = 11, 10
"""Cells before a step's title, and of the seconds behind it."""
FEWEST = 16
"""Cells that a remark gets before a title gets more than a dozen."""
BLANK = " " * SECONDS
WIDE = 34
"""Cells from which on progress has room for whole numbers."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells of the column of titles, and of what is remarked behind the seconds."""

    title: int
    remark: int

    @classmethod
    def of(cls, state: RunState, width: int) -> Self:
        """The layout for these steps in so many cells."""
        longest = max((len(step.title) for step in state.steps.values()), default=0)
        rest = width - BEFORE - SECONDS - 1
        title = min(longest, WIDEST_TITLE, max(12, rest - FEWEST))
        return cls(title, max(0, rest - title))


def looks(status: str, word: str = "") -> Content:
    """`✔ done   `: sign and word."""
    look = LOOKS[status]
    return Content.styled(f"{look.glyph} {word or look.word:<7}", STYLES[status])


def bar(share: float, width: int, style: str = "$primary") -> Content:
    """A bar that is filled by this share, 0 to 1."""
    filled = round(max(0.0, min(share, 1.0)) * width)
    return Content.assemble(("━" * filled, style), ("╌" * (width - filled), "$text-muted"))


def cut(text: str, width: int, style: str = "") -> Content:
    """The text in exactly so many cells."""
    return Content.styled(text, style).truncate(width, ellipsis=True, pad=True)


def first_line(text: str) -> str:
    """What fits on a line of its own."""
    return " ".join(text.split("\n", 1)[0].split())


def working(step: StepState, now: datetime) -> float:
    """Seconds that the step has been at work, or was."""
    if step.status == RUNNING and step.began is not None:
        return max(0.0, (now - step.began).total_seconds())
    return step.seconds


def step_line(step: StepState, now: datetime, layout: Layout) -> Content:
    """One step on one line."""
    style = "$text-muted" if step.status in (WAITING, KEPT) else "$foreground"
    return Content.assemble(" ", looks(step.status), " ", cut(step.title, layout.title, style), " ",
                            _remark(step, now, layout))


def _remark(step: StepState, now: datetime, layout: Layout) -> Content:
    seconds = f"{duration(working(step, now)):>{SECONDS - 2}}  "
    if step.status == RUNNING:
        if step.progress is not None and step.progress.total:
            return Content.assemble(seconds, progress(step.progress, step.eta, layout.remark))
        return Content.assemble(seconds, (first_line(step.note), "$text-muted"))
    if step.status == WAITING:
        return Content.styled(f"{BLANK}{step.action}", "$text-muted")
    if step.status == SUCCEEDED and step.earlier:
        return Content.styled(f"{BLANK}done in an earlier attempt", "$text-muted")
    if step.status in (SUCCEEDED, FAILED, CANCELLED):
        return Content.assemble((seconds, "$text-muted"),
                                (first_line(step.detail), "$error" if step.status == FAILED else "$text-muted"))
    return Content.styled(f"{BLANK}{first_line(step.detail or step.reason)}", "$text-muted")


def progress(told: StepProgress, eta: float | None, room: int) -> Content:
    """`━━━━╌╌ 66% 33k/50k rows 17k/s, 2 s left`: as much of it as there is room for, from the left."""
    share = min(told.done / max(told.total, 1), 1.0)
    done, total = (f"{n:,}" if room >= WIDE else short(n) for n in (told.done, told.total))
    text = bar(share, 14 if room >= WIDE else 6) + Content(f" {share:>4.0%}")
    rate = f" {short(told.rate)}/s" if told.rate else ""
    left = f", {duration(eta)} left" if eta is not None else ""
    for more in (f" {done}/{total}", f" {told.unit}", rate, left):
        if text.cell_length + len(more) > room:
            break
        text += Content(more)
    return text
