"""An expiry date is noted in the workspace, and shown by whatever lists demos."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.e2e.cli import Wizard
from tests.e2e.conftest import workspace_client

STALL = ["--spec", "tests/e2e/stall.yaml", "--set", "schema=dated", "--set", "jobs.refresh.name=Dated",
         "--set", "jobs.refresh.run=false"]


def test_an_expiry_date_is_noted_and_shown(wizard: Wizard) -> None:
    day = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    wizard.ok(*STALL, "--yes")
    wizard.ok(*STALL, "--set", "expires_days=7", "--yes")
    client = workspace_client(wizard.sandbox())
    properties = client.schemas.get("dev_stall_demo.dated").properties
    assert (properties["demo_wizard.expires"], properties["demo_wizard.demo"]) == (day, "dev_stall_demo.dated")
    (job,) = client.jobs.list(name="Dated")
    assert job.settings.tags["demo_wizard_expires"] == day
    assert json.loads(wizard.ok("runs", "list", "--output", "json"))[-1]["expires"] == day
    head, *_, last = wizard.ok("runs", "list").splitlines()
    assert (head.split()[-1], last.split()[-1]) == ("expires", day)
    assert f"dev_stall_demo.dated on sandbox, expires {day}" in wizard.ok("destroy", *STALL, "--dry-run")
