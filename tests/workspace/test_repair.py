"""Repairing a job run: done once, whatever became of the answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from databricks.sdk.errors.platform import BadRequest
from databricks.sdk.service.jobs import RepairHistoryItem, Run, RunLifeCycleState, RunResultState, RunState

from wizard.errors import WizardError
from wizard.workspace.repair import repair as repair_run


class Service:
    """A job run that failed, and a service that may lose its answers or say no."""

    def __init__(self, *, error: Exception | None, does_it: bool) -> None:
        self.jobs = self
        self.error, self.does_it = error, does_it
        self.repairs: list[int] = []
        self.asked: list[dict[str, Any]] = []

    def get_run(self, run_id: int, *, include_history: bool = False) -> Run:
        going = bool(self.repairs)
        life = RunLifeCycleState.RUNNING if going else RunLifeCycleState.TERMINATED
        state = RunState(life_cycle_state=life, result_state=None if going else RunResultState.FAILED)
        return Run(run_id=run_id, state=state, repair_history=[RepairHistoryItem(id=n) for n in [None, *self.repairs]])

    def repair_run(self, run_id: int, **options: Any) -> None:
        self.asked.append(options)
        if self.does_it:
            self.repairs.append(7)
        if self.error:
            raise self.error


def repair(service: Service) -> bool:
    return repair_run(SimpleNamespace(client=service), 1)  # type: ignore[arg-type]


def test_what_failed_and_what_depends_on_it_is_repaired() -> None:
    service = Service(error=None, does_it=True)
    assert repair(service)
    wanted = {"latest_repair_id": None, "rerun_all_failed_tasks": True, "rerun_dependent_tasks": True}
    assert service.asked == [wanted]


@pytest.mark.parametrize("error", [ConnectionError("the connection was closed"), BadRequest("while it is active")])
def test_a_repair_whose_answer_was_lost_is_taken_up(error: Exception) -> None:
    service = Service(error=error, does_it=True)
    assert repair(service)
    assert len(service.asked) == 1


def test_a_refused_repair_is_no_failure() -> None:
    assert not repair(Service(error=BadRequest("The run can not be repaired."), does_it=False))


def test_a_repair_that_never_arrived_is_a_failure_with_advice() -> None:
    with pytest.raises(WizardError, match="Repairing the job run failed"):
        repair(Service(error=ConnectionError("the connection was closed"), does_it=False))
