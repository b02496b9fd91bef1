"""The whole description of a demo, put together: what `specs show` prints and the app will show."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date

from wizard.errors import UsageError
from wizard.portrait.effects import Effect, effects, wanted
from wizard.portrait.incidents import Happening, happenings
from wizard.portrait.profile import TableProfile, profile
from wizard.portrait.relations import Node, forest
from wizard.portrait.sample import Queries, sample
from wizard.spec.model import DemoSpec

_AT_ONCE = 3
"""Tables made at the same time: while the engine plans one query, the SQL of the next is written."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the talk track; `incident` is what it uncovers, if anything."""

    name: str
    question: str
    incident: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """A demo before it is made. `views` are comments by name; `tables` are those that were asked for."""

    industry: str
    title: str
    company: str
    story: str
    place: str
    size: str | int
    seed: int
    as_of: date
    incidents: tuple[Happening, ...]
    questions: tuple[Question, ...]
    relations: tuple[Node, ...]
    views: dict[str, str]
    tables: tuple[TableProfile, ...]


def portray(spec: DemoSpec, engine: Queries, tables: Sequence[str] = (), examples: int = 5) -> Portrait:
    """The portrait of a skinned spec, with the profiles of `tables`, or of all. Raises UsageError for unknown ones."""
    chosen = tables or tuple(spec.tables)
    for table in chosen:
        if table not in spec.tables:
            raise UsageError(f"The spec has no table {table}.", f"It has: {', '.join(spec.tables)}.")
    profiles, measured = _measured(spec, engine, chosen, examples)
    return Portrait(
        spec.industry, spec.title, spec.brand.company, spec.story, spec.demo_id, spec.size, spec.seed, spec.as_of,
        tuple(replace(found, measured=measured.get(found.name, ())) for found in happenings(spec)),
        tuple(Question(name, found.question, found.incident or "") for name, found in spec.insights.items()),
        tuple(forest(spec)),
        {name: view.comment for name, view in spec.views.items()},
        profiles,
    )  # fmt: skip


def _measured(
    spec: DemoSpec, engine: Queries, tables: Sequence[str], examples: int
) -> tuple[tuple[TableProfile, ...], dict[str, tuple[Effect, ...]]]:
    """The profiles of tables, and what was measured of the incidents in them."""

    def measure(table: str) -> tuple[TableProfile, dict[str, tuple[Effect, ...]]]:
        found = sample(spec, table, engine, wanted=wanted(spec, table))
        return profile(spec, found, examples), {name: effects(spec, name, found) for name in found.tests}

    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        widest = sorted(tables, key=lambda table: len(spec.tables[table].columns), reverse=True)
        made = dict(zip(widest, pool.map(measure, widest), strict=True))  # the longest first, or all wait for it alone
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # who presses Ctrl+C does not wait for a query
    found = [made[table] for table in tables]
    return tuple(table for table, _ in found), {name: seen for _, some in found for name, seen in some.items()}
