"""Removing a demo from a real sandbox: all that is its own goes, and nothing else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.eventually import eventually
from tests.steps.kiosk import CATALOG, kiosk, make
from wizard import locations
from wizard.errors import CancelledError
from wizard.sandbox import lifecycle
from wizard.spec.model import DemoSpec
from wizard.steps import connect
from wizard.steps.context import Context
from wizard.steps.removal import Removal, find, remove
from wizard.workspace import jobs, sdk
from wizard.workspace.client import Workspace
from wizard.workspace.connect import connect as connect_as
from wizard.workspace.patience import Patience

DEMO = f"{CATALOG}.corner"
HOME = "/Workspace/Users/owner@example.com"
FOLDER = f"{HOME}/demo-wizard/{DEMO}"
OWN = [
    ("job", "Kiosk refresh"), ("workspace folder", FOLDER),
    ("view", f"{DEMO}.known_papers"), ("view", f"{DEMO}.all_sales"),
    ("table", f"{DEMO}.sales"), ("table", f"{DEMO}.papers"), ("schema", DEMO), ("catalog", CATALOG),
]


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """A sandbox with somebody else's catalog in it, whose name begins as the demo's."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(home))
        made = connect("sandbox")
        made.ws.client.catalogs.create(f"{CATALOG}_2")
        yield made
        lifecycle.stop()


@pytest.fixture
def clean(ctx: Context) -> Iterator[Context]:
    """The same, without what a test leaves behind."""
    yield ctx
    for catalog in (CATALOG, "others"):
        if catalog in catalogs(ctx):
            ctx.ws.client.catalogs.delete(catalog, force=True)
    for job in ctx.ws.client.jobs.list():
        ctx.ws.client.jobs.delete(job.job_id or 0)
    ctx.ws.client.workspace.mkdirs(f"{HOME}/demo-wizard")
    ctx.ws.client.workspace.delete(f"{HOME}/demo-wizard", recursive=True)


@pytest.fixture
def requests(ctx: Context) -> Callable[[], list[dict[str, Any]]]:
    """The requests that the sandbox got since the test asked for this."""
    log = next(locations.home().rglob("requests.jsonl"))
    before = len(log.read_text().splitlines())
    return lambda: [json.loads(line) for line in log.read_text().splitlines()[before:]]


def catalogs(ctx: Context) -> list[str]:
    return [one.name or "" for one in ctx.ws.client.catalogs.list()]


def everything(ctx: Context) -> dict[str, Any]:
    """All objects of the workspace that a removal could touch, with what is granted on them."""
    client = ctx.ws.client
    found: dict[str, Any] = {}
    for catalog in client.catalogs.list():
        found[f"catalog {catalog.name}"] = str(client.grants.get("catalog", catalog.name or "").as_dict())
        for schema in client.schemas.list(catalog.name or ""):
            full_name = schema.full_name or ""
            found[f"schema {full_name}"] = str(client.grants.get("schema", full_name).as_dict())
            found |= {str(t.full_name): str(t.updated_at) for t in client.tables.list(*full_name.split("."))}
    found |= {f"file {one.path}": one.modified_at for one in client.workspace.list("/", recursive=True)}
    return found | {f"job {job.job_id}": job.created_time for job in client.jobs.list()}


def taken_away(spec: DemoSpec, ctx: Context, *, dry_run: bool = False) -> Removal:
    return remove(spec, ctx, lambda _text: None, dry_run=dry_run)


def left(found: Removal) -> dict[str, str]:
    return {item.name: item.reason for item in found.having("left")}


def test_a_dry_run_lists_all_in_order_and_changes_nothing(
    clean: Context, requests: Callable[[], list[dict[str, Any]]]
) -> None:
    spec = make(kiosk(), clean)
    before, sent = everything(clean), len(requests())
    found = taken_away(spec, clean, dry_run=True)
    assert [(item.kind, item.name) for item in found.items] == OWN
    assert {(item.outcome, item.reason) for item in found.items} == {("would remove", "")}
    assert find(DEMO, clean, ["Kiosk refresh"]) == found
    assert {request["method"] for request in requests()[sent:]} == {"GET"}
    assert everything(clean) == before


def test_all_of_it_goes_nothing_else_does_and_a_second_time_nothing_is_there(clean: Context) -> None:
    before = everything(clean)
    spec = make(kiosk(), clean)
    said: list[str] = []
    found = remove(spec, clean, said.append, dry_run=False)
    assert [(item.kind, item.name) for item in found.items] == OWN
    assert {item.outcome for item in found.items} == {"removed"}
    assert said == [f"removing {kind} {name}…" for kind, name in OWN]
    assert everything(clean) == before
    assert f"{CATALOG}_2" in catalogs(clean)
    assert taken_away(spec, clean).items == ()
    assert taken_away(spec, clean, dry_run=True).items == ()


def test_a_schema_with_something_foreign_is_left_with_its_catalog_and_its_grants(clean: Context) -> None:
    spec = make(kiosk(), clean)
    clean.ws.sql(f"CREATE TABLE {DEMO}.mine AS SELECT 1 AS a")
    clean.ws.sql(f"CREATE VIEW {DEMO}.my_view AS SELECT * FROM {DEMO}.mine")
    clean.ws.client.volumes.create(CATALOG, "corner", "raw", _managed())
    foreseen = taken_away(spec, clean, dry_run=True)
    found = taken_away(spec, clean)
    assert left(found) == left(foreseen)
    assert set(left(found)) == {DEMO, CATALOG}
    assert left(found)[DEMO].startswith(
        "it holds what this demo did not make: table mine, view my_view, volume raw; grants stay")
    assert f"REVOKE SELECT, USE SCHEMA ON SCHEMA `{CATALOG}`.`corner` FROM `analysts`" in left(found)[DEMO]
    assert left(found)[CATALOG].startswith("it holds schema corner; ")
    assert f"REVOKE USE CATALOG ON CATALOG `{CATALOG}` FROM `data_engineers`" in left(found)[CATALOG]
    assert not found.failed
    assert clean.ws.sql(f"SELECT a FROM {DEMO}.my_view").rows == [["1"]]
    clean.ws.client.volumes.delete(f"{DEMO}.raw")
    clean.ws.sql(f"DROP VIEW {DEMO}.my_view")
    clean.ws.sql(f"DROP TABLE {DEMO}.mine")
    assert [(item.name, item.outcome) for item in taken_away(spec, clean).items] == [
        (DEMO, "removed"), (CATALOG, "removed")]


def test_what_somebody_removed_by_hand_is_no_obstacle(clean: Context) -> None:
    spec = make(kiosk(), clean)
    clean.ws.sql(f"DROP TABLE {DEMO}.sales")
    clean.ws.client.workspace.delete(FOLDER, recursive=True)
    found = taken_away(spec, clean)
    gone = [("workspace folder", FOLDER), ("table", f"{DEMO}.sales")]
    assert [(item.kind, item.name) for item in found.items] == [own for own in OWN if own not in gone]
    assert {item.outcome for item in found.items} == {"removed"}


def test_what_goes_while_it_is_being_removed_is_already_gone(clean: Context) -> None:
    spec = make(kiosk(), clean)

    def say(text: str) -> None:
        if text.startswith("removing view"):
            clean.ws.client.tables.delete(text.split()[2].rstrip("…"))
        elif text.startswith("removing job"):
            clean.ws.client.jobs.delete(next(iter(clean.ws.client.jobs.list())).job_id or 0)

    found = remove(spec, clean, say, dry_run=False)
    assert [item.kind for item in found.having("already gone")] == ["job", "view", "view"]
    assert not found.failed
    assert CATALOG not in catalogs(clean)


def test_what_is_put_into_the_schema_meanwhile_is_safe(clean: Context) -> None:
    spec = make(kiosk(), clean)

    def say(text: str) -> None:
        if text.startswith("removing schema"):
            clean.ws.sql(f"CREATE TABLE {DEMO}.late (a INT)")

    found = remove(spec, clean, say, dry_run=False)
    assert found.failed
    assert "is not empty" in left(found)[DEMO]
    assert left(found)[CATALOG] == f"it holds schema {DEMO}, which could not be removed"
    assert clean.ws.client.tables.exists(f"{DEMO}.late").table_exists


def test_a_catalog_and_a_schema_of_somebody_else_stay(clean: Context) -> None:
    clean.ws.client.catalogs.create("others")
    clean.ws.client.schemas.create("theirs", "others")
    spec = make(kiosk("catalog=others", "schema=theirs"), clean)
    found = taken_away(spec, clean)
    assert left(found)["others"].startswith("this demo did not make it; grants stay, ")
    assert left(found)["others.theirs"].startswith("this demo did not make it; grants stay, ")
    assert not found.failed
    assert list(clean.ws.client.tables.list("others", "theirs")) == []
    assert taken_away(spec, clean).items == ()


def test_the_last_demo_in_a_catalog_does_not_take_it_but_the_one_that_made_it_does(clean: Context) -> None:
    first, second = make(kiosk(), clean), make(kiosk("schema=other", "jobs.refresh.name=other"), clean)
    assert left(taken_away(first, clean))[CATALOG].startswith("it holds schema other")
    assert left(taken_away(second, clean))[CATALOG].startswith("this demo did not make it")
    assert [item.name for item in taken_away(first, clean).having("removed")] == [CATALOG]


def test_the_default_schema_is_part_of_its_catalog_unless_somebody_uses_it(clean: Context) -> None:
    spec = make(kiosk("schema=default"), clean)
    clean.ws.sql(f"CREATE TABLE {CATALOG}.default.mine (a INT)")
    found = taken_away(spec, clean)
    assert left(found)[CATALOG].startswith("it holds table mine in schema default")
    clean.ws.sql(f"DROP TABLE {CATALOG}.default.mine")
    assert [item.name for item in taken_away(spec, clean).items] == [CATALOG]
    assert CATALOG not in catalogs(clean)


def test_a_folder_with_a_notebook_of_somebody_is_left(clean: Context) -> None:
    spec = make(kiosk("grants=[]"), clean)
    clean.ws.client.workspace.upload(f"{FOLDER}/notes.py", io.BytesIO(b"# Databricks notebook source\n1"))
    found = taken_away(spec, clean)
    assert left(found) == {FOLDER: "it holds what this demo did not put there: notes.py"}
    assert [one.path for one in clean.ws.client.workspace.list(FOLDER, recursive=True)]


def test_a_job_that_runs_is_stopped_and_what_it_made_goes_too(clean: Context) -> None:
    spec = make(kiosk(), clean)
    mine = jobs.find(clean.ws, "Kiosk refresh", DEMO)
    assert mine
    task = jobs.TaskFile("t", "sql", "/Shared/t.sql")
    jobs.settle(clean.ws, None, jobs.settings("Kiosk refresh", "", "other.demo", "", clean.ws.warehouse_id, [task]))
    run = jobs.start(clean.ws, mine.job_id, "", "once")
    eventually(lambda: clean.ws.client.tables.exists(f"{DEMO}.daily").table_exists, "the job's table")
    found = taken_away(spec, clean)
    assert jobs.read(clean.ws, run).state == "CANCELED"
    assert f"{DEMO}.daily" in [item.name for item in found.having("removed")]
    assert not left(found)
    assert jobs.find(clean.ws, "Kiosk refresh", "other.demo")
    assert len(list(clean.ws.client.jobs.list(name="Kiosk refresh"))) == 1


def test_who_may_not_remove_it_is_told_why_and_everything_is_tried(clean: Context) -> None:
    spec = make(kiosk(), clean)
    before = everything(clean)
    found = taken_away(spec, Context(connect_as("sandbox", "dev@example.com")))
    assert [(item.kind, item.name) for item in found.items] == OWN[2:]
    assert all(item.outcome == "left" and item.failed for item in found.items)
    assert "User does not have MANAGE on Table" in found.items[0].reason
    assert left(found)[DEMO] == f"it holds view {DEMO}.known_papers, which could not be removed"
    assert everything(clean) == before


def test_who_may_not_even_look_is_told(clean: Context) -> None:
    spec = make(kiosk("grants=[]"), clean)
    found = taken_away(spec, Context(connect_as("sandbox", "guest@example.com")), dry_run=True)
    assert [(item.kind, item.outcome, item.failed) for item in found.items] == [("schema", "left", True)]
    assert "User does not have USE CATALOG" in found.items[0].reason


def test_after_silence_nothing_more_is_tried(clean: Context) -> None:
    spec = make(kiosk(), clean)
    silence = {"pattern": "/api/2.1/unity-catalog/tables/*", "method": "DELETE", "drop": True, "times": 99}
    clean.ws.client.api_client.do("POST", "/sandbox/faults", body=silence)
    try:
        found = taken_away(spec, _impatient(clean))
    finally:
        clean.ws.client.api_client.do("DELETE", "/sandbox/faults")
    assert [item.outcome for item in found.items] == ["removed"] * 2 + ["left"] * 6
    assert "closed before there was an answer" in found.items[2].reason
    assert {item.reason for item in found.items[3:]} == {"not tried: the workspace did not answer"}
    assert found.failed


def test_it_can_be_stopped_between_two_objects(clean: Context) -> None:
    spec, said = make(kiosk(), clean), list[str]()
    stopped = Context(Workspace("sandbox", clean.ws.host, clean.ws.client, lambda: None))

    def say(text: str) -> None:
        said.append(text)
        if text.startswith("removing view"):
            stopped.ws.cancelled.set()

    with pytest.raises(CancelledError):
        remove(spec, stopped, say, dry_run=False)
    assert said[-1].startswith("removing view")
    assert clean.ws.client.tables.exists(f"{DEMO}.all_sales").table_exists


def _managed() -> Any:
    from databricks.sdk.service.catalog import VolumeType

    return VolumeType.MANAGED


def _impatient(ctx: Context) -> Context:
    """The same workspace, which is asked once only."""
    client = sdk.client({"host": ctx.ws.host, "token": ctx.ws.client.config.token or "", "auth_type": "pat"})
    return Context(Workspace("sandbox", ctx.ws.host, client, lambda: None, patience=Patience(tries=1)))
