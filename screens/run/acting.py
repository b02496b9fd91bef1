"""What a person can do to a run from its screen: stop it, approve it, try again, leave it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, ParamSpec, TypeVar

from textual import work
from textual.binding import Binding, BindingType

from screens.modals.confirm import Confirm
from screens.run.feed import Feed
from screens.run.playback import Playback
from screens.run.stage import Stage, stage
from screens.run.taking import Taking
from screens.step import StepScreen
from screens.threads import in_thread
from wizard.errors import WizardError
from wizard.run.directory import RunDirectory
from wizard.run.skipping import SKIPPABLE
from wizard.run.start import cancel, resume
from wizard.run.state import StepState
from wizard.run.statuses import BLOCKED, FAILED

P = ParamSpec("P")
T = TypeVar("T")


class Acting(Taking):
    """The part of the run screen that changes something; `draw` and `follow` are the other part's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="run.leave", tooltip="Leave the screen; the run goes on"),
        Binding("d", "detach", "Detach", id="run.detach", show=False, tooltip="To the first screen; the run goes on"),
        Binding("c", "cancel", "Cancel", id="run.cancel", tooltip="Ask the run to stop; again: leave"),
        Binding("enter", "enter", "Go on", id="run.enter", show=False, tooltip="What the line at the bottom says"),
        Binding("a", "approve", "Approve", id="run.approve", show=False, tooltip="Say yes to the plan"),
        Binding("r", "retry", "Try again", id="run.retry", show=False, tooltip="Go on where it stopped"),
        Binding("s", "skip", "Skip", id="run.skip", show=False, tooltip="Go on without the step that failed"),
    ]  # fmt: skip

    directory: RunDirectory
    owner: bool
    feed: Feed
    playback: Playback | None
    asked_to_stop: bool = False
    problem: WizardError | None = None

    def draw(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def follow(self) -> None:
        """Read on."""
        raise NotImplementedError

    @property
    def stage(self) -> Stage:
        """Where the run stands."""
        return stage(self.seen.state, asked_to_stop=self.asked_to_stop)

    @property
    def is_live(self) -> bool:
        """Whether something can still be done to the run, or will still be heard of it."""
        return self.playback is None and not self.stage.is_over

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be done now is grey."""
        over = self.playback is None and self.stage.is_over
        possible = {
            "cancel": self.is_live, "detach": self.is_live,
            "approve": self.is_live and self.owner and self.stage is Stage.ASKING,
            "retry": over and self.stage is not Stage.SUCCEEDED,
            "skip": over and self.stage is not Stage.SUCCEEDED and self.to_skip is not None,
        }  # fmt: skip
        return (possible[action] or None) if action in possible else super().check_action(action, parameters)

    # Stopping

    def action_cancel(self) -> None:
        """Ask the run to stop; a run that somebody else began only after a question. A second time: leave."""
        if self.asked_to_stop:
            self.action_detach()
        elif self.owner:
            self.cancel_run()
        else:
            answers = {"cancel": "Cancel the run", "stay": "Leave it running"}
            detail = "Somebody else began it, maybe in another terminal. What is done stays done."
            self.app.push_screen(Confirm("Cancel a run that was begun elsewhere?", detail, answers, careful=True),
                                 lambda answer: self.cancel_run() if answer == "cancel" else None)

    def cancel_run(self) -> None:
        """Say so at once, then ask: a lock has to be looked at for it."""
        self.asked_to_stop = True
        self.draw()
        self._ask_to_stop()

    @work(group="cancel")
    async def _ask_to_stop(self) -> None:
        if await self._do(cancel, self.directory) is None:
            self.asked_to_stop = False
            self.draw()

    def action_approve(self) -> None:
        """Yes to the plan."""
        self._approve(self.seen.state.plan)

    @work(exclusive=True, group="approve")
    async def _approve(self, plan: str) -> None:
        await self._do(self.directory.approve, plan)

    # Going on

    @property
    def to_skip(self) -> StepState | None:
        """The step that a resume could leave out: the one under the cursor, else the first that failed."""
        chosen = self.chosen()
        if chosen is not None and chosen.status in SKIPPABLE and chosen.status != BLOCKED:
            return chosen
        return next((step for step in self.seen.state.steps.values() if step.status == FAILED), None)

    def action_retry(self) -> None:
        """Go on where it stopped."""
        self._resume(())

    def action_skip(self) -> None:
        """Go on without a step."""
        if self.to_skip is not None:
            self._resume((self.to_skip.key,))

    @work(exclusive=True, group="resume")
    async def _resume(self, skip: tuple[str, ...]) -> None:
        started = await self._do(resume, self.directory, self.wizard.runner, skip)
        if started is None:
            return
        self.owner, self.asked_to_stop = True, False
        self.seen.state.finished, self.seen.state.now_doing = None, "starting"
        self.feed.follow(started.attempt)
        self.follow()
        self.draw()

    async def _do(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the call returns, from a thread; None where it could not be done, which the screen then says."""
        try:
            found = await in_thread(call, *args, **kwargs)
        except WizardError as error:
            self.refuse(error)
        except OSError as error:
            self.refuse(WizardError(f"That cannot be done: {error}", f"The run lies in {self.directory.path}"))
        else:
            self.problem = None
            return found
        return None

    def refuse(self, problem: WizardError) -> None:
        """Say what could not be done, where it stays until something is done."""
        self.problem = problem
        self.draw()

    # Leaving

    def action_leave(self) -> None:
        """To where one came from; from a run that goes on, to the first screen."""
        if self.is_live:
            self.action_detach()
        else:
            self.app.pop_screen()

    def action_detach(self) -> None:
        """To the first screen: it offers to come back."""
        self.app.pop_screen()
        self.wizard.home()

    @property
    def back(self) -> str:
        """Where leaving leads to, once the run is over."""
        under = self.app.screen_stack[-2:-1]
        return "Back to review" if under and isinstance(under[0], StepScreen) else "Back"

    async def may_leave(self) -> bool:
        """Whether the app may end now; if not, a question decides about it."""
        if not self.is_live or not self.owner:
            return True
        answers = {"background": "Keep it running", "cancel": "Cancel the run", "stay": "Stay"}
        detail = "It goes on without the app, and can be watched again from the first screen."
        self.app.push_screen(Confirm("The run is still at work.", detail, answers), self._leave_app)
        return False

    def _leave_app(self, answer: str | None) -> None:
        if answer == "background":
            self.app.exit(0)
        elif answer == "cancel":
            self._cancel_and_leave()

    @work(group="cancel")
    async def _cancel_and_leave(self) -> None:
        await in_thread(cancel, self.directory)
        self.app.exit(0)
