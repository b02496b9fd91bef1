from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.sandbox.api import Principal
from wizard.sandbox.app import Sandbox
from wizard.sandbox.sql import retired
from wizard.sandbox.sql.executions import Executions, Statement, executions
from wizard.sandbox.unity import objects

OWNER = Principal("owner@example.com", admin=True)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1_700_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, clock: Clock) -> Iterator[Sandbox]:
    """A sandbox without a server; statements that need no rows do not start its engine."""
    made = Sandbox(tmp_path / "home", "http://127.0.0.1:1", clock)
    yield made
    made.close()


def run(known: Executions, statement: str) -> Statement:
    found = known.submit(OWNER, {"statement": statement, "warehouse_id": "w"})
    assert found.over.wait(20)
    return found


def test_a_result_is_kept_for_an_hour_and_its_history_for_good(workspace: Sandbox, clock: Clock) -> None:
    known = executions(workspace)
    good, bad = run(known, "show catalogs").id, run(known, "show nonsense").id
    clock.seconds += 3599
    kept = known.get(good)
    assert kept
    assert (kept.state, kept.chunks and kept.chunks.total_rows) == ("SUCCEEDED", 1)
    clock.seconds += 2
    closed, failed = known.get(good), known.get(bad)
    assert closed
    assert (closed.state, closed.chunks, closed.principal.user_name) == ("CLOSED", None, OWNER.user_name)
    assert failed
    assert failed.error
    assert (failed.state, failed.error.sql_state) == ("FAILED", "0A000")
    past = workspace.store.get("statement", good)
    assert past
    assert (past["statement_text"], past["rows"], past["state"]) == ("show catalogs", 1, "SUCCEEDED")
    assert known.get("unknown") is None


def test_the_oldest_results_go_first_when_they_take_too_much_room(
    workspace: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = executions(workspace)
    first = run(known, "show catalogs")
    assert first.chunks
    monkeypatch.setattr("wizard.sandbox.sql.executions.KEPT_BYTES", first.chunks.size)
    second = run(known, "show catalogs")
    left = known.get(first.id), known.get(second.id)
    assert [found and found.state for found in left] == ["CLOSED", "SUCCEEDED"]


def test_a_replaced_folder_is_deleted_only_when_nobody_can_be_reading_it(workspace: Sandbox, clock: Clock) -> None:
    place = objects.managed_location(workspace, "main.default.t")
    place.mkdir(parents=True)
    retired.retire(workspace, objects.location_of(place))
    assert place.exists()
    clock.seconds += 16 * 60
    retired.sweep(workspace)
    assert not place.exists()
