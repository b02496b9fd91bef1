from __future__ import annotations

from databricks.sdk.service.jobs import JobSettings, PauseStatus

from tests.steps.facts import empty
from wizard.spec.choices import Choices
from wizard.steps import plan
from wizard.workspace.jobs import TaskFile, settings

TASKS = (TaskFile("load", "python", "/w/load.py"), TaskFile("check", "sql", "/w/check.sql", ("load",)))


def made(**options: object) -> JobSettings:
    raw = settings("Refresh", "", "dev.shop", "r1", "wh", TASKS, **options)  # type: ignore[arg-type]
    return JobSettings.from_dict(raw)


def test_a_schedule_is_stored_paused_unless_it_says_otherwise() -> None:
    when = {"cron": "0 0 6 * * ?", "timezone": "Europe/Berlin", "paused": True}
    paused, going = made(schedule=when).schedule, made(schedule={**when, "paused": False}).schedule
    assert paused is not None
    assert going is not None
    assert (paused.quartz_cron_expression, paused.timezone_id) == ("0 0 6 * * ?", "Europe/Berlin")
    assert (paused.pause_status, going.pause_status) == (PauseStatus.PAUSED, PauseStatus.UNPAUSED)
    assert made().schedule is None


def test_parameters_are_the_jobs_and_a_python_program_is_given_them() -> None:
    found = made(parameters={"since": "2026-01-01"})
    assert {one.name: one.default for one in found.parameters or []} == {"demo_wizard_run": "", "since": "2026-01-01"}
    python = (found.tasks or [])[0].spark_python_task
    assert python is not None
    assert python.parameters == ["--since={{job.parameters.since}}"]


def test_a_job_that_is_left_out_is_in_no_plan() -> None:
    kinds = {step.kind for step in plan(Choices.of("retail").put("jobs.refresh.enabled", False).spec(), empty()).steps}
    assert not kinds & {"job", "run"}
