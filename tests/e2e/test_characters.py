"""Every sort of workspace: the demo is made there, or nothing is written and the list of what is missing is right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cli import Wizard
from tests.e2e.conftest import workspace_client
from wizard.plan.observed import STAMP
from wizard.run.events import Event
from wizard.run.reporter import Reporter
from wizard.spec import load
from wizard.steps import apply, build, connect

ADMIN = "admin@example.com"
KIOSK = str(Path(__file__).with_name("kiosk.yaml"))
NO_GRANTS = ("--set", "grants=[]")
Start = Callable[..., Wizard]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory, warm_runners: Path) -> Iterator[Start]:
    """Start a sandbox of some character, in a home of its own; all are stopped at the end."""
    started: list[Wizard] = []

    def start(like: str, *options: str) -> Wizard:
        wizard = Wizard(tmp_path_factory.mktemp(like), warm=warm_runners)
        started.append(wizard)
        wizard.ok("sandbox", "start", "--like", like, "--warehouse-seconds", "0.1", *options)
        return wizard

    yield start
    for wizard in started:
        wizard.run("sandbox", "stop")


def refused(wizard: Wizard, *args: str) -> dict[str, Any]:
    """A run ends with 3 before its first write, and what it says is missing."""
    before = len(wizard.requests())
    events = wizard.events("--spec", KIOSK, "--yes", *args)
    assert events[-1]["exit_code"] == 3, events[-1]
    assert {r["method"] for r in wizard.requests()[before:]} == {"GET"}
    assert "Nothing was changed." in events[-1]["hint"]
    return next(event for event in events if event["event"] == "preflight_done")


def missing(found: dict[str, Any]) -> set[str]:
    return {need["key"] for need in found["needs"] if need["state"] == "missing"}


def made(wizard: Wizard, *args: str) -> list[dict[str, Any]]:
    """A run makes the demo."""
    events = wizard.events("--spec", KIOSK, "--yes", *args)
    assert events[-1]["status"] == "succeeded", events[-1]
    return events


def as_admin(wizard: Wizard, statements: list[str]) -> None:
    """Exactly these statements, by the administrator."""
    for statement in statements:
        wizard.ok("sql", "--as", ADMIN, statement)


def make_groups(wizard: Wizard, *names: str) -> None:
    client = workspace_client(wizard.sandbox(ADMIN))
    for name in names:
        client.api_client.do("POST", "/api/2.0/account/scim/v2/Groups", body={"displayName": name})


@pytest.fixture(scope="module")
def locked_down(start: Start) -> Wizard:
    return start("locked-down")


def test_locked_down_a_catalog_can_be_made_once_that_is_granted(locked_down: Wizard) -> None:
    found = refused(locked_down)
    assert missing(found) == {"catalog:dev_kiosk_demo", "principal:analysts"}
    assert found["grants"] == ["GRANT CREATE CATALOG ON METASTORE TO `owner@example.com`"]
    assert found["catalogs"] == ["sales_demos"]
    assert refused(locked_down, *NO_GRANTS)["grants"] == found["grants"]
    as_admin(locked_down, found["grants"])
    made(locked_down, *NO_GRANTS)


def test_locked_down_a_catalog_of_others_takes_the_demo_once_its_owner_granted_the_rest(locked_down: Wizard) -> None:
    there = ("--set", "catalog=sales_demos")
    found = refused(locked_down, *there)
    assert missing(found) == {"principal:analysts", "grant:catalog:analysts"}
    assert found["grants"] == ["GRANT USE CATALOG ON CATALOG `sales_demos` TO `analysts`"]
    letter = locked_down.run("preflight", "--spec", KIOSK, *there, "--email")
    assert letter.returncode == 3
    assert letter.stdout.startswith(f"To: {ADMIN}\n")
    assert f"    {found['grants'][0]};\n" in letter.stdout
    make_groups(locked_down, "analysts")
    as_admin(locked_down, found["grants"])
    made(locked_down, *there)
    again = locked_down.events("--spec", KIOSK, "--yes", *there)
    assert again[-1]["counts"] == {"kept": len([e for e in again if e["event"] == "step_skipped"])}


def test_locked_down_a_closed_catalog_takes_the_demo_after_one_round_of_grants(locked_down: Wizard) -> None:
    there = ("--set", "catalog=main", "--set", "jobs.look.name=in main")
    found = refused(locked_down, *there)
    assert found["grants"][:2] == [
        "GRANT USE CATALOG ON CATALOG `main` TO `owner@example.com`",
        "GRANT CREATE SCHEMA ON CATALOG `main` TO `owner@example.com`",
    ]
    assert "GRANT USE CATALOG ON CATALOG `main` TO `analysts`" in found["grants"]
    plan = locked_down.run("plan", "--spec", KIOSK, *there)
    assert plan.returncode == 3
    assert found["grants"][0] in plan.stdout
    if "principal:analysts" in missing(found):
        make_groups(locked_down, "analysts")
    as_admin(locked_down, found["grants"])
    made(locked_down, *there)


def test_locked_down_a_schema_of_somebody_else_says_what_is_missing_in_it(locked_down: Wizard) -> None:
    as_admin(locked_down, ["CREATE SCHEMA sales_demos.theirs"])
    there = ("--set", "catalog=sales_demos", "--set", "schema=theirs", "--set", "jobs.look.name=theirs", *NO_GRANTS)
    found = refused(locked_down, *there)
    assert found["grants"] == [
        "GRANT USE SCHEMA ON SCHEMA `sales_demos`.`theirs` TO `owner@example.com`",
        "GRANT CREATE TABLE ON SCHEMA `sales_demos`.`theirs` TO `owner@example.com`",
    ]
    as_admin(locked_down, found["grants"])
    made(locked_down, *there)


def test_default_storage_asks_for_a_catalog_that_is_there_or_makes_one_by_sql(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    wizard = start("default-storage")
    found = refused(wizard)
    assert (missing(found), found["grants"], found["catalogs"]) == ({"catalog:dev_kiosk_demo"}, [], ["workspace"])
    made(wizard, "--set", "catalog=workspace")
    wizard.ok("sql", "REVOKE CREATE SCHEMA ON CATALOG workspace FROM `owner@example.com`")
    events = made(wizard, "--set", "jobs.look.name=by SQL")
    first = next(e for e in events if e["event"] == "preflight_done")
    assert next(n["state"] for n in first["needs"] if n["key"] == "catalog:dev_kiosk_demo") == "unknown"
    wizard.ok("destroy", "--spec", KIOSK, "--yes")
    assert "dev_kiosk_demo" not in wizard.ok("sql", "SHOW CATALOGS")
    take_what_an_interrupted_attempt_made(wizard, monkeypatch)


def take_what_an_interrupted_attempt_made(wizard: Wizard, monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalog was made by SQL and its answer lost: the same step stamps it."""
    monkeypatch.setenv("DEMO_WIZARD_HOME", str(wizard.home))
    context, notes = connect("sandbox"), list[Event]()
    step = build(load(KIOSK), context).steps[0]
    wizard.ok("sql", f"CREATE CATALOG dev_kiosk_demo COMMENT '{step.payload['comment']}'")
    report = Reporter(step.key, notes.append, context.ws.cancelled, lambda name, _: Path(name))
    assert apply(step, context, report).startswith("created by SQL")
    assert context.ws.client.catalogs.get("dev_kiosk_demo").properties == {STAMP: "dev_kiosk_demo.kiosk"}
    assert notes == []


def test_free_edition_takes_the_demo_in_its_own_catalog_without_groups(start: Start) -> None:
    wizard = start("free-edition")
    found = refused(wizard)
    assert missing(found) == {"catalog:dev_kiosk_demo", "principal:analysts"}
    assert (found["grants"], found["catalogs"]) == ([], ["workspace"])
    made(wizard, "--set", "catalog=workspace", *NO_GRANTS)


def test_no_unity_catalog_is_named_and_nothing_is_granted(start: Start) -> None:
    wizard = start("no-unity-catalog")
    found = refused(wizard)
    assert (missing(found), found["grants"]) == ({"unity_catalog"}, [])
    assert "assign a metastore" in found["needs"][0]["way_out"]


def test_standard_costs_few_reads_and_what_an_administrator_may_is_tried(start: Start) -> None:
    wizard = start("standard")
    before = len(wizard.requests())
    found = json.loads(wizard.ok("preflight", "--spec", KIOSK, "--output", "json"))
    asked = wizard.requests()[before:]
    assert (found["ok"], found["grants"]) == (True, [])
    assert {r["method"] for r in asked} == {"GET"}
    assert len([r for r in asked if "/metastore" in r["path"] or "warehouses" in r["path"]]) <= 3
    assert len(asked) <= 16
    at = ("--spec", KIOSK, "--set", "catalog=main")
    states = {n["key"]: n["state"] for n in json.loads(wizard.ok("preflight", *at, "--output", "json"))["needs"]}
    assert states["catalog:main:use_catalog"] == "met", "account users have it"
    assert states["catalog:main:create_schema"] == "unknown", "no grant shows what an administrator may do"
    made(wizard, *at[2:])
    wizard.ok("sql", "CREATE TABLE main.default.sales (a INT)")
    taken = refused(wizard, *at[2:], "--set", "schema=default")
    assert missing(taken) == {"name:sales"}


def test_without_a_warehouse_nothing_is_begun(start: Start) -> None:
    wizard = start("standard", "--without", "warehouse")
    assert missing(refused(wizard)) == {"warehouse"}
