"""The steps of a run, a row each, in the order of the plan.

Until somebody moves the cursor the list follows the run: steps at work are in sight, whatever their number. When they
are too far apart for that, what lies between them is folded into a row that counts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import MouseScrollDown, MouseScrollUp, Resize
from textual.message import Message

from screens.run.drawn import STYLES, Layout, step_line
from screens.run.lines import ChoosableLines
from wizard.printers.words import LOOKS, plural
from wizard.run.state import RunState, StepState
from wizard.run.statuses import FAILED, RUNNING, WAITING


@dataclass(frozen=True, slots=True)
class Fold:
    """Neighbours of one status that are not shown one by one."""

    status: str
    count: int


Row = StepState | Fold


class StepList(ChoosableLines):
    """`chosen` is the key of the step under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow", id="run.follow", show=False, tooltip="Keep the steps at work in sight"),
    ]

    @dataclass
    class Chosen(Message):
        """Another step is under the cursor."""

        key: str

    def __init__(self) -> None:
        super().__init__("steps")
        self.chosen, self.following = "", True
        self._rows: list[Row] = []
        self._state, self._now = RunState(), datetime.now(UTC)

    def show(self, state: RunState, now: datetime) -> None:
        """The steps as they are now."""
        self._state, self._now = state, now
        if self.following:
            self._follow()
        steps = list(state.steps.values())
        self._rows = folded(steps, self.room, self.chosen) if self.following else list(steps)
        self.resize_to(len(self._rows) or 1)
        if self.following:
            self._keep_in_sight()

    def line(self, index: int, width: int) -> Content:
        """A step, or how many are folded here; a word where there is none."""
        if not self._rows:
            none = "There is no plan." if self._state.finished else f"{self._state.now_doing or 'starting'}…"
            return Content.styled(f" {none}", "$text-muted")
        row = self._rows[index]
        if isinstance(row, Fold):
            look = LOOKS[row.status]
            return Content.styled(f" {look.glyph} {plural(row.count, 'step')} {look.word}", STYLES[row.status])
        return step_line(row, self._now, Layout.of(self._state, width))

    def is_chosen(self, index: int) -> bool:
        """The step under the cursor."""
        row = self._rows[index] if 0 <= index < len(self._rows) else None
        return isinstance(row, StepState) and row.key == self.chosen

    def choose(self, index: int) -> None:
        """Somebody looks for himself from now on: all rows are there, and stay where they are."""
        if not self._rows:
            return
        row = self._rows[index]
        steps = list(self._state.steps.values())
        if isinstance(row, Fold):
            row = steps[min(self._before(index), len(steps) - 1)]
        self.following = False
        self._put(row.key)
        self.show(self._state, self._now)
        self.call_after_refresh(self.reveal, steps.index(row))

    def action_follow(self) -> None:
        """Follow the run again."""
        self.following = True
        self.show(self._state, self._now)

    def on_mouse_scroll_up(self, _event: MouseScrollUp) -> None:
        """Somebody looks around."""
        self._let_go()

    def on_mouse_scroll_down(self, _event: MouseScrollDown) -> None:
        """Somebody looks around."""
        self._let_go()

    def on_resize(self, _event: Resize) -> None:
        """Another height has room for more rows, or for fewer."""
        self.show(self._state, self._now)

    def _let_go(self) -> None:
        if self.following and len(self._state.steps) > self.room:
            self.following = False
            self.show(self._state, self._now)

    def _before(self, index: int) -> int:
        return sum(row.count if isinstance(row, Fold) else 1 for row in self._rows[:index])

    def _put(self, key: str) -> None:
        if key != self.chosen:
            self.chosen = key
            self.post_message(self.Chosen(key))

    def _follow(self) -> None:
        """The cursor goes to what failed, else it stays at a step at work, else at the last one that was begun."""
        steps = self._state.steps
        failed = next((step for step in steps.values() if step.status == FAILED), None)
        now = steps.get(self.chosen)
        if failed is not None and (now is None or now.status != FAILED):
            self._put(failed.key)
        elif failed is None and (now is None or now.status != RUNNING):
            at_work = [step for step in steps.values() if step.status == RUNNING]
            begun = [step for step in steps.values() if step.status != WAITING]
            if at_work or begun:
                self._put(at_work[0].key if at_work else begun[-1].key)

    def _keep_in_sight(self) -> None:
        wanted = [at for at, row in enumerate(self._rows) if isinstance(row, StepState) and row.status == RUNNING]
        wanted = wanted or [at for at in range(len(self._rows)) if self.is_chosen(at)]
        if wanted:
            last_first = (wanted[-1], wanted[0])
            for at in last_first:
                self.reveal(at)


def folded(steps: list[StepState], room: int, chosen: str) -> list[Row]:
    """All steps; if those at work do not fit into the room together, what lies between them is folded."""
    at_work = [at for at, step in enumerate(steps) if step.status == RUNNING]
    if not at_work or at_work[-1] - at_work[0] < room:
        return list(steps)
    first, last = at_work[0], at_work[-1]
    rows: list[Row] = list(steps[:first])
    for status, group in groupby(steps[first:last + 1], key=lambda step: "" if step.key == chosen else step.status):
        same = list(group)
        rows += same if status in ("", RUNNING) or len(same) == 1 else [Fold(status, len(same))]
    return rows + steps[last + 1:]
