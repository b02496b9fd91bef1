"""What a spec needs, area by area: only what it asks for and what is not there yet.

Each function yields needs from the facts that the plan rests on too, and asks for rights where those say too little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.errors import PreflightError
from wizard.identifiers import quote, quote_name
from wizard.plan.observed import Observed, Seen
from wizard.preflight.need import Need, State
from wizard.spec import roles
from wizard.spec.model import DemoSpec
from wizard.steps import grant, quality, story
from wizard.workspace.client import Workspace
from wizard.workspace.rights import Rights

OTHER_SCHEMA = "Choose another schema: --set schema=NAME"
NO_GRANTS = "Grant nothing: --set grants=[]"


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a spec with its brand on, what was observed for it, and our rights."""

    spec: DemoSpec
    observed: Observed
    rights: Rights
    ws: Workspace

    @property
    def has_closed_schema(self) -> bool:
        """Whether the schema is there and closed to us; inside a closed catalog nobody knows."""
        return self.spec.demo_id in self.observed.closed and self.spec.catalog not in self.observed.closed

    def state(self, *, sure: bool) -> State:
        """What it means that a right can be seen, or cannot."""
        if sure:
            return "met"
        return "unknown" if self.rights.is_unsure else "missing"


def unity_catalog(look: Look) -> Iterator[Need]:
    """A metastore."""
    if look.rights.metastore is None:
        yield Need(
            "unity_catalog", "Unity Catalog", "missing", "no metastore is assigned to this workspace",
            way_out="Ask an account admin to assign a metastore to the workspace, or choose another: --target PROFILE",
        )
    else:
        yield Need("unity_catalog", "Unity Catalog", "met",
                   f"Unity Catalog is there: metastore {look.rights.metastore.name}")  # fmt: skip


def catalog(look: Look) -> Iterator[Need]:
    """A catalog that is not there yet has to be made."""
    name, metastore = look.spec.catalog, look.rights.metastore
    if look.observed.catalog is not None or name in look.observed.closed or metastore is None:
        return
    what = f"the catalog {name}"
    held = look.rights.owns(metastore.owner) or look.rights.holds("CREATE_CATALOG", "metastore", metastore.id)
    state = look.state(sure=held)
    if state == "missing":
        why = f"the catalog {name} is not there, and no right to make one is granted to {look.rights.user}"
        yield _privilege(look, f"catalog:{name}", what, state, why, "CREATE CATALOG", "metastore", "", metastore.owner)
    elif not metastore.has_storage:
        why = (f"the catalog {name} is not there, and the metastore has no storage of its own: the API cannot make "
               "a catalog; whether SQL can, shows when it is tried")  # fmt: skip
        yield Need(f"catalog:{name}", what, "unknown", why, owner=metastore.owner, way_out=_make_it_yourself(look))
    else:
        why = f"the catalog {name} can be made" if held else (
            f"no grant shows that the catalog {name} can be made; an administrator often can")  # fmt: skip
        yield Need(f"catalog:{name}", what, state, why, "CREATE CATALOG", "METASTORE", "", metastore.owner)


def schema(look: Look) -> Iterator[Need]:
    """To make a schema in a catalog that is there, or tables in a schema that is."""
    name, there = look.spec.catalog, look.observed.catalog
    if there is None and name not in look.observed.closed:
        return
    if _is_ours(look, look.observed.schema) or _is_ours(look, there):
        what = f"the schema {look.spec.demo_id}"
        yield Need(f"schema:{look.spec.schema_}", what, "met", f"{what} is yours to fill")
        return
    yield _held(look, "USE CATALOG", "catalog", name, there)
    if look.observed.schema is None and not look.has_closed_schema:
        yield _held(look, "CREATE SCHEMA", "catalog", name, there)
    else:
        for privilege in ("USE SCHEMA", "CREATE TABLE"):
            yield _held(look, privilege, "schema", look.spec.demo_id, look.observed.schema)


def names(look: Look) -> Iterator[Need]:
    """Names of tables and views that somebody else has taken."""
    spec = look.spec
    reports = [*([quality.REPORT] if spec.quality else []), *([story.REPORT] if spec.insights else [])]
    for name in [*spec.tables, *spec.views, *reports]:
        seen = look.observed.tables.get(name)
        if seen is not None and not seen.is_stamped(spec.demo_id):
            full = f"{spec.demo_id}.{name}"
            why = f"{full} exists and was not made by this demo: it will not be touched"
            yield Need(f"name:{name}", f"the name {full}", "missing", why, owner=seen.owner, way_out=OTHER_SCHEMA)


def principals(look: Look) -> Iterator[Need]:
    """Whom something is granted to."""
    for name, close in look.observed.unknown_principals.items():
        meant = f" (did you mean {' or '.join(map(repr, close))}?)" if close else ""
        yield Need(
            f"principal:{name}", f"the principal {name}, as a group of the account", "missing",
            f"could not find the principal {name!r}{meant}",
            way_out=f"Grant to account groups, users (e-mail) or service principals (application id): correct `grants` "
                    f"in the spec\n{NO_GRANTS}",
        )  # fmt: skip


def granting(look: Look) -> Iterator[Need]:
    """To grant what is not granted yet on a catalog or schema that is there; what we make, we own."""
    spec, observed = look.spec, look.observed
    on_catalog = {one.principal: frozenset(roles.ON_CATALOG) for one in spec.grants}
    on_schema = {one.principal: roles.wanted_on_schema(one) for one in spec.grants}
    for kind, name, there, held, wanted in (
        ("catalog", spec.catalog, observed.catalog, observed.catalog_grants, on_catalog),
        ("schema", spec.demo_id, observed.schema, observed.schema_grants, on_schema),
    ):
        lacking = {who: grant.lacking(privileges, who, held) for who, privileges in wanted.items()}
        lacking = {who: lacks for who, lacks in lacking.items() if lacks}
        closed = look.has_closed_schema if kind == "schema" else name in observed.closed
        if not lacking or (there is None and not closed):
            continue
        state: State = "missing" if closed else look.state(sure=_may_grant(look, kind, name, there))
        owner = there.owner if there else ""
        for who, lacks in lacking.items():
            yield _grant_to(kind, name, owner, who, lacks, state)


def warehouse(look: Look) -> Iterator[Need]:
    """A SQL warehouse for statements; one that is stopped starts by itself."""
    try:
        found = look.ws.warehouse
    except PreflightError as error:
        yield Need("warehouse", "a SQL warehouse that you may use (CAN USE)", "missing",
                   "there is no SQL warehouse that you may use", way_out=error.hint)  # fmt: skip
        return
    state = found.state.value.lower() if found.state else "in an unknown state"
    starts = "" if state == "running" else "; it starts with the first statement"
    yield Need("warehouse", "a SQL warehouse", "met", f"the SQL warehouse {found.name} is {state}{starts}")


def spark(look: Look) -> Iterator[Need]:
    """Spark Connect, if rows are made by it."""
    if look.spec.generate.engine == "connect" and not look.ws.spark_at:
        why = "whether Spark Connect can be used shows when a session is opened; else the SQL warehouse makes the rows"
        yield Need("spark_connect", "Spark Connect", "unknown", why)


def jobs(look: Look) -> Iterator[Need]:
    """Jobs: their list was read while looking for the demo's own, and who sees it may make some."""
    if look.spec.jobs:
        yield Need("jobs", "jobs", "met", "jobs can be made and run")


def _make_it_yourself(look: Look) -> str:
    at = "" if look.ws.target == "sandbox" else f" --target {look.ws.target}"
    return (f"Make the catalog in Catalog Explorer, or where SQL may: demo-wizard sql{at} "
            f"'CREATE CATALOG {quote(look.spec.catalog)}'")  # fmt: skip


def _is_ours(look: Look, seen: Seen | None) -> bool:
    return seen is not None and look.rights.owns(seen.owner)


def _may_grant(look: Look, kind: str, name: str, there: Seen | None) -> bool:
    above = kind == "schema" and _is_ours(look, look.observed.catalog)
    return above or _is_ours(look, there) or look.rights.holds("MANAGE", kind, name)


def _held(look: Look, privilege: str, kind: str, name: str, there: Seen | None) -> Need:
    """A privilege that we have to hold on something that is there."""
    spelled = privilege.replace(" ", "_")
    closed = name in look.observed.closed
    sure = not closed and look.rights.holds(spelled, kind, name)
    state: State = "missing" if closed else look.state(sure=sure)
    shown = {"met": "is granted", "unknown": "cannot be seen", "missing": "is not granted"}[state]
    why = f"{privilege} on {kind} {name} {shown} to {look.rights.user}"
    key = f"{kind}:{name}:{spelled.lower()}"
    return _privilege(look, key, f"{privilege} on {kind} {name}", state, why, privilege, kind, name,
                      there.owner if there else "")  # fmt: skip


def _grant_to(kind: str, name: str, owner: str, who: str, lacks: tuple[str, ...], state: State) -> Need:
    wanted = ", ".join(privilege.replace("_", " ") for privilege in lacks)
    why = {
        "met": f"you may grant {wanted} on {kind} {name} to {who}",
        "unknown": f"whether you may grant {wanted} on {kind} {name} to {who} shows when it is tried",
        "missing": f"{who} does not have {wanted} on {kind} {name}, and only its owner can grant it",
    }[state]
    return Need(
        f"grant:{kind}:{who}", f"{wanted} on {kind} {name} for {who}", state, why, wanted, kind.upper(), name,
        owner, _sql(wanted, kind, name, who), NO_GRANTS,
    )  # fmt: skip


def _privilege(
    look: Look, key: str, what: str, state: State, why: str, privilege: str, kind: str, name: str, owner: str
) -> Need:
    """A privilege of ours."""
    sql = _sql(privilege, kind, name, look.rights.user)
    return Need(key, what, state, why, privilege, kind.upper(), name, owner, sql)


def _sql(privileges: str, kind: str, name: str, who: str) -> str:
    on = f"{kind.upper()} {quote_name(name)}" if name else kind.upper()
    return f"GRANT {privileges} ON {on} TO {quote(who)}"
