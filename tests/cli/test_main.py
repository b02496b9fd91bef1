"""What people meet first: help, mistakes, and things that nobody expected."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from wizard import __version__, locations
from wizard.cli.app import app
from wizard.sandbox import lifecycle

Wizard = Callable[..., int]
HEAVY = ("databricks", "pyarrow", "pandas", "pyspark", "sqlglot", "pydantic", "ruamel", "rich", "deltalake", "numpy")


def test_without_arguments_it_says_what_to_type(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard() == 0
    assert "demo-wizard --spec retail" in capsys.readouterr().out


def test_version(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("--version") == 0
    assert capsys.readouterr().out == f"demo-wizard {__version__}\n"


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [path]
    for name, command in group.commands.items():
        found += commands(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
    return found


@pytest.mark.parametrize("path", commands(app), ids=" ".join)
def test_every_command_has_help_and_every_option_too(wizard: Wizard, capsys: pytest.CaptureFixture[str],
                                                     path: tuple[str, ...]) -> None:
    assert wizard(*path, "--help") == 0
    text = capsys.readouterr().out
    assert text.startswith("Usage: demo-wizard")
    assert "..." not in text.replace("[ARGS]...", "")


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys\nfrom wizard.cli.main import main\nassert main(['--help']) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_watching_a_run_imports_no_platform() -> None:
    program = (
        "import sys\nimport wizard.cli.watch, wizard.printers.live, wizard.printers.summary, wizard.spec.loading\n"
        "print([name for name in ('databricks', 'pyarrow', 'pandas', 'pyspark') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(("arguments", "words"), [
    (["rnus"], "Did you mean 'runs'?"),
    (["--spce", "x"], "'--spec'"),
    (["--output", "xml"], "jsonl"),
    (["--spec", "retial"], "Did you mean retail?"),
    (["--target", "x", "plan"], "demo-wizard plan --target"),
    (["--set", "a=1", "apply"], "demo-wizard apply --set"),
    (["apply"], "--spec or --plan"),
    (["apply", "--spec", "a", "--plan", "b"], "--spec or --plan"),
    (["apply", "--plan", "b", "--target", "x"], "--target changes what is planned"),
    (["plan"], "Give --spec"),
    (["check"], "Give --spec"),
    (["runs", "show", "nope"], "There are no runs yet"),
    (["specs", "validate", "retail", "retial"], "Did you mean retail?"),
])
def test_a_mistake_ends_with_2_and_a_way_out(wizard: Wizard, capsys: pytest.CaptureFixture[str],
                                             arguments: list[str], words: str) -> None:
    assert wizard(*arguments) == 2
    out, err = capsys.readouterr()
    assert words in err
    assert "Traceback" not in err
    assert "valid" in out or out == ""


def test_the_unexpected_is_one_line_and_a_file(wizard: Wizard, home: Path, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    def explode() -> None:
        raise RuntimeError("the moon has landed, token=abcdefgh")

    monkeypatch.setattr(locations, "runs", explode)
    assert wizard("runs", "list") == 1
    err = capsys.readouterr().err
    assert "RuntimeError: the moon has landed, token=***" in err
    assert "Traceback" not in err
    kept = next((home / "crashes").iterdir()).read_text()
    assert "Traceback" in kept
    assert "abcdefgh" not in kept
    assert wizard("runs", "list", "--debug") == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_before_a_run_begins(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(locations, "runs", interrupt)
    assert wizard("runs", "list") == 130


@pytest.mark.parametrize(("group", "code", "words"), [
    ("runs", 0, "There are no runs yet"), ("specs", 0, "retail"), ("sandbox", 1, "stopped"),
])
def test_a_group_without_a_command_shows_what_is_there(wizard: Wizard, capsys: pytest.CaptureFixture[str],
                                                       group: str, code: int, words: str) -> None:
    assert wizard(group) == code
    assert words in "".join(capsys.readouterr())


def test_specs_are_listed_shown_and_checked(wizard: Wizard, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("specs", "list") == 0
    assert "retail" in capsys.readouterr().out
    assert wizard("specs", "validate", "retail") == 0
    assert "retail: valid" in capsys.readouterr().out
    assert wizard("specs", "show", "retail", "--set", "seed=7", "--output", "yaml") == 0
    assert "seed: 7" in capsys.readouterr().out
    assert wizard("specs", "schema") == 0
    assert '"properties"' in capsys.readouterr().out


def test_the_sandbox_s_variables_are_for_a_shell(wizard: Wizard, monkeypatch: pytest.MonkeyPatch,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(lifecycle, "environment", lambda as_user=None: {"A": "http://x", "B": f"it's {as_user}"})
    assert wizard("sandbox", "env", "--as", "ana@example.com") == 0
    assert capsys.readouterr().out == "export A=http://x\nexport B='it'\"'\"'s ana@example.com'\n"


def test_the_sandbox_tells_whether_it_runs(wizard: Wizard, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert wizard("sandbox", "status") == 1
    assert capsys.readouterr().out == "stopped\n"
    assert wizard("sandbox", "stop") == 0
    assert "was not running" in capsys.readouterr().err
