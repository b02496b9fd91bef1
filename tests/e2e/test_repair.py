"""A job run that failed is repaired when its run is resumed: what succeeded does not run again, no other run starts."""

from __future__ import annotations

from tests.e2e.cli import Wizard, journal
from tests.e2e.conftest import workspace_client

STALL = ["--spec", "tests/e2e/stall.yaml", "--set", "schema=repaired", "--set", "jobs.refresh.name=Repaired"]


def attempts(wizard: Wizard) -> list[dict[str, list[str]]]:
    """The outcomes of each task, attempt by attempt, of every run of the job."""
    client = workspace_client(wizard.sandbox())
    found: list[dict[str, list[str]]] = []
    for job in client.jobs.list(name="Repaired"):
        for listed in client.jobs.list_runs(job_id=job.job_id):
            run: dict[str, list[str]] = {}
            for task in client.jobs.get_run(listed.run_id).tasks:
                run.setdefault(task.task_key, []).append(task.state.result_state.value)
            found.append(run)
    return found


def test_a_resume_repairs_the_job_run_that_failed(wizard: Wizard) -> None:
    failed = wizard.run(*STALL, "--yes")
    assert failed.returncode == 1
    assert "door_key" in failed.stderr + failed.stdout
    run = wizard.runs()[-1]
    assert attempts(wizard) == [{"count_fruit": ["SUCCESS"], "unlock": ["FAILED"], "sell": ["UPSTREAM_FAILED"]}]

    assert wizard.run("runs", "resume", run.name).returncode == 1  # the key is still missing
    wizard.ok("sql", "CREATE TABLE dev_stall_demo.repaired.door_key (name STRING)")
    wizard.ok("runs", "resume", run.name)
    assert attempts(wizard) == [{
        "count_fruit": ["SUCCESS"], "unlock": ["FAILED", "FAILED", "SUCCESS"],
        "sell": ["UPSTREAM_FAILED", "UPSTREAM_FAILED", "SUCCESS"],
    }]  # fmt: skip
    notes = [event["text"] for event in journal(run) if "text" in event]
    assert sum("repairing job run" in note for note in notes) == 2
