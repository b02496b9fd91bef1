"""Where a run keeps what is known about it, and who may work on it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from wizard.errors import UsageError
from wizard.run.directory import Request, RunDirectory
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
