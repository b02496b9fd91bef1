"""The tasks of the jobs that are run: a picture of what comes after what, a row each, and what the chosen one said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from screens.run.drawn import STYLES, cut, first_line, looks
from screens.run.flow import Flow
from screens.run.graph import drawn, tree
from screens.run.lines import ChoosableLines
from screens.widgets.facts import Pane
from wizard.printers.words import LOOKS, duration, last_line, task_status
from wizard.run.events import TaskChanged
from wizard.run.state import RunState, StepState
from wizard.run.statuses import FAILED, RUNNING, SUCCEEDED, WAITING

Name = tuple[str, str]
"""A task: the key of the step that runs its job, and its own."""


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it is now; `seconds` of its work so far."""

    name: Name
    status: str
    seconds: float
    told: TaskChanged | None


def task_rows(state: RunState, flows: dict[str, Flow], now: datetime) -> list[TaskRow]:
    """Every task of every job that is run, those that nothing was heard of yet included."""
    jobs = [step for step in state.steps.values() if step.kind == "run" and (step.key in flows or step.tasks)]
    return [_row(step, task, now) for step in jobs for task in dict.fromkeys([*flows.get(step.key, {}), *step.tasks])]


def _row(step: StepState, task: str, now: datetime) -> TaskRow:
    told = step.tasks.get(task)
    status = task_status(told.state) if told else WAITING
    if status in (RUNNING, WAITING) and step.status not in (RUNNING, WAITING, SUCCEEDED, FAILED):
        status = step.status  # nobody watches it any more, or it was not run at all
    seconds = told.seconds if told else 0.0
    if told and status == RUNNING:
        seconds += max(0.0, (now - step.told[task]).total_seconds())
    return TaskRow((step.key, task), status, seconds, told)


class TaskList(ChoosableLines):
    """A row for each task; the cursor follows the one at work until somebody moves it."""

    @dataclass
    class Chosen(Message):
        """Another task is under the cursor."""

        name: Name

    def __init__(self) -> None:
        super().__init__("task-list")
        self.rows: list[TaskRow] = []
        self.chosen: Name = ("", "")
        self._following = True

    def show(self, rows: list[TaskRow]) -> None:
        """The tasks as they are now."""
        self.rows = rows
        if self._following or self.row is None:
            self._put(next((row.name for status in (FAILED, RUNNING) for row in rows if row.status == status),
                           self.chosen if self.row else rows[0].name if rows else ("", "")))
        self.resize_to(len(rows))

    @property
    def row(self) -> TaskRow | None:
        """The one under the cursor."""
        return next((row for row in self.rows if row.name == self.chosen), None)

    def line(self, index: int, width: int) -> Content:
        """Sign, word, name, seconds, and its last words."""
        row = self.rows[index]
        name = min(max(len(one.name[1]) for one in self.rows), max(12, width // 3))
        seconds = f"{duration(row.seconds):>8}" if row.seconds else f"{'':8}"
        said = (first_line(row.told.error) or last_line(row.told.log)) if row.told else ""
        style = "$error" if row.told and row.told.error else "$text-muted"
        return Content.assemble(" ", looks(row.status), " ", cut(row.name[1], name), seconds, "  ", (said, style))

    def is_chosen(self, index: int) -> bool:
        """The task under the cursor."""
        return 0 <= index < len(self.rows) and self.rows[index].name == self.chosen

    def choose(self, index: int) -> None:
        """Somebody wants to know more of this one."""
        self._following = False
        self._put(self.rows[index].name)
        self.reveal(index)
        self.refresh()

    def _put(self, name: Name) -> None:
        if name != self.chosen:
            self.chosen = name
            self.post_message(self.Chosen(name))


class TaskPane(Vertical):
    """The jobs' tasks in three parts, from the whole to the one."""

    def __init__(self) -> None:
        super().__init__(id="tasks")
        self._state, self._flows = RunState(), dict[str, Flow]()

    def compose(self) -> ComposeResult:
        """Picture, rows, log."""
        yield Static(id="job", markup=False)
        yield Static(id="graph", markup=False)
        yield TaskList()
        with Pane(id="task-log"):
            yield Static(id="task-said", markup=False)

    def show(self, state: RunState, flows: dict[str, Flow], now: datetime) -> None:
        """The tasks as they are now."""
        self._state, self._flows = state, flows
        rows = task_rows(state, flows, now)
        self.query_one(TaskList).show(rows)
        self._draw()

    def on_task_list_chosen(self, event: TaskList.Chosen) -> None:
        """Another job's picture, another task's log."""
        event.stop()
        self._draw()

    def on_resize(self) -> None:
        """Another width may have room for the picture, or not."""
        self._draw()

    def _draw(self) -> None:
        tasks = self.query_one(TaskList)
        row = tasks.row
        self.set_class(row is None, "-none")
        if row is None:
            none = "This demo runs no job." if self._state.steps else "The plan is not made yet."
            self.query_one("#job", Static).update(Content.styled(none, "$text-muted"))
            return
        step = self._state.steps[row.name[0]]
        self.query_one("#job", Static).update(Content.assemble((step.object or step.title, "bold"), "  ",
                                                               looks(step.status)))
        cells = {one.name[1]: _cell(one) for one in tasks.rows if one.name[0] == step.key}
        flow = self._flows.get(step.key, {})
        picture = drawn(flow, cells, self.size.width - 2) or tree(flow, cells)
        self.query_one("#graph", Static).update(Content("\n").join(picture))
        self.query_one("#graph", Static).display = bool(picture)
        self.query_one("#task-said", Static).update(_said(row, flow))


def _cell(row: TaskRow) -> Content:
    look = LOOKS[row.status]
    seconds = f" {duration(row.seconds)}" if row.seconds else ""
    return Content.assemble((f"{look.glyph} {row.name[1]}", STYLES[row.status]), (seconds, "$text-muted"))


def _said(row: TaskRow, flow: Flow) -> Content:
    after = ", ".join(flow.get(row.name[1], ()))
    parts = [Content.assemble((row.name[1], "bold"), (f"  after {after}" if after else "", "$text-muted"))]
    if row.told and row.told.error:
        parts.append(Content.styled(row.told.error.strip(), "$error"))
    if row.told and row.told.log.strip():
        parts.append(Content(row.told.log.strip()))
    elif not (row.told and row.told.error):
        nothing = "It has said nothing yet." if row.status in (WAITING, RUNNING) else "It said nothing."
        parts.append(Content.styled(nothing if row.told or row.status == WAITING else "It was not run.", "$text-muted"))
    return Content("\n").join(parts)
