"""Reads what a plan needs to know: only GETs, and few of them.

Independent reads go side by side, because a workspace answers in tens to hundreds of milliseconds each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from wizard.errors import WizardError
from wizard.plan.observed import Grants, Observed, Seen
from wizard.workspace import grants, jobs
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised, is_missing

T = TypeVar("T")
READS_AT_ONCE = 8


def observe(
    ws: Workspace, catalog: str, schema: str, principals: Iterable[str], job_names: Mapping[str, str],
    *, may_be_closed: bool = False,
) -> Observed:
    """The facts about one demo. `job_names` are job names by the key that the spec gives them.

    A catalog or schema that we may not look into is an error, unless it `may_be_closed`: then it is noted as such.
    """
    full_schema = f"{catalog}.{schema}"
    closed: set[str] = set()

    def look(name: str, doing: str, read: Callable[[], T]) -> T | None:
        return _unless_closed(lambda: _or_none(read, doing), name, closed if may_be_closed else None)

    with ThreadPoolExecutor(READS_AT_ONCE) as pool:
        user = pool.submit(lambda: ws.user)
        in_catalog = pool.submit(
            look, catalog, f"reading catalog {catalog}", lambda: _seen(ws.client.catalogs.get(catalog))
        )
        in_schema = pool.submit(
            look, full_schema, f"reading {full_schema}", lambda: _seen(ws.client.schemas.get(full_schema))
        )
        tables = pool.submit(
            look, full_schema, f"listing the tables of {full_schema}", lambda: _tables(ws, catalog, schema)
        )
        on_catalog = pool.submit(
            look, catalog, f"reading grants on {catalog}", lambda: grants.granted(ws, "catalog", catalog)
        )
        on_schema = pool.submit(
            look, full_schema, f"reading grants on {full_schema}", lambda: grants.granted(ws, "schema", full_schema)
        )
        unknown = pool.submit(grants.unknown_principals, ws, tuple(principals))
        found = {key: pool.submit(jobs.find, ws, name, full_schema) for key, name in job_names.items()}
        return Observed(
            target=ws.target,
            host=ws.host,
            user=user.result(),
            catalog=in_catalog.result(),
            schema=in_schema.result(),
            tables=tables.result() or {},
            catalog_grants=on_catalog.result() or _none(),
            schema_grants=on_schema.result() or _none(),
            unknown_principals=unknown.result(),
            jobs={key: job for key, future in found.items() if (job := future.result()) is not None},
            closed=frozenset(closed),
        )


def _none() -> Grants:
    return {}


def _or_none(read: Callable[[], T], doing: str) -> T | None:
    with advised(doing):
        try:
            return read()
        except Exception as error:
            if is_missing(error):
                return None
            raise


def _unless_closed(read: Callable[[], T | None], name: str, closed: set[str] | None) -> T | None:
    """None for what we may not look at, noted in `closed`; without that it is an error."""
    try:
        return read()
    except WizardError as error:
        if closed is None or type(error.__cause__).__name__ != "PermissionDenied":
            raise
        closed.add(name)
        return None


def _seen(info: Any) -> Seen:
    return Seen(properties=dict(info.properties or {}), owner=info.owner or "")


def _tables(ws: Workspace, catalog: str, schema: str) -> dict[str, Seen]:
    return {
        table.name or "": Seen(
            properties=dict(table.properties or {}),
            kind=table.table_type.value if table.table_type else "",
            owner=table.owner or "",
        )
        for table in ws.client.tables.list(catalog, schema)
    }


