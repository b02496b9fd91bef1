"""Which steps of a run can be left out when it is resumed: those that are not done, named as people see them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from wizard.errors import UsageError
from wizard.run.state import RunState
from wizard.run.statuses import BLOCKED, CANCELLED, FAILED, RUNNING, SKIPPED, WAITING

SKIPPABLE = (FAILED, BLOCKED, CANCELLED, WAITING, SKIPPED)


def resolve(state: RunState, wanted: Iterable[str], *, alive: bool) -> frozenset[str]:
    """The keys of the wanted steps, each given by its key (`quality:checks`) or title (`quality checks`).

    `alive` says whether somebody carries the run out: what a dead runner was doing when it died can be skipped, too.
    Raises UsageError for a step that is not in the plan, is done, or is being done.
    """
    if not state.steps:
        raise UsageError("The run has no plan yet: there is no step to skip.", "Go on with it: demo-wizard runs resume")
    return frozenset(_key(state, one, alive=alive) for one in wanted)


def _key(state: RunState, wanted: str, *, alive: bool) -> str:
    step = next((step for step in state.steps.values() if wanted in (step.key, step.title)), None)
    if step is None:
        raise UsageError(f"{wanted} is not a step of run {state.run_id}.", _near(state, wanted))
    if step.status == RUNNING and alive:
        raise UsageError(f"{step.title} is being done.", f"Stop the run first: demo-wizard runs cancel {state.run_id}")
    if step.status not in (*SKIPPABLE, RUNNING):
        raise UsageError(f"{step.title} is done: there is nothing to skip.",
                         f"Go on with the rest: demo-wizard runs resume {state.run_id}")
    return step.key


def _near(state: RunState, wanted: str) -> str:
    """Steps that somebody may have meant; without any, those that could be skipped."""
    near = difflib.get_close_matches(wanted.lower().replace(" ", ":", 1), state.steps, n=3, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    rest = [step.key for step in state.steps.values() if step.status in SKIPPABLE]
    return f"Not done yet: {', '.join(rest)}" if rest else "Every step is done."
