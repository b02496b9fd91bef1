"""Who may do what: least privilege by role (wizard.spec.roles), one PATCH per securable, then read back and shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from wizard.errors import PreflightError, WizardError
from wizard.plan.model import Action, Step
from wizard.plan.observed import Grants, Observed
from wizard.spec.model import DemoSpec
from wizard.spec.roles import ON_CATALOG, wanted_on_schema
from wizard.steps import catalog, quality, schema, table, view
from wizard.steps.context import Context, Reporter
from wizard.workspace import grants

KIND = "grant"
PROOF = "grant:proof"

READS_AT_ONCE = 8


def lacking(wanted: frozenset[str], principal: str, there: Grants) -> tuple[str, ...]:
    """Privileges that are granted neither to the principal nor to everybody."""
    return tuple(sorted(wanted - there.get(principal, frozenset()) - there.get(grants.EVERYONE, frozenset())))


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """A step for the catalog, one for the schema, and the proof. Raises PreflightError for unknown principals."""
    if not spec.grants:
        return
    refuse_unknown(observed)
    wanted_schema = {g.principal: wanted_on_schema(g) for g in spec.grants}
    wanted_catalog = {g.principal: frozenset(ON_CATALOG) for g in spec.grants}
    changes = [
        _plan_one("catalog", spec.catalog, wanted_catalog, observed.catalog_grants, (catalog.key(spec),)),
        _plan_one("schema", spec.demo_id, wanted_schema, observed.schema_grants, (schema.key(spec),)),
    ]
    yield from changes
    yield _plan_proof(spec, changes, wanted_catalog, wanted_schema)


def refuse_unknown(observed: Observed) -> None:
    """Raise PreflightError that names every principal that nobody has."""
    if not observed.unknown_principals:
        return
    lines = [
        f"{name!r}" + (f" (did you mean {' or '.join(map(repr, close))}?)" if close else "")
        for name, close in observed.unknown_principals.items()
    ]
    raise PreflightError(
        f"Could not find {'these principals' if len(lines) > 1 else 'the principal'}: {', '.join(lines)}",
        "Grants go to account groups, users (e-mail) or service principals (application id). Correct `grants` in the "
        "spec, or ask an account admin to create the group and assign it to this workspace.",
    )


def _plan_one(
    kind: str, name: str, wanted: Mapping[str, frozenset[str]], there: Grants, after: tuple[str, ...]
) -> Step:
    missing = {p: list(lacks) for p, w in wanted.items() if (lacks := lacking(w, p, there))}
    key = f"{KIND}:{kind}"
    if not missing:
        return Step(key, KIND, name, Action.KEEP, "all privileges are granted", after)
    reason = "not granted yet: " + "; ".join(
        f"{', '.join(x.replace('_', ' ') for x in lacks)} to {p}" for p, lacks in missing.items()
    )
    quoted = name.replace(".", "`.`")
    requests = tuple(
        f"GRANT {', '.join(x.replace('_', ' ') for x in lacks)} ON {kind.upper()} `{quoted}` TO `{p}`"
        for p, lacks in missing.items()
    )
    return Step(key, KIND, name, Action.UPDATE, reason, after, requests, payload={"securable": kind, "add": missing})


def _plan_proof(
    spec: DemoSpec,
    changes: list[Step],
    wanted_catalog: Mapping[str, frozenset[str]],
    wanted_schema: Mapping[str, frozenset[str]],
) -> Step:
    after = (
        *(s.key for s in changes), *(table.key(t) for t in spec.tables), *(view.key(v) for v in spec.views),
        *((quality.KEY,) if spec.quality else ()),
    )
    if all(s.action is Action.KEEP for s in changes):
        return Step(PROOF, KIND, spec.demo_id, Action.KEEP, "grants are unchanged since they were proved", after)
    relations = [*spec.tables, *spec.views, *((quality.REPORT,) if spec.quality else ())]
    return Step(
        PROOF, KIND, spec.demo_id, Action.RUN, "grants changed: read back what everybody may do", after,
        (f"GET effective permissions on {spec.catalog}, {spec.demo_id} and {len(relations)} tables and views",),
        payload={
            "catalog": spec.catalog,
            "relations": [f"{spec.demo_id}.{name}" for name in relations],
            "views": [f"{spec.demo_id}.{name}" for name in spec.views],
            "on_catalog": {p: sorted(v) for p, v in wanted_catalog.items()},
            "on_schema": {p: sorted(v) for p, v in wanted_schema.items()},
        },
    )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Grant what is missing, or prove what is there."""
    if step.key == PROOF:
        return _prove(step, ctx, report)
    report.check()
    add = step.payload["add"]
    grants.change(ctx.ws, step.payload["securable"], step.object, add)
    return f"granted to {', '.join(add)}"


def _effective(ctx: Context, kind: str, name: str, principal: str, need: Collection[str]) -> frozenset[str]:
    """What a principal may do with an object; what everybody may is asked for where its own does not suffice."""
    own = grants.effective(ctx.ws, kind, name, principal)
    return own if set(need) <= own else own | grants.effective(ctx.ws, kind, name, grants.EVERYONE)


def _prove(step: Step, ctx: Context, report: Reporter) -> str:
    """Compare effective privileges with those wanted; a missing one fails the step."""
    wanted = [("catalog", step.payload["catalog"], step.payload["on_catalog"]),
              ("schema", step.object, step.payload["on_schema"])]
    readable = {p: ["SELECT"] for p, v in step.payload["on_schema"].items() if "SELECT" in v}
    wanted += [("table", name, readable) for name in step.payload["relations"]]
    cells = [(kind, name, p, need) for kind, name, by in wanted for p, need in by.items()]
    with ThreadPoolExecutor(READS_AT_ONCE) as pool:
        found = list(pool.map(lambda c: _effective(ctx, *c), cells))
    views = set(step.payload["views"])
    rows: list[dict[str, Any]] = [
        {
            "principal": p, "securable": "view" if name in views else kind, "object": name,
            "privileges": sorted(has), "ok": set(need) <= has,
        }
        for (kind, name, p, need), has in zip(cells, found, strict=True)
    ]
    report.matrix(rows)
    lacking = [row for row in rows if not row["ok"]]
    if lacking:
        first = lacking[0]
        raise WizardError(
            f"{len(lacking)} grants did not take effect; the first: {first['principal']} on {first['object']}",
            "Somebody may have revoked them meanwhile: run the same command again.",
        )
    return f"{len(rows)} effective permissions are as wanted"
