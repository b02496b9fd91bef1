"""What a step says, and how often."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from wizard.errors import CancelledError
from wizard.run.events import Event, FactSaved, StepProgress, TaskChanged
from wizard.run.reporter import Reporter


class Said:
    """A reporter, what it said, and its clock."""

    def __init__(self, facts: dict[str, Any] | None = None) -> None:
        self.now, self.events, self.cancelled = 0.0, list[Event](), threading.Event()
        self.reporter = Reporter("data:t", self.events.append, self.cancelled, lambda name, _: Path("/r") / name, facts,
                                 lambda: self.now)


def test_progress_comes_ten_times_a_second_at_most_and_the_last_one_always() -> None:
    said = Said()
    for done in range(1001):
        said.now = done / 1000
        said.reporter.progress(done, 1000)
    assert len(said.events) <= 12
    assert said.events[-1] == StepProgress("data:t", 1000, 1000, "rows", 1000.0)


def test_the_rate_does_not_count_what_an_earlier_attempt_did() -> None:
    said = Said()
    said.reporter.progress(500_000, 1_000_000)
    said.now = 1.0
    said.reporter.progress(600_000, 1_000_000)
    assert isinstance(said.events[-1], StepProgress)
    assert said.events[-1].rate == 100_000.0


def test_a_task_is_said_again_only_when_it_changed() -> None:
    said = Said()
    for seconds in (0.0, 0.5, 1.0):
        said.reporter.task("optimize", "RUNNING", seconds, "line 1")
    said.reporter.task("optimize", "RUNNING", 1.5, "line 1\nline 2")
    said.reporter.task("optimize", "SUCCESS", None, "line 1\nline 2")
    assert [e.state for e in said.events if isinstance(e, TaskChanged)] == ["RUNNING", "RUNNING", "SUCCESS"]


def test_facts_are_there_at_once_and_after_a_resume() -> None:
    said = Said({"token": "abc"})
    assert said.reporter.saved("token") == "abc"
    assert said.reporter.saved("job_run") is None
    said.reporter.save("job_run", 7)
    assert said.reporter.saved("job_run") == 7
    assert said.events == [FactSaved("data:t", "job_run", 7)]


def test_check_raises_once_somebody_asked_to_stop() -> None:
    said = Said()
    said.reporter.check()
    said.cancelled.set()
    with pytest.raises(CancelledError):
        said.reporter.check()
