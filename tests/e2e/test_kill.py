"""A run may die at any moment: what a resume ends with is what an undisturbed run ends with."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cli import DEADLINE_SECONDS, Wizard, alive, journal, kill
from tests.e2e.conftest import workspace_client
from tests.eventually import eventually

ENGINES = {"connect": [], "warehouse": ["--set", "generate.engine=warehouse"]}


def schema_args(schema: str) -> list[str]:
    return ["--spec", "tests/e2e/bakery.yaml", "--yes", "--set", f"schema={schema}",
            "--set", f"jobs.refresh.name=refresh {schema}"]


def end_state(wizard: Wizard, schema: str) -> dict[str, Any]:
    """Everything that must not depend on how a demo came about."""
    client = workspace_client(wizard.sandbox())
    full = f"dev_bakery_demo.{schema}"
    tables = list(client.tables.list(*full.split(".")))
    jobs = list(client.jobs.list(name=f"refresh {schema}"))
    runs = [client.jobs.get_run(r.run_id) for job in jobs for r in client.jobs.list_runs(job_id=job.job_id)]
    grants = client.grants.get("schema", full).privilege_assignments
    return {
        "data": {t.name: t.properties["demo_wizard.data"].partition("/")[2] for t in tables
                 if "demo_wizard.data" in (t.properties or {})},
        "relations": sorted(t.name for t in tables),
        "grants": {a.principal: [p.value for p in a.privileges] for a in grants},
        "jobs": len(jobs),
        "job_runs": [[t.state.result_state.value for t in run.tasks] for run in runs],
    }


def run_of(wizard: Wizard, schema: str) -> Path | None:
    found = [run for run in wizard.runs() if json.loads((run / "run.json").read_text())["demo"].endswith(f".{schema}")]
    return found[-1] if found else None


@pytest.fixture(scope="module")
def undisturbed(wizard: Wizard) -> tuple[dict[str, Any], int]:
    """The end state of a run that nobody touched, and how many events it took."""
    events = wizard.events(*schema_args("undisturbed"), *ENGINES["warehouse"])
    assert events[-1]["status"] == "succeeded", events[-5:]
    return end_state(wizard, "undisturbed"), len(events)


@pytest.mark.parametrize(("moment", "engine", "imports"), [
    # Some die while they import, with all that a runner starts with; the others have that behind them.
    (n * 0.09, "warehouse" if n in (2, 5, 8) else "connect", n in (0, 4)) for n in range(10)
])
def test_kill_and_resume(wizard: Wizard, typed: Wizard, undisturbed: tuple[dict[str, Any], int],
                         moment: float, engine: str, imports: bool) -> None:  # fmt: skip
    expected, total = undisturbed
    schema = f"killed_at_{int(moment * 100)}"
    process = (typed if imports else wizard).start(*schema_args(schema), *ENGINES[engine])
    run = eventually(lambda: run_of(wizard, schema), "the run directory", DEADLINE_SECONDS)
    eventually(lambda: len(journal(run)) > moment * total, f"{moment:.0%} of the events", DEADLINE_SECONDS)
    kill(json.loads((run / "runner.json").read_text())["pid"])
    process.communicate(timeout=30)
    assert process.returncode != 0
    wizard.ok("runs", "resume", run.name)
    assert journal(run)[-1]["status"] == "succeeded"
    assert end_state(wizard, schema) == expected


def test_ctrl_c_ends_with_130_within_a_second_and_resume_finishes(
    wizard: Wizard, typed: Wizard, undisturbed: tuple[dict[str, Any], int]
) -> None:
    expected, total = undisturbed
    process = typed.start(*schema_args("interrupted"))
    run = eventually(lambda: run_of(wizard, "interrupted"), "the run directory", DEADLINE_SECONDS)
    eventually(lambda: len(journal(run)) > total // 3, "a third of the events", DEADLINE_SECONDS)
    runner = json.loads((run / "runner.json").read_text())["pid"]
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, time.monotonic() - asked < 2) == (130, True), err
    assert "resume" in err
    eventually(lambda: not alive(runner), "the runner to be gone", 5)
    wizard.ok("runs", "resume", run.name)
    assert end_state(wizard, "interrupted") == expected
