"""A warehouse that starts, by a clock that the test turns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from wizard.sandbox import directory, warehouses
from wizard.sandbox.api import Principal
from wizard.sandbox.app import Sandbox
from wizard.sandbox.characters import choice, people
from wizard.sandbox.characters.choice import Choice
from wizard.sandbox.sql.executions import executions

HER = Principal(people.OWNER, groups=frozenset({people.EVERYONE, "users"}))


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(tmp_path: Path, clock: Clock) -> Iterator[Sandbox]:
    choice.write(tmp_path, Choice("locked-down", warehouse_seconds=60))
    made = Sandbox(tmp_path, "http://127.0.0.1:1", clock)
    yield made
    made.close()


@pytest.fixture
def number(sandbox: Sandbox) -> str:
    return str(sandbox.store.list("warehouse")[0]["id"])


def shown(sandbox: Sandbox, number: str) -> tuple[str, int]:
    found = warehouses.describe(sandbox, warehouses.find(sandbox, HER, number))
    assert "since" not in found
    return found["state"], found["num_clusters"]


def test_a_warehouse_starts_until_its_time_has_come(sandbox: Sandbox, clock: Clock, number: str) -> None:
    assert shown(sandbox, number) == ("STOPPED", 0)
    warehouses.use(sandbox, HER, number)
    assert shown(sandbox, number) == ("STARTING", 0)
    clock.now += 45
    warehouses.use(sandbox, HER, number)  # starts already: it does not begin anew
    assert warehouses.seconds_until_running(sandbox, number) == 15
    clock.now += 15
    assert shown(sandbox, number) == ("RUNNING", 1)
    assert warehouses.seconds_until_running(sandbox, number) == 0
    assert warehouses.seconds_until_running(sandbox, "0" * 16) == 0


def test_a_statement_that_waits_is_pending_and_can_be_cancelled(sandbox: Sandbox, number: str) -> None:
    warehouses.use(sandbox, HER, number)
    known = executions(sandbox)
    found = known.submit(HER, {"statement": "SELECT 1", "warehouse_id": number})
    assert found.state == "PENDING"
    known.cancel(found)
    assert found.over.wait(10)
    assert found.state == "CANCELED"


def test_the_administrator_of_a_character_is_the_only_one(sandbox: Sandbox) -> None:
    administrators = {
        name for name in (people.OWNER, people.ADMIN, people.ANALYST)
        if (found := directory.principal(sandbox.store, name)) and found.admin
    }  # fmt: skip
    assert administrators == {sandbox.character.admin} == {people.ADMIN}
