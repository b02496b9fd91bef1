"""The demos that can be made, listed and shown, in this process and as people call it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.sandbox import lifecycle
from wizard.spec import load, parse, shipped

Wizard = Callable[..., int]
ROWS = ("--set", "tables.transactions.rows=3000", "--set", "tables.customers.rows=500")


def test_the_list_names_every_shipped_demo(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("specs", "list") == 0
    out, err = capsys.readouterr()
    for path in shipped():
        assert f"\n{path.stem} " in f"\n{out}"
        assert load(path).title in " ".join(out.split())
    assert "specs show" in err


def test_a_demo_is_shown_without_a_sandbox(
    wizard: Wizard, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lifecycle, "start", lambda *_, **__: pytest.fail("the sandbox was started"))
    assert wizard("specs", "show", "retail", *ROWS) == 0
    out = capsys.readouterr().out
    for words in ("Story", "Tables and their rows", "transactions 3,000", "loyalty_tier", "median", "by month"):
        assert words in out
    assert "\x1b" not in out
    assert not list(home.iterdir())


def test_one_table_with_more_rows(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("specs", "show", "retail", "--table", "stores", "--rows", "12") == 0
    out = capsys.readouterr().out
    assert sum(line.startswith("  STORE-00") for line in out.splitlines()) == 12
    assert "customers" not in out
    assert wizard("specs", "show", "retail", "--table", "storez") == 2
    assert "stores" in capsys.readouterr().err


def test_yaml_is_the_spec_with_its_overrides(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("specs", "show", "retail", "--set", "seed=7", "--output", "yaml") == 0
    assert parse(capsys.readouterr().out) == load("retail", ["seed=7"])


def test_json_is_the_whole_portrait(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("specs", "show", "retail", *ROWS, "--table", "stores", "--output", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["title"] == load("retail").title
    assert [table["name"] for table in found["tables"]] == ["stores"]
    assert found["tables"][0]["rows"] == 60


def test_a_mistake_is_told_before_anything_is_made(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("specs", "show", "retial") == 2
    assert "Did you mean retail?" in capsys.readouterr().err


def test_showing_a_demo_imports_neither_the_platform_nor_pandas() -> None:
    program = (
        "import sys\nfrom wizard.cli.main import main\n"
        "assert main(['specs', 'show', 'retail', '--table', 'stores']) == 0\n"
        "heavy = ('databricks', 'pandas', 'pyspark', 'deltalake', 'starlette')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
