"""Rehearsed on one target, replayed on another: are the rows the same?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.cli import Wizard

STALL = ["--spec", "tests/e2e/stall.yaml", "--set", "schema=compared", "--set", "jobs={}"]


@pytest.fixture
def other(wizard: Wizard, tmp_path: Path) -> Iterator[Wizard]:
    """A sandbox of its own, which the first one's command line reaches as the profile `other`."""
    made = replace(wizard, home=tmp_path / "other")
    made.ok("sandbox", "start")
    yield made
    made.run("sandbox", "stop")


def test_equal_rows_on_two_targets_are_shown_side_by_side(wizard: Wizard, other: Wizard, tmp_path: Path) -> None:
    config, reached = tmp_path / "databrickscfg", other.sandbox()
    config.write_text(f"[other]\nhost = {reached['DATABRICKS_HOST']}\ntoken = {reached['DATABRICKS_TOKEN']}\n")
    both = replace(wizard, env={"DATABRICKS_CONFIG_FILE": str(config)})
    check = ["check", *STALL, "--against", "other"]

    wizard.ok(*STALL, "--yes")
    absent = both.run(*check)
    assert (absent.returncode, "is not on other" in absent.stderr) == (3, True)
    assert "--target other" in absent.stderr

    both.ok(*STALL, "--target", "other", "--yes")
    out = both.ok(*check)
    assert "✔ same  fruit  20 rows" in out
    assert "every table holds the same rows on both" in out

    other.ok("sql", "DELETE FROM dev_stall_demo.compared.fruit WHERE fruit_id = 'F-001'")
    differing = both.run(*check, "--output", "json")
    assert differing.returncode == 4
    found = json.loads(differing.stdout)
    assert (found["same"], found["tables"][0]["here"]["rows"], found["tables"][0]["there"]["rows"]) == (False, 20, 19)
