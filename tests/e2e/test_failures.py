"""What people see when something is wrong: the exit code, the words, and what is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.e2e.cli import Wizard

SMALL = ["--set", "insights={}", "--set", "tables.customers.rows=50", "--set", "tables.transactions.rows=100", "--yes"]


def retail_with(tmp_path: Path, schema: str, change: str) -> str:
    """The retail spec with a change: Python statements over `spec`."""
    yaml = YAML()
    spec = yaml.load(Path("specs/retail.yaml"))
    spec["schema"] = schema
    spec["jobs"]["refresh"]["name"] = f"refresh {schema}"
    exec(change, {"spec": spec})
    path = tmp_path / f"{schema}.yaml"
    yaml.dump(spec, path)
    return str(path)


def test_a_failing_task_fails_the_run_and_blocks_its_dependants(wizard: Wizard, tmp_path: Path) -> None:
    change = "spec['jobs']['refresh']['tasks'][1]['sql'] = \"SELECT raise_error('the stock is negative')\""
    path = retail_with(tmp_path, "failing", change)
    done = wizard.run("--spec", path, *SMALL)
    assert done.returncode == 1
    shown = done.stdout + done.stderr
    assert "the stock is negative" in shown
    assert "check_quality" in shown
    assert "optimize_tables" in shown
    assert "blocked" in shown
    assert "Traceback" not in shown
    again = wizard.run("--spec", retail_with(tmp_path, "failing", "pass"), *SMALL)
    assert again.returncode == 0, again.stderr


def test_a_broken_rule_of_severity_error_ends_with_4_and_leaves_the_report(wizard: Wizard, tmp_path: Path) -> None:
    rule = "{'table': 'stores', 'rule': 'accepted_values', 'column': 'region', 'values': ['North']}"
    path = retail_with(tmp_path, "unclean", f"spec['quality'].append({rule})")
    done = wizard.run("--spec", path, *SMALL)
    assert done.returncode == 4
    assert "accepted_values on stores.region" in done.stdout + done.stderr
    run = wizard.runs()[-1]
    assert "accepted_values" in next(run.rglob("quality.json")).read_text()


def test_an_unknown_principal_ends_with_3_before_any_write(wizard: Wizard, tmp_path: Path) -> None:
    path = retail_with(tmp_path, "nobody", "spec['grants'][0]['principal'] = 'analyst'")
    wizard.ok("sandbox", "start")
    before = len(wizard.requests())
    done = wizard.run("--spec", path, *SMALL)
    assert done.returncode == 3
    assert "did you mean 'analysts'" in done.stderr
    assert {r["method"] for r in wizard.requests()[before:]} == {"GET"}


@pytest.mark.parametrize(("args", "words"), [
    (["--spec", "no-such-file.yaml"], "no-such-file.yaml"),
    (["--spec", "retial"], "retail"),
    (["--spec", "retail", "--set", "sead=1"], "seed"),
    (["--spec", "retail", "--set", "nonsense"], "path=value"),
    (["plan"], "--spec"),
    (["rnus"], "rnus"),
    (["--spec", "retail", "--output", "xml"], "jsonl"),
    (["runs", "show", "no-such-run"], "runs list"),
])
def test_wrong_usage_ends_with_2_and_a_way_out(wizard: Wizard, args: list[str], words: str) -> None:
    done = wizard.run(*args)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
