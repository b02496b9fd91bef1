"""Views: the spec's SQL with every name of the demo spelled out in full."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.identifiers import literal, quote, quote_name
from wizard.plan.model import Action, Step, digest
from wizard.plan.observed import RECIPE, STAMP, Observed
from wizard.spec.model import DemoSpec, View
from wizard.steps import table
from wizard.steps.context import Context, Reporter

KIND = "view"


def key(name: str) -> str:
    """The step's key."""
    return f"{KIND}:{name}"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """One step a view, after the tables and views that it reads."""
    for name, view in spec.views.items():
        select, columns, reads = qualify(spec, view.sql)
        recipe = digest([view.model_dump(mode="json"), select])
        sql = create_view_sql(spec, name, view, select, columns, recipe)
        after = tuple(key(r) if r in spec.views else table.key(r) for r in reads)
        seen = observed.tables.get(name)
        table.refuse_foreign(spec, observed, name)
        action, reason = Action.CREATE, "does not exist yet"
        if seen:
            same = seen.properties.get(RECIPE) == recipe
            action, reason = (Action.KEEP, "unchanged") if same else (Action.UPDATE, "its definition changed")
        requests = () if action is Action.KEEP else (sql,)
        yield Step(key(name), KIND, f"{spec.demo_id}.{name}", action, reason, after, requests, recipe)


def qualify(spec: DemoSpec, sql: str) -> tuple[str, list[str], list[str]]:
    """A SELECT of the spec with three-part names, its column names ([] when a star hides them), and what it reads."""
    from sqlglot import exp

    from wizard.spec.sql import DIALECT, query

    tree = query(sql)
    local = {cte.alias_or_name.lower() for cte in tree.find_all(exp.CTE)}
    reads: dict[str, None] = {}
    for found in tree.find_all(exp.Table):
        name = found.name.lower()
        if found.db or name in local or not (name in spec.tables or name in spec.views):
            continue
        reads[name] = None
        alias = found.alias or found.name
        found.replace(exp.alias_(exp.table_(name, spec.schema_, spec.catalog, quoted=True), alias, table=True))
    names = list(tree.named_selects)
    return tree.sql(dialect=DIALECT, pretty=True), [] if "*" in names else names, list(reads)


def create_view_sql(
    spec: DemoSpec, name: str, view: View, select: str, columns: list[str], recipe: str
) -> str:
    """CREATE OR REPLACE VIEW with comments and the demo's stamp."""
    listed = [
        f"  {quote(c)} COMMENT {literal(view.columns[c])}" if c in view.columns else f"  {quote(c)}" for c in columns
    ]
    column_list = " (\n" + ",\n".join(listed) + "\n)" if listed else ""
    return (
        f"CREATE OR REPLACE VIEW {quote_name(f'{spec.demo_id}.{name}')}{column_list}\n"
        f"COMMENT {literal(view.comment)}\n"
        f"TBLPROPERTIES ({literal(STAMP)} = {literal(spec.demo_id)}, {literal(RECIPE)} = {literal(recipe)})\n"
        f"AS {select}"
    )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Create or replace it."""
    report.check()
    ctx.ws.sql(step.requests[0], f"creating view {step.object}")
    return "replaced" if step.action is Action.UPDATE else "created"
