"""Runs at a glance: how each ended, and which are worth offering."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from wizard.run import locks
from wizard.run.directory import RunDirectory
from wizard.run.events import PlanReady, RunFinished, RunStarted, StepFinished
from wizard.run.journal import Journal
from wizard.run.overview import glance, glances, offers

STEPS = [{"key": f"table:t{at}", "kind": "table", "object": "", "action": "create", "reason": "", "depends_on": []}
         for at in range(3)]  # fmt: skip


def made(runs: Path, name: str, demo: str = "a.b", status: str = "", target: str = "sandbox") -> RunDirectory:
    """A run of that name with one step of three done, that ended so, or not at all."""
    run = RunDirectory(runs / name)
    run.path.mkdir(parents=True)
    created = datetime(2026, 1, 1, tzinfo=UTC).isoformat()
    run.write("run.json", f'{{"demo": "{demo}", "target": "{target}", "created": "{created}"}}')
    journal = Journal(run.events, run.id)
    journal.write(RunStarted(1, 1, demo, target))
    journal.write(PlanReady("hash", demo, target, "host", {}, False, STEPS))
    journal.write(StepFinished("table:t0", "succeeded", 1.0))
    journal.close(RunFinished(status, 0, 1.0) if status else None)
    return run


def names(runs: Path) -> tuple[list[str], list[str]]:
    found = offers(runs)
    return [each.run.id for each in found.unfinished], [each.run.id for each in found.made]


def test_a_run_is_running_killed_or_as_it_ended(tmp_path: Path) -> None:
    running = made(tmp_path, "1")
    lock = locks.Lock.take(running.lock)
    assert lock is not None
    made(tmp_path, "2")
    made(tmp_path, "3", status="failed")
    made(tmp_path, "4", status="cancelled")
    made(tmp_path, "5", status="succeeded")
    assert [each.status for each in glances(tmp_path)] == ["succeeded", "cancelled", "failed", "killed", "running"]
    lock.release()
    found = glance(running)
    assert (found.status, found.done, found.steps, found.attempt) == ("killed", 1, 3, 1)


def test_a_run_that_was_made_again_since_is_not_offered(tmp_path: Path) -> None:
    made(tmp_path, "1", status="failed")
    made(tmp_path, "2", status="cancelled", target="field")
    made(tmp_path, "3", status="succeeded")
    made(tmp_path, "4", status="succeeded")
    assert names(tmp_path) == (["2"], ["4"])


def test_of_two_attempts_at_a_demo_the_later_is_offered_beside_what_was_made_before(tmp_path: Path) -> None:
    made(tmp_path, "1", status="succeeded")
    made(tmp_path, "2", status="failed")
    made(tmp_path, "3", status="failed")
    assert names(tmp_path) == (["3"], ["1"])


def test_what_is_going_on_stands_first(tmp_path: Path) -> None:
    lock = locks.Lock.take(made(tmp_path, "1", demo="x.y").lock)
    made(tmp_path, "2", status="failed")
    assert names(tmp_path)[0] == ["1", "2"]
    assert lock is not None
    lock.release()


def test_a_run_that_was_given_up_is_not_offered_until_it_is_resumed(tmp_path: Path) -> None:
    run = made(tmp_path, "1", status="failed")
    run.discard(1)
    assert names(tmp_path) == ([], [])
    assert [each.run.id for each in glances(tmp_path)] == ["1"]
    journal = Journal(run.events, run.id)
    journal.write(RunStarted(2, 1, "a.b", "sandbox"))
    journal.close(RunFinished("failed", 1, 1.0))
    assert names(tmp_path) == (["1"], [])


def test_a_folder_that_is_no_run_is_passed_over(tmp_path: Path) -> None:
    for name, text in (("1", "{"), ("2", "{}"), ("3", "[]")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text(text)
    made(tmp_path, "4", status="failed")
    assert names(tmp_path) == (["4"], [])
    assert names(tmp_path / "nowhere") == ([], [])
