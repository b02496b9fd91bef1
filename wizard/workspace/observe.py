"""Reads what a plan needs to know: only GETs, and few of them.

Independent reads go side by side, because a workspace answers in tens to hundreds of milliseconds each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from wizard.plan.observed import Grants, Observed, Seen
from wizard.workspace import grants, jobs
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised, is_missing

T = TypeVar("T")
READS_AT_ONCE = 8


def observe(
    ws: Workspace, catalog: str, schema: str, principals: Iterable[str], job_names: Mapping[str, str]
) -> Observed:
    """The facts about one demo. `job_names` are job names by the key that the spec gives them."""
    full_schema = f"{catalog}.{schema}"
    with ThreadPoolExecutor(READS_AT_ONCE) as pool:
        user = pool.submit(lambda: ws.user)
        in_catalog = pool.submit(_or_none, lambda: _seen(ws.client.catalogs.get(catalog)), f"reading catalog {catalog}")
        in_schema = pool.submit(_or_none, lambda: _seen(ws.client.schemas.get(full_schema)), f"reading {full_schema}")
        tables = pool.submit(_or_none, lambda: _tables(ws, catalog, schema), f"listing the tables of {full_schema}")
        on_catalog = pool.submit(
            _or_none, lambda: grants.granted(ws, "catalog", catalog), f"reading grants on {catalog}"
        )
        on_schema = pool.submit(
            _or_none, lambda: grants.granted(ws, "schema", full_schema), f"reading grants on {full_schema}"
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


def _seen(info: Any) -> Seen:
    return Seen(properties=dict(info.properties or {}))


def _tables(ws: Workspace, catalog: str, schema: str) -> dict[str, Seen]:
    return {
        table.name or "": Seen(
            properties=dict(table.properties or {}),
            kind=table.table_type.value if table.table_type else "",
        )
        for table in ws.client.tables.list(catalog, schema)
    }


