"""A target is a host and credentials: the sandbox reached through a profile is a workspace like any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.e2e.cli import Wizard

SMALL = ["--set", "insights={}", "--set", "tables.customers.rows=50", "--set", "tables.transactions.rows=100", "--yes"]


def test_a_profile_is_a_target(wizard: Wizard, tmp_path: Path) -> None:
    wizard.ok("sandbox", "start")
    reached = wizard.sandbox()
    config = tmp_path / "databrickscfg"
    config.write_text(f"[rehearsal]\nhost = {reached['DATABRICKS_HOST']}\ntoken = {reached['DATABRICKS_TOKEN']}\n")
    elsewhere = replace(wizard, env={"DATABRICKS_CONFIG_FILE": str(config)})
    out = elsewhere.ok("--spec", "retail", "--target", "rehearsal", "--set", "schema=by_profile",
                       "--set", "jobs.refresh.name=by profile", "--set", "generate.engine=warehouse", *SMALL)
    assert "on rehearsal" in out
    assert reached["DATABRICKS_TOKEN"] not in out
    for run in elsewhere.runs():
        kept = [p for p in run.rglob("*") if p.is_file() and reached["DATABRICKS_TOKEN"] in p.read_text()]
        assert kept == []


def test_an_unknown_profile_is_explained(wizard: Wizard, tmp_path: Path) -> None:
    config = tmp_path / "databrickscfg"
    config.write_text("[DEFAULT]\nhost = https://example.com\n[demo]\nhost = https://example.com\n[__settings__]\n")
    elsewhere = replace(wizard, env={"DATABRICKS_CONFIG_FILE": str(config)})
    done = elsewhere.run("--spec", "retail", "--target", "dmeo", "--yes")
    assert done.returncode == 2
    assert "Did you mean demo? Profiles there: DEFAULT (default), demo." in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
