"""Every industry that comes with the wizard, replayed into a sandbox and audited without our code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.audit import Audit
from tests.e2e.cli import Wizard
from tests.e2e.conftest import workspace_client
from wizard.spec import load, shipped
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin

INDUSTRIES = [path.stem for path in shipped()]
AS_OF = "as_of=2026-11-01"
AUDITS = ("duplicates", "orphans", "wrong_totals", "disorder", "too_early", "wrong_shares", "without_weeks", "made_up",
          "constant", "bare")


@pytest.fixture(scope="module")
def wizard(tmp_path_factory: pytest.TempPathFactory, warm_runners: Path) -> Iterator[Wizard]:
    """A sandbox of their own: in the one that tests share, retail is made for another day."""
    made = Wizard(tmp_path_factory.mktemp("industries"), warm=warm_runners)
    yield made
    made.run("sandbox", "stop")


@pytest.fixture(scope="module", params=INDUSTRIES)
def replayed(request: pytest.FixtureRequest, wizard: Wizard) -> tuple[DemoSpec, list[dict[str, Any]]]:
    """The spec, and the events of its replay."""
    events = wizard.events("--spec", request.param, "--yes", "--set", AS_OF)
    return skin(load(request.param, [AS_OF])), events


def test_there_are_eight() -> None:
    assert INDUSTRIES == ["energy-and-utilities", "financial-services", "healthcare", "logistics", "manufacturing",
                          "media-and-gaming", "retail", "telecommunications"]


def test_each_replays_and_proves_itself(wizard: Wizard, replayed: tuple[DemoSpec, list[dict[str, Any]]]) -> None:
    spec, events = replayed
    assert events[-1]["status"] == "succeeded", events[-1]
    assert 5 <= len(spec.tables) <= 9
    assert len(spec.views) >= 3
    assert "kpi_summary" in spec.views
    assert all(rule["ok"] for rule in events if rule["event"] == "rule_checked" and rule["severity"] == "error")
    proved = {event["insight"]: event["ok"] for event in events if event["event"] == "insight_proved"}
    assert proved == dict.fromkeys(spec.insights, True)
    assert len(proved) >= 3
    assert any(insight.incident for insight in spec.insights.values())
    audit = Audit(spec, workspace_client(wizard.sandbox()))
    assert {what: found for what in AUDITS if (found := list(getattr(audit, what)()))} == {}


def test_no_answer_key_passes_without_its_incident(
    wizard: Wizard, replayed: tuple[DemoSpec, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Only the incidents are gone: the tables that they changed are made anew, and the story is told again."""
    spec, _ = replayed
    text = next(path for path in shipped() if path.stem == spec.industry).read_text()
    head, _, rest = text.partition("\nincidents:\n")
    path = tmp_path / f"{spec.industry}.yaml"
    path.write_text(head + "\n" + rest[rest.index("\nviews:"):])
    events = wizard.events("--spec", str(path), "--yes", "--set", AS_OF, "--set", "jobs={}", "--set", "grants=[]",
                           "--set", "quality=[]")
    failed = {event["insight"] for event in events if event["event"] == "insight_proved" and not event["ok"]}
    assert events[-1]["exit_code"] == 4, events[-1]
    assert {spec.insights[name].incident for name in failed} >= set(spec.incidents)
