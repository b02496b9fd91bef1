"""Five minutes before the meeting, with a real sandbox: is the demo that is there ready to be given?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.steps.shop import DAY, DEMO, TEXT
from wizard.cli.main import main
from wizard.sandbox import lifecycle
from wizard.steps import connect

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The shop's spec, with its demo made on a fixed day in a sandbox of its own."""
    home = tmp_path_factory.mktemp("home")
    path = home / "shop.yaml"
    path.write_text(TEXT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(home))
        assert main(["--spec", str(path), "--set", DAY, "--yes"]) == 0
        yield str(path)
        lifecycle.stop()


@pytest.fixture
def requests(spec: str) -> Callable[[], list[dict[str, Any]]]:
    """The requests that the sandbox got since the test began."""
    log = next(Path(spec).parent.rglob("requests.jsonl"))
    before = len(log.read_text().splitlines())
    return lambda: [json.loads(line) for line in log.read_text().splitlines()[before:]]


def checked(capsys: Captured, *arguments: str) -> tuple[int, Any]:
    code = main(["check", "--output", "json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_a_demo_that_is_there_is_ready_on_the_day_that_it_was_made_for(spec: str, capsys: Captured) -> None:
    assert main(["check", "--spec", spec]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{DEMO} on sandbox, as of 2026-11-01\n")
    assert "How many sales are there? expected sales is 2000; price near 5 ± 0.2; found sales" in " ".join(out.split())
    assert "○ skipped" in out
    assert "view revenue_by_region" in out
    assert out.endswith("✔ ready\n")
    assert "warming up: 3 queries" in err


def test_as_json_it_has_everything_that_was_asked(spec: str, capsys: Captured) -> None:
    code, found = checked(capsys, "--spec", spec)
    assert (code, found["ready"], found["demo"], found["as_of"]) == (0, True, DEMO, "2026-11-01")
    assert [(one["insight"], one["ok"], one["skipped"]) for one in found["insights"]] == [
        ("size", True, False), ("regions", True, False), ("works", False, True)]
    assert all(one["seconds"] > 0 for one in found["insights"] if not one["skipped"])
    assert [(view["view"], view["ok"], view["rows"]) for view in found["views"]] == [("revenue_by_region", True, 2)]


def test_nothing_is_written_and_every_query_is_asked_twice(spec: str, requests: Callable[[], list[dict[str, Any]]],
                                                           capsys: Captured) -> None:
    checked(capsys, "--spec", spec)
    asked = [r for r in requests() if r["method"] != "GET"]
    assert {r.get("statement_kind") for r in asked} == {"read"}
    assert len(asked) == 2 * 3


def test_a_demo_of_another_spec_is_not_ready_and_is_not_asked(spec: str, requests: Callable[[], list[dict[str, Any]]],
                                                              capsys: Captured) -> None:
    assert main(["check", "--spec", spec, "--set", "tables.stores.rows=21"]) == 4
    out = capsys.readouterr().out
    assert "stores  the number of rows or the seed changed" in out
    assert "✖ not ready" in out
    assert f"demo-wizard --spec {spec} --set tables.stores.rows=21" in out.replace("\n", " ").replace("  ", " ")
    assert {r["method"] for r in requests()} == {"GET"}


def test_a_day_that_the_spec_insists_on_is_held_against_the_demo(spec: str, capsys: Captured) -> None:
    code, found = checked(capsys, "--spec", spec, "--set", "as_of=2026-11-02")
    assert (code, found["ready"], found["as_of"]) == (4, False, "2026-11-02")
    assert "sales" in [difference["object"] for difference in found["differences"]]


def test_a_demo_that_is_not_there_ends_with_3_and_the_command_that_makes_it(spec: str, capsys: Captured) -> None:
    assert main(["check", "--spec", spec, "--set", "schema=elsewhere"]) == 3
    err = capsys.readouterr().err
    assert "The demo shop_demo.elsewhere is not on sandbox." in err
    assert f"demo-wizard --spec {spec} --set schema=elsewhere" in err


def test_a_wrong_answer_is_shown_with_its_query(spec: str, tmp_path: Path, capsys: Captured) -> None:
    other = tmp_path / "shop.yaml"
    other.write_text(TEXT.replace("near: 5,", "near: 8,"))
    assert main(["check", "--spec", str(other)]) == 4
    out = capsys.readouterr().out
    assert "price near 8 ± 0.2; found sales 2000; price" in " ".join(out.split())
    assert "AVG(amount) AS price" in out
    assert f'demo-wizard sql "DROP TABLE {DEMO}.NAME"' in out


def test_rows_that_somebody_removed_are_noticed(spec: str, capsys: Captured) -> None:
    connect("sandbox").ws.sql(f"CREATE OR REPLACE TABLE {DEMO}.kept AS SELECT * FROM {DEMO}.sales")
    connect("sandbox").ws.sql(f"DELETE FROM {DEMO}.sales")
    try:
        code, found = checked(capsys, "--spec", spec)
    finally:
        connect("sandbox").ws.sql(f"INSERT INTO {DEMO}.sales SELECT * FROM {DEMO}.kept")
    assert (code, found["ready"]) == (4, False)
    assert [one["found"] for one in found["insights"]][:2] == ["sales 0; price has no value (NULL)", "no row"]
    assert [(view["ok"], view["rows"]) for view in found["views"]] == [(False, 0)]


def test_a_story_that_does_not_hold_ends_a_run_with_4_on_the_terminal_and_in_the_stream(
    spec: str, tmp_path: Path, capsys: Captured
) -> None:
    other = tmp_path / "shop.yaml"
    other.write_text(TEXT.replace("near: 5,", "near: 8,").replace("Corner shop", "The shop of {brand.company}"))
    assert main(["--spec", str(other), "--set", DAY, "--yes"]) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "✖ The shop of Larkspur & Finch is not ready" in err
    assert "✖ failed How many sales are there?" in " ".join(err.split())
    assert "Expected sales is 2000; price near 8 ± 0.2; found sales 2000; price" in " ".join(err.split())
    assert main(["runs", "show", "--output", "jsonl"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = {event["insight"]: event for event in events if event["event"] == "insight_proved"}
    assert [(e["code"], e["step"], e["ok"], e["skipped"]) for e in told.values()] == [
        ("I001", "story:report", False, False), ("I001", "story:report", True, False),
        ("I001", "story:report", False, True)]
    assert told["size"]["expected"] == "sales is 2000; price near 8 ± 0.2"
    assert told["size"]["found"].startswith("sales 2000; price ")
    assert (events[-1]["event"], events[-1]["status"], events[-1]["exit_code"]) == ("run_finished", "failed", 4)
