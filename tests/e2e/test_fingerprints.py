"""The same spec and seed give the same rows, however they are made; another seed gives others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.cli import Wizard
from tests.e2e.conftest import workspace_client

ROWS = ["--set", "tables.customers.rows=3000", "--set", "tables.transactions.rows=6000"]
NOTHING_ELSE = [part for rest in ("insights={}", "views={}", "quality=[]", "grants=[]", "jobs={}")
                for part in ("--set", rest)]


def fingerprints(wizard: Wizard, schema: str, *settings: str) -> dict[str, str]:
    sets = [part for setting in settings for part in ("--set", setting)]
    wizard.ok("--spec", "specs/retail.yaml", "--yes", "--set", f"schema={schema}", *ROWS, *NOTHING_ELSE, *sets)
    client = workspace_client(wizard.sandbox())
    found = client.tables.list("dev_retail_demo", schema)
    return {t.name: t.properties["demo_wizard.data"].partition("/")[2] for t in found
            if "demo_wizard.data" in (t.properties or {})}


@pytest.fixture(scope="module")
def expected(wizard: Wizard) -> dict[str, str]:
    return fingerprints(wizard, "same_base", "generate.partitions=2")


@pytest.mark.parametrize(("schema", "settings"), [
    ("same_8", ["generate.partitions=8"]),
    ("same_batches", ["generate.batch_rows=2500"]),
    ("same_warehouse", ["generate.engine=warehouse"]),
])
def test_the_same_rows_however_they_are_made(
    wizard: Wizard, expected: dict[str, str], schema: str, settings: list[str]
) -> None:
    assert len(expected) == 6
    assert fingerprints(wizard, schema, *settings) == expected


def test_another_seed_gives_other_rows(wizard: Wizard, expected: dict[str, str]) -> None:
    other = fingerprints(wizard, "other_seed", "seed=43")
    assert all(other[name] != expected[name] for name in expected)


@pytest.fixture
def fresh(tmp_path_factory: pytest.TempPathFactory, warm_runners: Path) -> Iterator[Wizard]:
    made = Wizard(tmp_path_factory.mktemp("another"), warm=warm_runners)
    yield made
    made.run("sandbox", "stop")


def test_the_same_rows_in_another_sandbox(fresh: Wizard, expected: dict[str, str]) -> None:
    assert fingerprints(fresh, "same_elsewhere") == expected
