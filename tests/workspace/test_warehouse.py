"""The warehouse for statements: which one is taken, and what is said while it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from wizard.errors import PreflightError
from wizard.sandbox import lifecycle
from wizard.sandbox.characters.choice import Choice
from wizard.sandbox.lifecycle import Running
from wizard.workspace import warehouse
from wizard.workspace.client import Workspace
from wizard.workspace.connect import connect

Write = Callable[[str], Path]


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A sandbox whose warehouses take half a second to start."""
    home = tmp_path_factory.mktemp("slow") / "sandbox"
    yield lifecycle.start(home, Choice(warehouse_seconds=0.5))
    lifecycle.stop(home)


@pytest.fixture
def ws(slow: Running, config: Write) -> Workspace:
    config(f"[slow]\nhost = {slow.host_url}\ntoken = {slow.token}\n")
    return connect("slow")


def test_statements_wait_for_a_stopped_warehouse_and_say_so(
    ws: Workspace, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "PATIENT_SECONDS", 0.0)
    monkeypatch.setattr("wizard.workspace.sql.WAIT_IN_CALL", "0s")
    ws.client.warehouses.stop(ws.warehouse_id)
    assert ws.sql("SELECT 1 AS one").one() == {"one": "1"}
    (told,) = said
    assert told.startswith(f"the SQL warehouse {ws.warehouse.name} is starting: statements wait for it (")


def test_many_statements_speak_with_one_voice(ws: Workspace, said: list[str]) -> None:
    waiting = warehouse.Waiting(ws.client)
    waiting.tell(ws.warehouse, 1.0)
    assert said == []
    for seconds in (3.0, 3.1, 9.0):
        waiting.tell(ws.warehouse, seconds)
    assert said == [f"the SQL warehouse {ws.warehouse.name} is busy: a statement has waited 3 s for its turn"]


def test_the_warehouse_that_the_profile_names_is_taken(slow: Running, config: Write, ws: Workspace) -> None:
    made = ws.client.warehouses.create(name="mine", cluster_size="2X-Small", max_num_clusters=1)
    config(f"[slow]\nhost = {slow.host_url}\ntoken = {slow.token}\nwarehouse_id = {made.id}\n")
    try:
        assert connect("slow").warehouse.name == "mine"
    finally:
        ws.client.warehouses.delete(made.id)


def test_without_any_it_is_said_what_to_ask_for(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ws.client.warehouses, "list", lambda: iter(()))
    with pytest.raises(PreflightError, match="no SQL warehouse that you may use") as raised:
        ws.warehouse  # noqa: B018
    assert "CAN USE" in raised.value.hint
