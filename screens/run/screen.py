"""The run screen: draws what was found in a run directory, at most ten times a second, and only what is in sight."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Button, Static

from screens.run.detail import facts
from screens.run.feed import Feed
from screens.run.following import Following
from screens.run.head import Head
from screens.run.log import LogLines, LogPane
from screens.run.offers import Offers, offers, replayed
from screens.run.outcome import outcome
from screens.run.playback import Playback
from screens.run.seen import Seen
from screens.run.steps import StepList
from screens.run.strip import PANES, Strip
from screens.run.tasks import TaskList, TaskPane
from screens.run.timeline import Bars, Timeline
from screens.step import BarButton
from screens.widgets.facts import Facts, Pane, paragraph, said
from screens.widgets.footer import Footer
from screens.widgets.rail import Rail
from wizard.run.directory import RunDirectory
from wizard.run.state import RunState, StepState

DRAW_EVERY = 0.1
IDLE = 0.5
"""Seconds after which clocks are drawn anew though nothing was heard."""
BUTTONS = ("leave", "slower", "pause", "faster", "skip", "cancel", "again", "retry", "approve", "results")
LOUD = ("retry", "approve", "results")
FOCUS = {"steps": StepList, "tasks": TaskList, "timeline": Bars, "log": LogLines}


class RunScreen(Following):
    """Follows `attempt` of a run (0: the latest); with a `speed`, plays it back. An `owner` may stop it unasked."""

    CSS_PATH = "../style/run.tcss"
    AUTO_FOCUS = "#steps"
    HELP_TEXT: ClassVar[str] = """\
# The run

Every step with its state, and what is known of the one under the cursor. **1** to **4** show the steps, the tasks of
the jobs, what ran when, and the log; **/** filters the log. **f** follows the steps at work again.

The run is a process of its own: **esc** leaves it running, and the first screen leads back to it. **c** asks it to
stop. When a step has failed, **r** tries again what is not done, and **s** goes on without the step. **l** copies a
link, **y** the error.

In a replay, **space** pauses, **+** and **-** change the speed.
"""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"show_pane('{name}')", title, id=f"run.{name}", show=False, tooltip=f"Show: {title}")
          for number, (name, title) in enumerate(PANES.items(), 1)),
    ]  # fmt: skip

    def __init__(self, run: RunDirectory, attempt: int = 0, *, owner: bool = True, speed: float = 0.0) -> None:
        super().__init__()
        self.directory, self.attempt, self.owner, self.speed = run, attempt, owner, speed
        self.playback = Playback(speed, attempt) if speed > 0 else None
        self.feed, self.seen = Feed(run, attempt), Seen()
        self.pane, self.right = "steps", "timeline"
        self.flows = {}
        self._ticked = self._drawn = time.monotonic()
        self._offers = Offers({}, "", "")

    def compose(self) -> ComposeResult:
        """Rail and head above, what a person must read, the parts, the bar."""
        yield Rail("run")
        yield Head()
        with Pane(id="outcome"):
            yield Facts(id="outcome-facts")
        with Vertical(id="work"):
            yield Strip("strip")
            with Vertical(id="steps-pane"):
                yield StepList()
                with Pane(id="about"):
                    yield Facts(id="about-facts")
            with Vertical(id="right"):
                yield Strip("strip-right")
                yield TaskPane()
                yield Timeline()
                yield LogPane()
        with Horizontal(id="bar"):
            yield BarButton("Back", id="leave", compact=True)
            yield Static(id="hint", markup=False)
            for name in BUTTONS[1:]:
                yield BarButton(name, id=name, compact=True, variant="primary" if name in LOUD else "default")
        yield Footer()

    def on_mount(self) -> None:
        """Begin to read and to draw."""
        self.set_interval(DRAW_EVERY, self._tick)
        self._show_parts()
        self.follow()

    # Drawing

    def _tick(self) -> None:
        now = time.monotonic()
        seconds, self._ticked = now - self._ticked, now
        if self.playback is not None:
            self._take(self.playback.advance(seconds))
        still = self.playback.paused if self.playback is not None else self.stage.is_over
        if self.changed or (not still and now - self._drawn >= IDLE):
            self.draw()

    @property
    def now(self) -> datetime:
        """The time that is shown: of the replay, of the end of a run that is over, else of the day."""
        state = self.seen.state
        if self.playback is not None:
            return self.playback.now or datetime.now(UTC)
        return state.latest if state.finished is not None and state.latest else datetime.now(UTC)

    def draw(self) -> None:
        """Show everything that is in sight as it is now."""
        self._drawn, self.changed = time.monotonic(), False
        now, state = self.now, self.seen.state
        self.query_one(Head).show(self.seen, self.stage, now, self.playback.words if self.playback else "")
        self._draw_outcome()
        self._draw_bar()
        parts = {"steps", self.right} if self.is_beside else {self.pane}
        if "steps" in parts:
            self.query_one(StepList).show(state, now)
            self._draw_detail()
        if "tasks" in parts:
            self.query_one(TaskPane).show(state, self.flows, now)
        if "timeline" in parts:
            self.query_one(Timeline).show(state, now)
        if "log" in parts:
            self.query_one(LogPane).show(self.seen)

    def _draw_outcome(self) -> None:
        found = list(outcome(self.seen, self.stage, owner=self.owner)) if self.playback is None or self._is_out else []
        if self.problem is not None:
            found.insert(0, paragraph(f"✖ {self.problem.message}"))
            found.insert(1, said("to do", self.problem.hint, 9))
        self.set_class(bool(found), "-told")
        self.query_one("#outcome-facts", Facts).show(found)

    def _draw_bar(self) -> None:
        at = self.stage
        if self.playback is not None:
            wanted = replayed(at, out=self._is_out, paused=self.playback.paused)
        else:
            wanted = offers(at, owner=self.owner, back=self.back, skip=self.to_skip is not None)
        if wanted == self._offers:
            return
        self._offers = wanted
        for name in BUTTONS:
            button = self.query_one(f"#{name}", Button)
            button.display = name in wanted.buttons
            button.label = wanted.buttons.get(name, name)
            button.refresh(layout=True)
        self.query_one("#hint", Static).update(wanted.hint)
        self.refresh_bindings()

    def _draw_detail(self) -> None:
        self.query_one("#about-facts", Facts).show(facts(self.seen, self.query_one(StepList).chosen, self.now))

    @property
    def _is_out(self) -> bool:
        return self.playback is not None and self.feed.ended and self.playback.is_out

    # Parts

    @property
    def is_beside(self) -> bool:
        """Whether the steps have a place beside the other parts."""
        return self.size.width >= 120

    def action_show_pane(self, name: str) -> None:
        """This part in front, and the keys go to it."""
        self.pane = name
        if name != "steps":
            self.right = name
        self._show_parts()
        self.call_after_refresh(self.query_one(FOCUS[name]).focus)

    def _show_parts(self) -> None:
        for name in PANES:
            self.set_class(self.pane == name, f"-front-{name}")
            self.set_class(self.right == name, f"-right-{name}")
        self.query_one("#strip", Strip).show(self.pane, beside=False)
        self.query_one("#strip-right", Strip).show(self.right, beside=True)
        self.changed = True

    def on_resize(self, _event: Resize) -> None:
        """Another width may have room for two parts."""
        self._show_parts()

    def on_screen_resume(self) -> None:
        """One came back: everything may have changed, and what a toast said is here to be read."""
        self.changed = True
        if self.stage.is_over:
            self.app.clear_notifications()

    @on(StepList.Chosen)
    def _chose(self, event: StepList.Chosen) -> None:
        event.stop()
        self.query_one("#about", Pane).scroll_home(animate=False)
        self._draw_detail()
        self._draw_bar()

    def chosen(self) -> StepState | None:
        """The step under the cursor."""
        return self.seen.state.steps.get(self.query_one(StepList).chosen)

    # Acting

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.run_action(event.button.id or "")

    async def action_enter(self) -> None:
        """What the bar says that Enter does."""
        if self._offers.enter:
            await self.run_action(self._offers.enter)

    def action_results(self) -> None:
        """What the run made."""
        self.wizard.show_results(self.directory)

    def action_again(self) -> None:
        """Play it from its beginning."""
        self.playback = Playback(self.playback.speed if self.playback else self.speed, self.attempt)
        self.feed, self.seen = Feed(self.directory, self.attempt), Seen(RunState())
        self._planned = ""
        self.follow()
