"""A spec as far as it could be read, for the checks.

All problems are shown at once: a typo in one column must not hide a dangling reference in another. So the checks do not
look at a `DemoSpec`, which exists only when everything fits its model, but at a draft of its pieces, in which what did
not fit is None. The checks say nothing about a None: it has been reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wizard.spec import columns, model
from wizard.spec.brand import Brand
from wizard.spec.nodes import Plain
from wizard.spec.story import Incident, Insight

_SOURCES = ("rows", "part_of")


@dataclass(frozen=True, slots=True)
class TableDraft:
    """A table: its columns in order, what refers to them, and where its rows come from.

    Not `whole`: it has keys that nobody understood. `sources` are those of `rows` and `part_of` that it has, well
    written or not.
    """

    columns: dict[str, columns.Column | None] = field(default_factory=dict)
    primary_key: str | None = None
    cluster_by: list[str] = field(default_factory=list)
    part_of: model.PartOf | None = None
    sources: frozenset[str] = frozenset()
    missing: float = 0.0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class JobDraft:
    """A job: its name, its tasks in order, when it runs by itself, and the names of its parameters."""

    name: str | None
    tasks: list[model.Task | None]
    schedule: model.Schedule | None
    parameters: list[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """The pieces of a spec."""

    catalog: str | None = None
    schema: str | None = None
    as_of: date | None = None
    brand: Brand | None = None
    tables: dict[str, TableDraft] = field(default_factory=dict)
    incidents: dict[str, Incident | None] = field(default_factory=dict)
    views: dict[str, model.View | None] = field(default_factory=dict)
    insights: dict[str, Insight | None] = field(default_factory=dict)
    quality: list[model.QualityRule | None] = field(default_factory=list)
    grants: list[model.Grant | None] = field(default_factory=list)
    jobs: dict[str, JobDraft] = field(default_factory=dict)


def salvage(data: dict[str, Plain]) -> Draft:
    """The draft of a spec's data, whether or not it fits its model."""
    return Draft(
        catalog=_text(data.get("catalog")),
        schema=_text(data.get("schema")),
        as_of=_piece(model.Day, data.get("as_of")),
        brand=_piece(Brand, data.get("brand", {})),
        tables={name: _table(_mapping(raw)) for name, raw in _mapping(data.get("tables")).items()},
        incidents={name: _piece(Incident, raw) for name, raw in _mapping(data.get("incidents")).items()},
        views={name: _piece(model.View, raw) for name, raw in _mapping(data.get("views")).items()},
        insights={name: _piece(Insight, raw) for name, raw in _mapping(data.get("insights")).items()},
        quality=[_piece(model.QualityRule, raw) for raw in _list(data.get("quality"))],
        grants=[_piece(model.Grant, raw) for raw in _list(data.get("grants"))],
        jobs={name: _job(_mapping(raw)) for name, raw in _mapping(data.get("jobs")).items()},
    )


def _table(raw: dict[str, Plain]) -> TableDraft:
    cells = {name: _piece(columns.Column, column) for name, column in _mapping(raw.get("columns")).items()}
    cluster_by = [name for name in _list(raw.get("cluster_by")) if isinstance(name, str)]
    return TableDraft(
        columns=cells,
        primary_key=_text(raw.get("primary_key")),
        cluster_by=cluster_by,
        part_of=_piece(model.PartOf | None, raw.get("part_of")),
        sources=frozenset(source for source in _SOURCES if raw.get(source) is not None),
        missing=_number(raw.get("missing")),
        whole=raw.keys() <= model.Table.model_fields.keys(),
    )


def _job(raw: dict[str, Plain]) -> JobDraft:
    return JobDraft(
        _text(raw.get("name")),
        [_piece(model.Task, task) for task in _list(raw.get("tasks"))],
        _piece(model.Schedule | None, raw.get("schedule")),
        [*_mapping(raw.get("parameters"))],
    )


def _piece(kind: Any, raw: Plain) -> Any:
    try:
        return _adapter(kind).validate_python(raw)
    except ValidationError:
        return None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _text(raw: Plain) -> str | None:
    return raw if isinstance(raw, str) else None


def _number(raw: Plain) -> float:
    return float(raw) if isinstance(raw, int | float) else 0.0


def _mapping(raw: Plain) -> dict[str, Plain]:
    return raw if isinstance(raw, dict) else {}


def _list(raw: Plain) -> list[Plain]:
    return raw if isinstance(raw, list) else []
