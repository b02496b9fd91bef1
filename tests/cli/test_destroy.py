"""Taking a demo away from the command line, with a real sandbox: what is asked, said and answered to scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.terminal import Terminal
from tests.steps.kiosk import CATALOG, TEXT, kiosk, make
from wizard import locations
from wizard.cli.main import main
from wizard.run.directory import Request, demo_lock
from wizard.run.hold import hold
from wizard.run.locks import Lock
from wizard.sandbox import lifecycle
from wizard.steps import connect
from wizard.steps.context import Context

Captured = pytest.CaptureFixture[str]
DEMO = f"{CATALOG}.corner"


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(home))
        (home / "kiosk.yaml").write_text(TEXT)
        yield connect("sandbox")
        lifecycle.stop()


@pytest.fixture
def spec(ctx: Context) -> str:
    """The kiosk's spec, with its demo made."""
    make(kiosk(), ctx)
    return str(locations.home() / "kiosk.yaml")


def is_there(ctx: Context) -> bool:
    return any(one.name == CATALOG for one in ctx.ws.client.catalogs.list())


def destroyed(capsys: Captured, *arguments: str) -> tuple[int, Any]:
    code = main(["destroy", "--output", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_dry_run_needs_nobody_to_ask_and_removes_nothing(spec: str, ctx: Context, capsys: Captured) -> None:
    assert main(["destroy", "--spec", spec, "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{DEMO} on sandbox\n  • would remove  job ")
    assert out.endswith("8 objects to be removed\n")
    assert "removing" not in err
    code, found = destroyed(capsys, "--spec", spec, "--dry-run")
    assert (code, found["failed"], {item["outcome"] for item in found["items"]}) == (0, False, {"would remove"})
    assert is_there(ctx)


def test_without_a_terminal_only_yes_removes(spec: str, ctx: Context, capsys: Captured) -> None:
    assert main(["destroy", "--spec", spec]) == 2
    assert "--yes" in capsys.readouterr().err
    assert is_there(ctx)


def test_it_removes_says_what_and_is_content_with_nothing(spec: str, ctx: Context, capsys: Captured) -> None:
    assert main(["destroy", "--spec", spec, "--yes"]) == 0
    out, err = capsys.readouterr()
    assert f"✔ removed  table             {DEMO}.sales\n" in out
    assert out.endswith("8 objects removed\n")
    assert f"removing table {DEMO}.sales…\n" in err
    assert not is_there(ctx)
    assert main(["destroy", "--spec", spec, "--yes"]) == 0
    assert capsys.readouterr().out == f"{DEMO} on sandbox\nnothing is there\n"
    assert destroyed(capsys, "--spec", spec, "--yes") == (
        0, {"demo": DEMO, "target": "sandbox", "failed": False, "items": []})


def test_what_a_rule_leaves_is_no_failure(spec: str, ctx: Context, capsys: Captured) -> None:
    ctx.ws.sql(f"CREATE TABLE {DEMO}.mine (a INT)")
    assert main(["destroy", "--spec", spec, "--yes"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"left schema {DEMO} it holds what this demo did not make: table mine; grants stay" in out
    assert out.endswith("6 objects removed, 2 left")
    ctx.ws.sql(f"DROP TABLE {DEMO}.mine")


def test_what_the_workspace_refuses_ends_with_1(
    spec: str, ctx: Context, capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached = lifecycle.environment("dev@example.com")
    config = tmp_path / "databrickscfg"
    config.write_text(f"[dev]\nhost = {reached['DATABRICKS_HOST']}\ntoken = {reached['DATABRICKS_TOKEN']}\n")
    monkeypatch.setenv("DATABRICKS_CONFIG_FILE", str(config))
    code, found = destroyed(capsys, "--spec", spec, "--target", "dev", "--yes")
    assert (code, found["failed"], {item["outcome"] for item in found["items"]}) == (1, True, {"left"})
    assert "User does not have MANAGE" in found["items"][0]["reason"]
    assert reached["DATABRICKS_TOKEN"] not in json.dumps(found)
    assert is_there(ctx)


def test_it_lists_and_asks_and_takes_no_for_an_answer(spec: str, ctx: Context) -> None:
    terminal = Terminal(locations.home(), "destroy", "--spec", spec)
    terminal.await_text("Remove it?")
    terminal.type("n\n")
    assert terminal.end() == 130
    assert f"table             {DEMO}.sales" in terminal.shown
    assert is_there(ctx)


def test_a_demo_that_a_run_works_on_is_refused(spec: str, ctx: Context, capsys: Captured) -> None:
    lock = Lock.take(demo_lock(locations.runs(), Request(DEMO, "sandbox")))
    assert lock
    lock.sign({"pid": 7, "run": "20261101-000000-aaaa"})
    try:
        assert main(["destroy", "--spec", spec, "--yes"]) == 1
    finally:
        lock.release()
    assert "is being worked on by run 20261101-000000-aaaa" in capsys.readouterr().err
    assert is_there(ctx)


def test_while_it_is_being_removed_no_run_begins(spec: str, capsys: Captured) -> None:
    request = Request(DEMO, "sandbox")
    with hold(locations.runs(), request):
        assert main(["--spec", spec, "--yes"]) == 1
        assert f"{DEMO} on sandbox is being removed (process " in capsys.readouterr().err
        assert main(["destroy", "--spec", spec, "--yes"]) == 1
        assert "Wait until it is gone" in capsys.readouterr().err
    with hold(locations.runs(), request):
        assert not list(locations.runs().glob("*/run.json"))


def test_a_spec_is_needed(capsys: Captured) -> None:
    assert main(["destroy"]) == 2
    assert "demo-wizard destroy --spec retail --dry-run" in capsys.readouterr().err
