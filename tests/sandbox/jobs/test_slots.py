"""Which tasks may run at the same time."""

from __future__ import annotations

from collections.abc import Callable

from wizard.sandbox.jobs.slots import Slots
from wizard.sandbox.jobs.states import Doc, Outcome, Phase, ended, going, phase_of

Begun = list[Callable[[], None]]


def waiting_task() -> Doc:
    return dict(going(Phase.PENDING))


def nothing() -> None:
    """The work of a task that only counts."""


def test_tasks_beyond_the_limit_are_queued_and_begin_in_turn() -> None:
    begun: Begun = []
    slots = Slots(2, begun.append)
    tasks = [waiting_task() for _ in range(4)]
    for task in tasks:
        slots.take(task, nothing)
    assert len(begun) == 2
    assert [phase_of(task) for task in tasks] == [Phase.PENDING, Phase.PENDING, Phase.QUEUED, Phase.QUEUED]
    assert tasks[2]["status"]["queue_details"]["code"] == "ACTIVE_RUNS_LIMIT_REACHED"
    slots.release()
    assert len(begun) == 3
    assert [phase_of(task) for task in tasks[2:]] == [Phase.PENDING, Phase.QUEUED]


def test_a_task_that_ended_meanwhile_gives_its_turn_away() -> None:
    begun: Begun = []
    slots = Slots(1, begun.append)
    tasks = [waiting_task() for _ in range(3)]
    for task in tasks:
        slots.take(task, nothing)
    tasks[1].update(ended(Outcome.CANCELED))
    slots.release()
    assert len(begun) == 2
    assert phase_of(tasks[1]) is None
    assert phase_of(tasks[2]) is Phase.PENDING
    slots.release()
    slots.take(waiting_task(), nothing)
    assert len(begun) == 3


def test_without_a_limit_everything_begins() -> None:
    begun: Begun = []
    slots = Slots(None, begun.append)
    for _ in range(20):
        slots.take(waiting_task(), nothing)
    assert len(begun) == 20
