"""What the desk answers in a scene: the retail demo on a day of the tests, decided by the real functions where they
are pure, and made up where an engine or a workspace would be asked.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.screens.fakes import FakeDesk
from tests.steps.facts import empty
from wizard.desk.questions import About, AskDemo, Chart, CheckReady, Directory, MakePlan, Portray, Remove
from wizard.plan.model import Plan
from wizard.portrait.incidents import happenings
from wizard.portrait.portrait import Portrait
from wizard.portrait.profile import ColumnProfile, TableProfile, shape
from wizard.portrait.relations import forest
from wizard.spec import parse
from wizard.spec.columns import Column, ForeignKey
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.steps import plan
from wizard.steps.readiness import Glance, Readiness
from wizard.steps.removal import Item, Removal
from wizard.workspace.about import Capability, TargetFacts
from wizard.workspace.directory import Principal

SAMPLED = 240
DAY = date(2026, 11, 1)
_WORDS = ("North", "South", "East", "West", "Northwest")

FACTS = TargetFacts(
    "sandbox", "http://127.0.0.1:8443", "owner@example.com", "Demo warehouse", "RUNNING",
    (Capability("create catalogs", True, "by grant"), Capability("SQL warehouse", True, "Demo warehouse, running"),
     Capability("Spark Connect", None, "known when a session is opened"), Capability("jobs", True, ""),
     Capability("Unity Catalog", False, "403: this user may not look at the metastore of the workspace")),
    ("main", "samples", "system"),
)  # fmt: skip
PEOPLE = (
    Principal("account users", "group", "account users"), Principal("analysts", "group", "analysts"),
    Principal("data_engineers", "group", "data_engineers"), Principal("ana@example.com", "user", "Ana Duarte"),
)  # fmt: skip
CHARTS = (
    Chart("regions", "insight", "Which region sells most?", "bar", ("region", "revenue"),
          (("North", 6400.5), ("South", 3200.25), ("<East> & co|", 12.0)), 0.04, "SELECT region, revenue\nFROM v"),
    Chart("revenue_by_region", "view", "One row a region.", "table", ("region", "revenue"),
          (("North", 6400.5), ("South", 3200.25)), 0.02, "SELECT * FROM v"),
)  # fmt: skip


def desk() -> FakeDesk:
    """Answers everything, at once."""
    return FakeDesk({About: FACTS, Directory: PEOPLE, Portray: portrait, MakePlan: made, AskDemo: CHARTS,
                     CheckReady: ready, Remove: removed})  # fmt: skip


def made(question: MakePlan) -> Plan:
    """The plan for a target that has nothing of the demo."""
    return plan(parse(question.spec), empty())


def ready(question: CheckReady) -> Readiness:
    """Ready to be given."""
    spec = parse(question.spec)
    return Readiness(spec.demo_id, question.target, spec.as_of, [], [], [Glance(name, 8, 0.02) for name in spec.views])


def removed(question: Remove) -> Removal:
    """A table that goes, and a schema that stays."""
    demo = parse(question.spec).demo_id
    outcome = "would remove" if question.dry_run else "removed"
    left = Item("schema", demo, "left", "it holds tables that are not of this demo")
    return Removal(demo, question.target, (Item("table", f"{demo}.sales", outcome), left))  # type: ignore[arg-type]


def portrait(question: Portray) -> Portrait:
    """Values that are spread like nothing in particular, described by what describes real ones."""
    spec = skin(parse(question.spec))
    tables = tuple(_table(spec, name) for name in question.tables or spec.tables)
    return Portrait(spec.industry, spec.title, spec.brand.company, spec.story, spec.demo_id, spec.size, spec.seed,
                    spec.as_of, tuple(happenings(spec)), (), tuple(forest(spec)), {}, tables)  # fmt: skip


def _table(spec: DemoSpec, name: str) -> TableProfile:
    table, values = spec.tables[name], {key: _values(key, col) for key, col in spec.tables[name].columns.items()}
    columns = tuple(
        ColumnProfile(key, type_, table.columns[key].kind, table.columns[key].comment, 0.0, shape(found, type_),
                      _refers_to(table.columns[key]))
        for key, (type_, found) in values.items()
    )  # fmt: skip
    rows = tuple(zip(*(found[::8] for _, found in values.values()), strict=True))
    return TableProfile(name, table.comment, spec.rows_of(name), False, SAMPLED, columns, rows)


def _refers_to(column: Column) -> str:
    return column.table if isinstance(column, ForeignKey) else ""


def _values(name: str, column: Column) -> tuple[str, list[Any]]:
    """A type that the name suggests, and values of it."""
    numbers = range(SAMPLED)
    if name.endswith(("_ts", "_at")):
        start = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
        return "timestamp", [start + timedelta(hours=30 * n, minutes=7 * n) for n in numbers]
    if column.kind in {"date", "history"} or name.endswith("_on"):
        return "date", [DAY - timedelta(days=(n * n) % 700) for n in numbers]
    if column.kind in {"lognormal", "uniform", "expr"} or name in {"amount", "unit_price", "unit_cost"}:
        return "decimal(10,2)", [Decimal((n * n) % 9973) / 100 for n in numbers]
    if name in {"items", "line", "quantity", "period"}:
        return "int", [1 + n % 5 for n in numbers]
    if column.kind in {"region", "choice", "state", "rollup", "progress"}:
        return "string", [_WORDS[(n * n) % len(_WORDS)] for n in numbers]
    return "string", [f"{name[:4].upper()}-{7 * n:06}" for n in numbers]
