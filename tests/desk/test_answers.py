"""The real answers, of a real sandbox: one desk, and one demo whose table is made by hand."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.test_imports import HEAVY
from wizard.desk import wire
from wizard.desk.client import Desk
from wizard.desk.questions import About, AskDemo, CheckReady, Directory, MakePlan, Portray, Remove
from wizard.errors import PreflightError, UsageError
from wizard.plan.model import Action
from wizard.sandbox import lifecycle
from wizard.spec.problems import SpecError
from wizard.workspace.about import about
from wizard.workspace.client import Workspace
from wizard.workspace.connect import connect_sandbox
from wizard.workspace.directory import Principal

SPEC = (Path(__file__).parent / "corner.yaml").read_text()
DEMO = "dev_corner_demo.shop"
STAMPED = f"TBLPROPERTIES ('demo_wizard.demo' = '{DEMO}')"
MADE = (
    "CREATE CATALOG dev_corner_demo",
    f"CREATE SCHEMA {DEMO}",
    f"CREATE TABLE {DEMO}.sales (sale_id BIGINT, paid DECIMAL(8,2), sold_on DATE, at TIMESTAMP, ok BOOLEAN, "
    f"who STRING, share DOUBLE) {STAMPED}",
    f"INSERT INTO {DEMO}.sales VALUES (1, 2.50, DATE'2026-10-01', TIMESTAMP'2026-10-01 08:30:00', true, 'Ana', 0.25), "
    "(2, 3.50, NULL, NULL, NULL, NULL, NULL)",
    f"CREATE VIEW {DEMO}.everything {STAMPED} AS SELECT * FROM {DEMO}.sales",
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("desk")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DEMO_WIZARD_HOME", str(home))
        patch.setenv("DATABRICKS_CONFIG_FILE", str(home / "databrickscfg"))
        made = Desk()
        made.start()
        yield made
        made.close()
        lifecycle.stop()


@pytest.fixture(scope="module")
def workspace(desk: Desk) -> Workspace:
    return connect_sandbox()


@pytest.fixture(scope="module")
def demo(workspace: Workspace) -> str:
    for statement in MADE:
        workspace.sql(statement)
    return SPEC


def ok(capabilities: Any) -> dict[str, bool | None]:
    return {found.name: found.ok for found in capabilities}


async def test_about_says_who_we_are_and_what_can_be_done(desk: Desk) -> None:
    found = await desk.ask(About("sandbox"))
    assert (found.target, found.user) == ("sandbox", "owner@example.com")
    assert (found.warehouse, found.warehouse_state) == ("Serverless Starter Warehouse", "RUNNING")
    assert set(ok(found.capabilities).values()) == {True}
    assert {"SQL warehouse", "Spark Connect", "jobs", "Unity Catalog", "create catalogs"} == set(ok(found.capabilities))
    assert "main" in found.catalogs
    assert found.host.startswith("http://127.0.0.1:")


async def test_about_follows_a_sandbox_that_was_started_anew(desk: Desk) -> None:
    before = await desk.ask(MakePlan(SPEC, "sandbox"))
    await asyncio.to_thread(lifecycle.reset)
    await asyncio.to_thread(lifecycle.start)
    assert (await desk.ask(MakePlan(SPEC, "sandbox"))).steps == before.steps


async def test_an_unknown_target_is_refused_with_advice(desk: Desk) -> None:
    with pytest.raises(UsageError, match="nowhere is neither the sandbox nor a profile") as refused:
        await desk.ask(About("nowhere"))
    assert "auth login" in refused.value.hint


def test_about_of_somebody_with_fewer_rights(workspace: Workspace) -> None:
    found = about(connect_sandbox("guest@example.com"))
    assert found.user == "guest@example.com"
    assert ok(found.capabilities)["create catalogs"] is None
    assert ok(found.capabilities)["SQL warehouse"] is True


def test_a_group_of_ours_may_be_what_lets_us_create_catalogs(workspace: Workspace) -> None:
    from databricks.sdk.service.catalog import PermissionsChange, Privilege

    metastore = workspace.client.metastores.current().metastore_id or ""

    def move(giver: str, taker: str) -> None:
        workspace.client.grants.update("metastore", metastore, changes=[
            PermissionsChange(principal=giver, remove=[Privilege.CREATE_CATALOG]),
            PermissionsChange(principal=taker, add=[Privilege.CREATE_CATALOG]),
        ])  # fmt: skip

    move("owner@example.com", "analysts")
    assert ok(about(workspace).capabilities)["create catalogs"] is None
    move("analysts", "account users")
    assert "granted to account users" in {found.detail for found in about(workspace).capabilities}
    move("account users", "owner@example.com")


@pytest.mark.parametrize(
    ("path", "status", "capability", "expected"),
    [
        ("/api/2.2/jobs/list", 403, "jobs", False),
        ("/api/2.2/jobs/list", 501, "jobs", None),
        ("/api/2.0/sql/warehouses", 403, "SQL warehouse", False),
        ("/api/2.1/unity-catalog/metastore_summary", 404, "Unity Catalog", False),
        ("/api/2.1/unity-catalog/metastore_summary", 403, "create catalogs", False),
    ],
)
def test_what_is_refused_cannot_be_done_and_what_fails_is_not_known(
    workspace: Workspace, path: str, status: int, capability: str, expected: bool | None
) -> None:
    workspace.client.api_client.do("POST", "/sandbox/faults", body={"pattern": path, "status": status, "times": 1})
    found = about(connect_sandbox())
    assert ok(found.capabilities)[capability] is expected
    assert found.user == "owner@example.com"
    assert found.catalogs


async def test_the_directory_names_what_can_be_granted_groups_first(desk: Desk, workspace: Workspace) -> None:
    workspace.client.groups.create(display_name="of this workspace alone")
    found = await desk.ask(Directory("sandbox"))
    assert found[:3] == tuple(Principal(g, "group", g) for g in ("account users", "analysts", "data_engineers"))
    assert Principal("ana@example.com", "user", "Ana Analyst") in found
    assert found[-1].kind == "service_principal"
    assert found[-1].title == "demo-runner"
    assert list(dict.fromkeys(one.kind for one in found)) == ["group", "user", "service_principal"]
    assert len(found) == len(set(found)) == 8


async def test_a_plan_is_made_of_a_spec_in_text(desk: Desk) -> None:
    made = await desk.ask(MakePlan(SPEC, "sandbox"))
    assert made.demo == DEMO
    assert {step.kind for step in made.steps} >= {"catalog", "schema", "table", "data", "view", "story"}


async def test_a_broken_spec_comes_back_with_its_problems(desk: Desk) -> None:
    with pytest.raises(SpecError) as broken:
        await desk.ask(MakePlan(SPEC.replace("rows: 3", "rows: three"), "sandbox"))
    assert [problem.path for problem in broken.value.problems] == ["tables.sales.rows"]


async def test_a_portrait_is_made_by_the_engine_of_the_desk(desk: Desk) -> None:
    found = await desk.ask(Portray(SPEC, ("sales",), examples=2))
    assert [table.name for table in found.tables] == ["sales"]
    assert found.title == "Corner shop"


async def test_a_demo_that_is_there_is_asked_for_its_rows(desk: Desk, demo: str) -> None:
    charts = {chart.name: chart for chart in await desk.ask(AskDemo(demo, "sandbox"))}
    assert list(charts) == ["total", "everything", "forgotten"]
    total, everything, forgotten = charts.values()
    assert (total.kind, total.title, total.chart) == ("insight", "How much was paid?", "number")
    assert total.rows == ((6.0,),)
    assert (everything.kind, everything.title, everything.chart) == ("view", "All sales.", "table")
    assert everything.columns == ("sale_id", "paid", "sold_on", "at", "ok", "who", "share")
    assert everything.rows == (
        (1, 2.5, "2026-10-01", "2026-10-01T08:30:00.000Z", True, "Ana", 0.25), (2, 3.5, None, None, None, None, None),
    )  # fmt: skip
    assert everything.seconds > 0
    assert (forgotten.rows, "forgotten" in forgotten.error) == ((), True)


async def test_a_demo_that_is_not_there_is_said_to_be_absent(desk: Desk) -> None:
    absent = SPEC.replace("dev_corner_demo", "dev_other_demo")
    with pytest.raises(PreflightError, match=r"dev_other_demo\.shop is not on sandbox"):
        await desk.ask(AskDemo(absent, "sandbox"))
    with pytest.raises(PreflightError, match=r"dev_other_demo\.shop is not on sandbox"):
        await desk.ask(CheckReady(absent, "sandbox"))


async def test_readiness_and_removal_are_those_of_the_command_line(desk: Desk, demo: str) -> None:
    ready, removal = await asyncio.gather(
        desk.ask(CheckReady(demo, "sandbox")), desk.ask(Remove(demo, "sandbox", dry_run=True))
    )
    assert [found.object for found in ready.differences] == ["sales", "everything", "forgotten"]
    assert {item.name for item in removal.having("would remove")} >= {f"{DEMO}.sales", f"{DEMO}.everything"}
    plan = await desk.ask(MakePlan(demo, "sandbox"))
    assert next(step for step in plan.steps if step.kind == "catalog").action is Action.KEEP


READ = """
import sys
from pathlib import Path
from wizard.desk import wire

assert len(wire.opened(Path(sys.argv[1]).read_bytes())) == 7
print(*{name.partition(".")[0] for name in sys.modules})
"""


async def test_reading_answers_never_imports_what_made_them(desk: Desk, demo: str, tmp_path: Path) -> None:
    answers = await asyncio.gather(
        desk.ask(About("sandbox")), desk.ask(Directory("sandbox")), desk.ask(Portray(demo)),
        desk.ask(MakePlan(demo, "sandbox")), desk.ask(CheckReady(demo, "sandbox")), desk.ask(AskDemo(demo, "sandbox")),
        desk.ask(Remove(demo, "sandbox", dry_run=True)),
    )  # fmt: skip
    kept = tmp_path / "answers"
    kept.write_bytes(wire.answered(answers))
    shown = subprocess.run([sys.executable, "-c", READ, kept], capture_output=True, text=True, check=True)
    assert not set(shown.stdout.split()) & (HEAVY - {"pydantic"})
