"""A saved plan: made by reads alone, carried out as it is, or refused with what has moved."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.cli import Wizard

STALL = ["--spec", "tests/e2e/stall.yaml", "--set", "schema=planned", "--set", "jobs={}"]


def test_a_plan_is_made_by_reads_and_carried_out_unless_the_target_moved(wizard: Wizard, tmp_path: Path) -> None:
    saved = str(tmp_path / "plan.json")
    wizard.ok("sandbox", "start")
    before = len(wizard.requests())
    wizard.ok("plan", *STALL, "--out", saved)
    planning = wizard.requests()[before:]
    assert planning
    assert {request["method"] for request in planning} == {"GET"}
    assert wizard.run("apply", "--plan", saved, "--yes").returncode == 0
    before = len(wizard.requests())
    again = wizard.run("apply", "--plan", saved, "--yes")
    assert again.returncode == 3
    assert "The target has moved since plan" in again.stderr
    assert "schema dev_stall_demo.planned\n      before  not there\n      now     made by this demo" in again.stderr
    assert {request["method"] for request in wizard.requests()[before:]} == {"GET"}
    difference = wizard.ok("plan", *STALL, "--diff", saved)
    assert "table fruit\n    before  + create: does not exist yet\n    now     = keep: unchanged" in difference
