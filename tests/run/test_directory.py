"""Where a run keeps what is known about it, and who may work on it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from wizard.errors import UsageError
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import Event, PlanReady, StepFinished, StepSkipped, StepStarted
from wizard.run.journal import Journal
from wizard.run.locks import Lock, holder

REQUEST = Request("c.s", "sandbox", "demo-wizard --spec retail", "Retail")


def test_a_run_keeps_its_request_and_is_private(tmp_path: Path) -> None:
    run = RunDirectory.create(tmp_path, REQUEST, spec="version: 1\n")
    assert (run.request.demo, run.request.source) == ("c.s", "demo-wizard --spec retail")
    assert run.request.created
    assert run.spec.read_text() == "version: 1\n"
    assert not run.plan.exists()
    assert stat.S_IMODE(run.path.stat().st_mode) == 0o700


def test_runs_are_found_by_id_by_part_and_as_the_latest(tmp_path: Path) -> None:
    runs = sorted((RunDirectory.create(tmp_path, REQUEST) for _ in range(3)), key=lambda run: run.id)
    assert RunDirectory.every(tmp_path) == runs
    assert RunDirectory.find(tmp_path) == RunDirectory.find(tmp_path, "latest") == runs[-1]
    assert RunDirectory.find(tmp_path, runs[0].id) == runs[0]
    assert RunDirectory.find(tmp_path, runs[0].id[2:]) == runs[0]
    for wanted, words in ((runs[0].id[:4], "several"), ("nope", "is not a run")):
        with pytest.raises(UsageError, match=words):
            RunDirectory.find(tmp_path, wanted)


def test_without_runs_it_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        RunDirectory.find(tmp_path / "none")
    assert "--spec" in caught.value.hint


def test_approval_is_for_one_plan(tmp_path: Path) -> None:
    run = RunDirectory.create(tmp_path, REQUEST)
    run.approve("aaaa")
    assert run.is_approved("aaaa")
    assert not run.is_approved("bbbb")


KEYS = ("table:customers", "table:products", "quality:all", "view:kpi_summary", "grant:proof")


def planned(folder: Path, *told: Event) -> RunDirectory:
    """A run of five steps, to which this happened."""
    run = RunDirectory.create(folder, REQUEST)
    steps = [{"key": k, "kind": "k", "object": "o", "action": "create", "reason": "", "depends_on": []} for k in KEYS]
    journal = Journal(run.events, run.id)
    for event in (PlanReady("0", "c.s", "sandbox", "", {}, False, steps), *told):
        journal.write(event)
    journal.close()
    return run


def test_steps_to_skip_are_added_by_key_or_title_and_kept(tmp_path: Path) -> None:
    run = planned(tmp_path, StepFinished("quality:all", "failed", 1.0), StepSkipped("grant:proof", "", "blocked"),
                  StepStarted("table:products"))
    assert run.skipped() == frozenset()
    assert run.skip(["quality all"]) == {"quality:all"}
    assert run.skip(["grant:proof", "view:kpi_summary", "table:products"]) == RunDirectory(run.path).skipped()
    assert run.skipped() == {"quality:all", "grant:proof", "view:kpi_summary", "table:products"}
    assert (run.path / "skip").read_text() == '["grant:proof", "quality:all", "table:products", "view:kpi_summary"]'


@pytest.mark.parametrize(("wanted", "words", "hint"), [
    ("table:customers", "table customers is done", "demo-wizard runs resume"),
    ("table products", "table products is done", "demo-wizard runs resume"),
    ("view:kpi_sumary", "view:kpi_sumary is not a step", "Did you mean view:kpi_summary?"),
    ("Quality Al", "Quality Al is not a step", "Did you mean quality:all?"),
    ("nonsense", "nonsense is not a step", "Not done yet: quality:all, view:kpi_summary, grant:proof"),
])
def test_only_a_step_that_is_not_done_can_be_skipped(tmp_path: Path, wanted: str, words: str, hint: str) -> None:
    run = planned(tmp_path, StepFinished("table:customers", "succeeded", 1), StepSkipped("table:products", "", "kept"))
    with pytest.raises(UsageError, match=words) as caught:
        run.skip(["quality:all", wanted])
    assert hint in caught.value.hint
    assert run.skipped() == frozenset()


def test_without_a_plan_there_is_nothing_to_skip(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no plan yet"):
        RunDirectory.create(tmp_path, REQUEST).skip(["quality:all"])


def test_a_report_cannot_leave_the_directory(tmp_path: Path) -> None:
    run = RunDirectory.create(tmp_path, REQUEST)
    assert run.attach("../../../evil.json", "{}") == run.path / "files" / "evil.json"


def test_a_lock_has_one_holder_who_says_who_it_is(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "demo.json"
    assert holder(path) is None
    lock = Lock.take(path)
    assert lock is not None
    assert Lock.take(path) is None
    assert holder(path) == {}
    lock.sign({"pid": 1, "run": "a long name that a later holder does not have"})
    lock.sign({"pid": 2})
    assert holder(path) == {"pid": 2}
    lock.release()
    assert holder(path) is None
    again = Lock.take(path)
    assert again is not None
    again.release()


def test_the_lock_of_a_demo_is_one_for_all_of_its_runs(tmp_path: Path) -> None:
    one, two = (RunDirectory.create(tmp_path, REQUEST) for _ in range(2))
    other = RunDirectory.create(tmp_path, Request("c.s", "../../elsewhere"))
    assert one.demo_lock == two.demo_lock != other.demo_lock
    assert other.demo_lock.parent == tmp_path / ".locks"


def test_runs_are_in_the_order_in_which_they_were_begun_also_within_a_second(tmp_path: Path) -> None:
    made = [RunDirectory.create(tmp_path, REQUEST).id for _ in range(300)]
    assert [run.id for run in RunDirectory.every(tmp_path)] == made
    assert len(set(made)) == 300
