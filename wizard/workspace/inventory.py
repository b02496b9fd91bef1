"""What lies in a catalog, a schema or a folder of the workspace: read before anything is taken away.

A schema is more than its tables: volumes, functions and registered models live in it as well, and go with it. So all
of them are listed, each as people name it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from wizard.plan.observed import Seen
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised, is_missing
from wizard.workspace.jobs import DEMO_TAG

T = TypeVar("T")
DEFAULT, INFORMATION = "default", "information_schema"
"""The schemas that every catalog has without anybody making them."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a view, by its own name. `kind` is `table` or `view`; `created` is in epoch milliseconds."""

    name: str
    kind: Literal["table", "view"]
    seen: Seen
    created: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a schema holds: its relations, and the rest by kind and name, e.g. `volume raw`."""

    relations: tuple[Relation, ...] = ()
    rest: tuple[str, ...] = ()


def catalog(ws: Workspace, name: str) -> Seen | None:
    """A catalog's properties; None when there is none of that name."""
    return _or_none(lambda: _seen(ws.client.catalogs.get(name)), f"reading catalog {name}")


def schema(ws: Workspace, full_name: str) -> Seen | None:
    """A schema's properties; None when there is none of that name."""
    return _or_none(lambda: _seen(ws.client.schemas.get(full_name)), f"reading schema {full_name}")


def schemas(ws: Workspace, catalog: str) -> list[str]:
    """The names of a catalog's schemas, but for the one that describes it."""
    with advised(f"listing the schemas of {catalog}"):
        found = [one.name or "" for one in ws.client.schemas.list(catalog)]
    return [name for name in found if name != INFORMATION]


def contents(ws: Workspace, catalog: str, schema: str) -> Contents:
    """Everything in a schema that we may see."""
    client = ws.client
    rest: dict[str, Callable[[], Iterator[Any]]] = {
        "volume": lambda: client.volumes.list(catalog, schema),
        "function": lambda: client.functions.list(catalog, schema),
        "model": lambda: client.registered_models.list(catalog_name=catalog, schema_name=schema),
    }

    def listed(kind: str) -> list[str]:
        # A workspace without models has no such list: what it does not know cannot stand in the way.
        found = _or_none(lambda: list(rest[kind]()), f"listing the {kind}s of {catalog}.{schema}")
        return [f"{kind} {one.name}" for one in found or []]

    with ThreadPoolExecutor(1 + len(rest)) as pool:
        relations = pool.submit(_relations, ws, catalog, schema)
        others = [name for names in pool.map(listed, rest) for name in names]
        return Contents(tuple(relations.result()), tuple(others))


def _relations(ws: Workspace, catalog: str, schema: str) -> list[Relation]:
    with advised(f"listing the tables of {catalog}.{schema}"):
        return [
            Relation(
                one.name or "", "view" if one.table_type and one.table_type.value == "VIEW" else "table", _seen(one),
                one.created_at or 0,
            )
            for one in ws.client.tables.list(catalog, schema, omit_columns=True)
        ]


def jobs(ws: Workspace, name: str, demo: str) -> list[int]:
    """The ids of this demo's jobs of that name: names are not unique, tags tell."""
    with advised(f"looking for the job {name}"):
        found = [(job.job_id or 0, (job.settings.tags if job.settings else None) or {})
                 for job in ws.client.jobs.list(name=name)]
    return [number for number, tags in found if tags.get(DEMO_TAG) == demo]


def files(ws: Workspace, folder: str) -> list[tuple[str, str]] | None:
    """The path below the folder and the kind (FILE, NOTEBOOK, …) of everything in it; None when there is no folder."""

    def listed() -> list[tuple[str, str]]:
        # The service answers without /Workspace in front, however it was asked.
        root = folder.removeprefix("/Workspace") + "/"
        return [
            ((one.path or "").removeprefix("/Workspace").removeprefix(root),
             one.object_type.value if one.object_type else "")
            for one in ws.client.workspace.list(folder, recursive=True)
        ]

    return _or_none(listed, f"listing {folder}")


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
