"""How a foreign key chooses its parent: options that go together, and attributes that parents have."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.types import TIMES, sorted_as
from wizard.spec.check.walk import Cell, cells, not_among, not_before, not_suited
from wizard.spec.columns import (
    After,
    Calendar,
    Choice,
    Existing,
    Favor,
    ForeignKey,
    History,
    Match,
    Region,
    Skew,
    Tick,
)
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.lookups import origin
from wizard.spec.problems import Finding, did_you_mean, listed
from wizard.spec.values import known_values, may_have_values
from wizard.spec.values import listed as listed_values

_OPTIONS = ("skew", "match", "favor", "existing", "cycle")
_TOGETHER = ({"skew", "match"}, {"skew", "existing"})


def check(draft: Draft) -> Iterator[Finding]:
    """Options that contradict one another, attributes that say nothing about how many parents have them."""
    for cell in cells(draft):
        column = cell.column
        if not isinstance(column, ForeignKey):
            continue
        yield from _combination(cell, column)
        if column.skew is not None:
            yield from _skew(cell, column.skew)
        parent = draft.tables.get(column.table)
        if parent is None or column.table == cell.home:
            continue
        if column.match is not None:
            yield from _match(draft, cell, column.match, column.table, parent)
        if column.favor is not None:
            yield from _favor(draft, cell, column.favor, column.table, parent)
        if column.existing is not None:
            yield from _existing(draft, cell, column.existing, column.table, parent)


def _combination(cell: Cell, column: ForeignKey) -> Iterator[Finding]:
    used = [name for name in _OPTIONS if getattr(column, name)]
    if len(used) > 1 and set(used) not in _TOGETHER:
        hint = "Together go skew with match, and skew with existing; the others stand alone."
        yield Finding((*cell.path, used[-1]), f"{' and '.join(used)} do not go together", hint, on_key=True)


def _skew(cell: Cell, skew: Skew) -> Iterator[Finding]:
    if skew.share <= skew.top:
        what = f"is not above top ({skew.top:g}), so nothing is skewed"
        yield Finding((*cell.path, "skew", "share"), what, f"Write more than {skew.top:g}, or remove skew.")


def _match(draft: Draft, cell: Cell, match: Match, table: str, parent: TableDraft) -> Iterator[Finding]:
    path = (*cell.path, "match")
    yield from _attribute(cell, "match", match.column, table, parent)
    if finding := not_before(cell, (*path, "to"), match.to):
        yield finding
        return
    theirs, ours = _owned(draft, parent, match.column), known_values(draft, cell.home, match.to)
    if not may_have_values(draft, cell.home, match.to):
        hint = "Name a column of kind choice or region, or a lookup of one."
        yield Finding((*path, "to"), f"nothing lists the values of {match.to!r}", hint)
    strange = [value for value in ours or () if value not in theirs] if theirs else []
    if strange:
        what = f"{match.to!r} can be {strange[0]!r}, which no row of {table} has as {match.column}"
        yield Finding((*path, "to"), what, f"{table}.{match.column} has: {listed(theirs)}.")


def _owned(draft: Draft, parent: TableDraft, name: str) -> list[str]:
    """The values that rows of a table really have: those without weight have none."""
    column = parent.columns.get(name)
    if isinstance(column, Choice) and isinstance(column.values, dict):
        return [value for value, weight in column.values.items() if weight > 0]
    return listed_values(column, draft.brand) or [] if column else []


def _favor(draft: Draft, cell: Cell, favor: Favor, table: str, parent: TableDraft) -> Iterator[Finding]:
    path = (*cell.path, "favor", "weights")
    yield from _attribute(cell, "favor", favor.column, table, parent)
    known = known_values(draft, table, favor.column)
    for value, weight in favor.weights.items():
        if known and value not in known:
            hint = did_you_mean(value, known)
            yield Finding((*path, value), f"{table}.{favor.column} is never {value!r}", hint, on_key=True)
        elif weight < 0:
            yield Finding((*path, value), f"the weight {weight:g} is negative", "Write 0 or more.")
    if known and all(favor.weights.get(value) == 0 for value in known):
        yield Finding(path, "all weights are 0", "Give at least one value a weight above 0.")


def _attribute(cell: Cell, option: str, name: str, table: str, parent: TableDraft) -> Iterator[Finding]:
    """Parents by an attribute are counted beforehand: its values must follow from their weights alone."""
    path = (*cell.path, option, "column")
    if missing := not_among(path, name, "column", parent.columns, f" in {table}"):
        yield missing
        return
    column = parent.columns.get(name)
    if column is None:
        return
    what = None
    if not isinstance(column, Choice | Region):
        what = f"is of kind {column.kind}, not a choice or region"
    elif isinstance(column, Choice) and column.by is not None:
        what = "depends on another column (by)"
    elif column.nulls:
        what = "has nulls"
    if what:
        yield Finding(path, f"{table}.{name} {what}", "Name a choice or region without by and nulls.")


def _existing(draft: Draft, cell: Cell, existing: Existing, table: str, parent: TableDraft) -> Iterator[Finding]:
    path = (*cell.path, "existing")
    if missing := not_among((*path, "column"), existing.column, "column", parent.columns, f" in {table}"):
        yield missing
        return
    column = parent.columns.get(existing.column)
    if column is not None and (not isinstance(column, Calendar) or not column.ordered or column.nulls):
        hint = "Name a date or timestamp with ordered: true and without nulls."
        yield Finding((*path, "column"), f"{table}.{existing.column} does not tell which rows come first", hint)
    times = sorted_as(draft, cell.home, cell.before, TIMES)
    if finding := not_suited(cell, (*path, "time"), existing.time, "a date or timestamp", times):
        yield finding
    elif isinstance(column, Calendar):
        first = _first_day(draft, cell.home, existing.time)
        if first is not None and column.start >= first:
            what = f"{existing.time} begins on day {first}, when no row of {table} is there yet"
            hint = f"Let {table}.{existing.column} start before it: it starts on day {column.start}."
            yield Finding((*path, "column"), what, hint)


def _first_day(draft: Draft, table: str, name: str, hops: int = 0) -> int | None:
    """The day, relative to as_of, before which a column of time has no value."""
    found = origin(draft.tables, table, name)
    match found.column if found else None:
        case Calendar(start=start) | Tick(start=start):
            return start
        case After(of=base) | History(start=base) if found and hops < len(draft.tables[found.table].columns):
            return _first_day(draft, found.table, base, hops + 1)
    return None
