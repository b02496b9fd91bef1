"""Where a run stands, in one word for the screen and a sentence for people."""

from __future__ import annotations

from enum import StrEnum

from wizard.printers.words import plural
from wizard.run.state import RunState
from wizard.run.statuses import CANCELLED, FAILED, RUNNING, SUCCEEDED, WAITING


class Stage(StrEnum):
    """A run whose runner is gone without a word has failed: its feed says so."""

    LIVE = "live"
    ASKING = "asking"
    STOPPING = "stopping"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen by itself."""
        return self in (Stage.SUCCEEDED, Stage.FAILED, Stage.CANCELLED)

    @property
    def status(self) -> str:
        """The status that it looks like."""
        looks = {Stage.LIVE: RUNNING, Stage.ASKING: WAITING, Stage.STOPPING: CANCELLED, Stage.SUCCEEDED: SUCCEEDED,
                 Stage.FAILED: FAILED, Stage.CANCELLED: CANCELLED}
        return looks[self]


def stage(state: RunState, *, asked_to_stop: bool) -> Stage:
    """Where the run stands; `asked_to_stop` before it has heard of it."""
    if state.finished is not None:
        return Stage(state.finished.status)
    if asked_to_stop or state.cancelling:
        return Stage.STOPPING
    return Stage.ASKING if state.awaiting_approval else Stage.LIVE


def words(state: RunState, at: Stage) -> str:
    """`running, 4 steps at work`."""
    if at is Stage.LIVE:
        working = state.count(RUNNING)
        if working:
            return f"running, {plural(working, 'step')} at work"
        return state.now_doing or ("running" if state.steps else "starting")
    return {Stage.ASKING: "waiting for a yes", Stage.STOPPING: "cancelling…", Stage.SUCCEEDED: "done",
            Stage.FAILED: "failed", Stage.CANCELLED: "stopped"}[at]
