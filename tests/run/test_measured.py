"""What can be learned from the journals of earlier runs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from wizard.plan.pace import PACES
from wizard.run.directory import Request, RunDirectory
from wizard.run.events import (
    Event,
    PlanReady,
    Record,
    RunFinished,
    RunStarted,
    StepFinished,
    StepProgress,
    StepSkipped,
    StepStarted,
    StreamOpened,
)
from wizard.run.measured import measured

BEGAN = datetime(2026, 11, 23, 20, tzinfo=UTC)
KINDS = {"table:t": "create", "data:t": "run", "quality:q": "run"}


def told(runs: Path, events: Iterable[tuple[float, Event]], target: str = "sandbox") -> RunDirectory:
    """A run with this journal: events by seconds after it began."""
    run = RunDirectory.create(runs, Request("c.s", target))
    records = [Record((BEGAN + timedelta(seconds=at)).isoformat(), run.id, event) for at, event in events]
    run.events.write_text("".join(f"{record.to_line()}\n" for record in [Record("", "", StreamOpened()), *records]))
    return run


def made(*, rows: int = 1_000_000, data: float = 9.0, wait: float = 1.0, start: float = 3.0, kept: bool = False,
         status: str = "succeeded", attempt: int = 1) -> list[tuple[float, Event]]:
    """A run that makes a table, writes it, and checks it in two seconds."""
    steps: list[dict[str, Any]] = [
        {"key": key, "kind": key.partition(":")[0], "object": "o", "action": action, "reason": "", "depends_on": []}
        for key, action in (KINDS | ({"data:k": "keep"} if kept else {})).items()
    ]
    begun = start + 0.1 + wait
    return [
        (0, RunStarted(attempt, 1, "c.s", "sandbox")), (start, PlanReady("0", "c.s", "sandbox", "", {}, False, steps)),
        (start, StepStarted("table:t")), (start + 0.1, StepFinished("table:t", "succeeded", 0.1)),
        (start + 0.1, StepStarted("data:t")), (begun, StepProgress("data:t", 0, rows, "rows")),
        (begun + data, StepProgress("data:t", rows - 9, rows - 9, "rows")),
        (begun + data, StepFinished("data:t", "succeeded", wait + data)),
        (begun + data, StepStarted("quality:q")), (begun + data + 2, StepFinished("quality:q", "succeeded", 2.0)),
        (begun + data + 2, RunFinished(status, 0, 20.0)),
    ]


def test_a_run_tells_its_start_its_waiting_and_how_its_kinds_of_steps_did(tmp_path: Path) -> None:
    told(tmp_path, made())
    found = measured(tmp_path, "sandbox")
    assert found is not None
    assert (found.runs, found.start, found.connect) == (1, 3.0, 1.0)
    assert found.factor["data"] == pytest.approx(9.0 / PACES["data"].seconds(10**6), abs=0.001)
    assert found.factor["quality"] == pytest.approx(2.0 / PACES["quality"].seconds(10**6), abs=0.001)
    assert found.factor["table"] == pytest.approx(2.0)
    assert found.seconds("data", 10**6) == pytest.approx(9.0, abs=0.01)


def test_the_latest_runs_count_and_each_counts_alike(tmp_path: Path) -> None:
    for number, data in enumerate((99.0, 8.0, 9.0, 40.0)):
        told(tmp_path, made(data=data)).path.rename(tmp_path / f"2026112{number}-000000-aaaa")
    found = measured(tmp_path, "sandbox", latest=3)
    assert found is not None
    assert (found.runs, round(found.seconds("data", 10**6), 1)) == (3, 9.0)


def test_runs_that_teach_nothing_are_passed_over(tmp_path: Path) -> None:
    told(tmp_path, made(), target="elsewhere")
    told(tmp_path, made(status="failed"))
    told(tmp_path, made()[:-1])
    told(tmp_path, [*made(status="failed"), *made(attempt=2)])
    told(tmp_path, [(0, RunStarted(1, 1, "c.s", "sandbox")), (1, StepSkipped("data:t", "all rows are there", "kept")),
                    (1, RunFinished("succeeded", 0, 2.0))])
    assert measured(tmp_path, "sandbox") is None
    assert measured(tmp_path / "none", "sandbox") is None


def test_what_reads_a_demo_is_not_judged_when_a_part_of_it_was_kept(tmp_path: Path) -> None:
    told(tmp_path, made(kept=True))
    found = measured(tmp_path, "sandbox")
    assert found is not None
    assert set(found.factor) == {"table", "data"}
