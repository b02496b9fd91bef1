"""What a person wants to know of a target before making anything there: who they are, and what they may. Reads only.

The reads go side by side, and one that fails is an answer too: what was refused cannot be done, and of what could not
be asked nothing is known. Only the first question, who we are, has to be answered.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import PreflightError, WizardError
from wizard.workspace import grants
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised
from wizard.workspace.rights import GROUPS_ASKED, Rights, may_hold_a_demo

if TYPE_CHECKING:
    from databricks.sdk.service.catalog import GetMetastoreSummaryResponse

READS_AT_ONCE = 8
SECONDS = 3.0
"""How long a port may take to answer."""

_Found = tuple[bool | None, str]


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a demo may need. `ok` is None where it cannot be known beforehand; `detail` says why, or which."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target as it was found.

    `warehouse` and `warehouse_state` (RUNNING, STOPPED, …) are empty if there is none. `catalogs` are the names of
    those that can be seen and may hold a demo: not the platform's own, shared or foreign ones. `remark` is what people
    should know about how the target was reached, e.g. that the environment names another one. `open_catalogs` can be
    seen to take a new schema; they are looked for only where it is not sure that a catalog can be made.
    """

    target: str
    host: str
    user: str
    warehouse: str
    warehouse_state: str
    capabilities: tuple[Capability, ...]
    catalogs: tuple[str, ...]
    remark: str = ""
    open_catalogs: tuple[str, ...] = ()


def about(ws: Workspace) -> TargetFacts:
    """Everything that can be found out about a workspace. Raises WizardError only if we are nobody there."""
    with _side_by_side() as pool:
        me = pool.submit(lambda: ws.user)
        metastore = pool.submit(ws.client.metastores.summary)
        looks: tuple[tuple[str, str, Callable[[], _Found]], ...] = (
            ("SQL warehouse", "listing the SQL warehouses", lambda: _warehouse(ws)),
            ("Spark Connect", "reaching Spark Connect", lambda: _spark(ws)),
            ("jobs", "listing jobs", lambda: _jobs(ws)),
            ("Unity Catalog", "asking for the metastore", lambda: _unity_catalog(metastore)),
            ("create catalogs", "reading your privileges on the metastore", lambda: _create_catalogs(ws, metastore)),
        )
        capabilities = [pool.submit(_capability, *look) for look in looks]
        catalogs = pool.submit(_catalogs, ws)
        user = me.result()
        found = tuple(capability.result() for capability in capabilities)
        name, state = _named(ws) if found[0].ok else ("", "")
        makes_catalogs, names = found[-1].ok, catalogs.result()
        open_ = () if makes_catalogs or not names else _open_catalogs(ws)
        return TargetFacts(ws.target, ws.host, user, name, state, found, names, ws.remark, open_)


@contextmanager
def _side_by_side() -> Iterator[ThreadPoolExecutor]:
    pool = ThreadPoolExecutor(READS_AT_ONCE, thread_name_prefix="about")
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # whoever cannot be reached is not waited for again


def _capability(name: str, doing: str, look: Callable[[], _Found]) -> Capability:
    try:
        with advised(doing):
            ok, detail = look()
    except WizardError as error:
        ok, detail = (False if _is_refusal(error) else None), error.message.splitlines()[0]
    return Capability(name, ok, detail)


def _is_refusal(error: WizardError) -> bool:
    """Whether an error says no, rather than that nobody answered."""
    names = {cls.__name__ for cls in type(error.__cause__).__mro__}
    return isinstance(error, PreflightError) or bool(names & {"PermissionDenied", "NotFound"})


def _warehouse(ws: Workspace) -> _Found:
    name, state = _named(ws)
    size = f", {ws.warehouse.cluster_size}" if ws.warehouse.cluster_size else ""
    starts = "" if state == "RUNNING" else "; it starts with the first statement"
    return True, f"{name}{size}, {state.lower() or 'in an unknown state'}{starts}"


def _named(ws: Workspace) -> tuple[str, str]:
    """The warehouse's name and state."""
    return ws.warehouse.name or "", ws.warehouse.state.value if ws.warehouse.state else ""


def _spark(ws: Workspace) -> _Found:
    """Opening a session takes seconds and starts compute: only a port that is ours to call is called."""
    if not ws.spark_at:
        cluster = ws.client.config.cluster_id
        return None, f"on {f'cluster {cluster}' if cluster else 'serverless compute'}; known when a session is opened"
    host, _, port = ws.spark_at.rpartition(":")
    with socket.create_connection((host, int(port)), SECONDS):
        return True, f"answers at {ws.spark_at}"


def _jobs(ws: Workspace) -> _Found:
    """Everybody who may see the jobs of a workspace may make some."""
    next(iter(ws.client.jobs.list(limit=1)), None)
    return True, "can be created and run"


def _unity_catalog(metastore: Future[GetMetastoreSummaryResponse]) -> _Found:
    found = metastore.result()
    where = f" in {found.region}" if found.region else ""
    return True, f"metastore {found.name or found.metastore_id}{where}"


def _create_catalogs(ws: Workspace, metastore: Future[GetMetastoreSummaryResponse]) -> _Found:
    """By grant to us or a group of ours, or as the metastore's owner; no grant is no proof that it cannot be done."""
    found = metastore.result()
    if not found.storage_root:
        return False, ("the metastore has no storage of its own: catalogs are made in Catalog Explorer. "
                       "Choose one that is there")  # fmt: skip
    ours = [ws.user, *(group.display or "" for group in ws.me.groups or [])]
    if found.owner in ours:
        return True, f"{found.owner} owns the metastore"
    names = dict.fromkeys([*ours[: GROUPS_ASKED + 1], grants.EVERYONE])
    with _side_by_side() as pool:
        held = pool.map(lambda name: _held(ws, found.metastore_id or "", name), names)
        by = next((name for name, privileges in zip(names, held, strict=True) if "CREATE_CATALOG" in privileges), None)
    return (True, f"granted to {by}") if by else (None, "no grant of CREATE CATALOG to you can be seen")


def _held(ws: Workspace, metastore: str, name: str) -> frozenset[str]:
    """What is granted to a name on the metastore, as far as we may see; it knows only groups of the account."""
    try:
        return grants.effective(ws, "metastore", metastore, name)
    except WizardError:
        return frozenset()


def _open_catalogs(ws: Workspace) -> tuple[str, ...]:
    with closing(Rights(ws)) as rights:
        return rights.catalogs()


def _catalogs(ws: Workspace) -> tuple[str, ...]:
    """None if they cannot be listed: a demo's own is looked for again when it is planned."""
    try:
        return tuple(sorted(found.name or "" for found in ws.client.catalogs.list() if may_hold_a_demo(found)))
    except Exception:  # whatever it is, Unity Catalog's capability says it better
        return ()
