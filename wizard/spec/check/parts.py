"""Tables that are part of others: how many parts, the columns that only they have, and what wholes sum up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.spec.check.graph import cycles
from wizard.spec.check.reads import all_reads
from wizard.spec.check.types import TIMES, sort_of, sorted_as
from wizard.spec.check.walk import Cell, cells, not_among, not_suited
from wizard.spec.check.weights import weights
from wizard.spec.columns import History, Parent, Position, Progress, Rollup
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.parts import BLOCK, block
from wizard.spec.problems import Finding, Path

MOST = 20
"""Parts that a whole can have."""
_ONLY_PARTS = (Parent, Position, History, Progress)


def check(draft: Draft) -> Iterator[Finding]:
    """Counts that no whole can have, kinds outside their place, sums of nothing, sums that need themselves."""
    for name, table in draft.tables.items():
        if table.part_of is not None:
            yield from _counts(("tables", name, "part_of", "count"), table.part_of.count)
            yield from _parents(("tables", name), table)
    for cell in cells(draft):
        column = cell.column
        if isinstance(column, _ONLY_PARTS) and "part_of" not in cell.table.sources:
            hint = "Say which table this one is part_of, or use another kind."
            yield Finding((*cell.path, "kind"), f"{column.kind} has its place in a table that is part of another", hint)
        elif isinstance(column, Progress):
            yield from _progress(cell, column)
        elif isinstance(column, History):
            times = sorted_as(draft, cell.home, cell.before, TIMES)
            finding = not_suited(cell, (*cell.path, "start"), column.start, "a date or timestamp", times)
            yield from (finding,) if finding else ()
        elif isinstance(column, Rollup):
            yield from _rollup(draft, cell, column)
    yield from _circles(draft)


def _counts(path: Path, counts: dict[str, float]) -> Iterator[Finding]:
    strange = [n for n in counts if not re.fullmatch(r"0|[1-9][0-9]?", n, re.ASCII) or int(n) > MOST]
    for number in strange:
        hint = f"Write {{number of parts: weight}}, numbers from 0 to {MOST}."
        yield Finding((*path, number), f"{number!r} is no number of parts", hint, on_key=True)
    bad = list(weights(path, counts))
    yield from bad
    if strange or bad:
        return
    made = block(counts)
    if not any(made):
        hint = f"Give a number above 0 more weight: they are counted in {BLOCK}ths."
        yield Finding(path, "no whole has any part", hint)
        return
    for number in [n for n, weight in counts.items() if weight and int(n) not in made]:
        hint = f"Give it about one {BLOCK}th of the weight, or remove it: counts are apportioned to {BLOCK} wholes."
        yield Finding((*path, number), f"no whole would have {number} parts: its weight is too small", hint)


def _parents(path: Path, table: TableDraft) -> Iterator[Finding]:
    parents = [name for name, column in table.columns.items() if isinstance(column, Parent)]
    if not parents and table.columns and None not in table.columns.values():
        hint = "Add one: it holds the key of the row that this one belongs to."
        yield Finding((*path, "part_of"), "the table has no column of kind parent", hint, on_key=True)
    for name in parents[1:]:
        hint = f"{parents[0]} holds the parent's key already: remove {name}."
        yield Finding((*path, "columns", name, "kind"), "a table has one column of kind parent", hint)


def _progress(cell: Cell, column: Progress) -> Iterator[Finding]:
    path = (*cell.path, "values")
    for index, value in enumerate(column.values):
        if value in column.values[:index]:
            yield Finding((*path, index), f"{value!r} stands here twice", "Each stage has a name of its own.")
    counts = cell.table.part_of.count if cell.table.part_of else {}
    most = max((int(number) for number in counts if number.isdecimal()), default=0)
    if len(column.values) < most <= MOST:
        what = f"{len(column.values)} stages are too few: a whole has up to {most} parts"
        yield Finding(path, what, "Add stages, or let wholes have fewer parts.")


def _rollup(draft: Draft, cell: Cell, column: Rollup) -> Iterator[Finding]:
    path = (*cell.path, "of")
    if missing := not_among(path, column.of, "table", draft.tables):
        yield missing
        return
    parts = draft.tables[column.of]
    if parts.part_of is None or parts.part_of.table != cell.home:
        if parts.part_of is not None or "part_of" not in parts.sources:
            hint = f"Give {column.of} part_of: {{table: {cell.home}, count: …}}, or name a table that has it."
            yield Finding(path, f"{column.of!r} is not part_of {cell.home}", hint)
        return
    if column.function == "count":
        if column.column is not None:
            hint = "Remove it, or name another function."
            yield Finding((*cell.path, "column"), "a count counts rows, not a column", hint, on_key=True)
    else:
        yield from _summed(draft, cell, column, parts)
    if column.type is not None and column.function != "sum":
        hint = "Remove it: the type follows from what is read."
        yield Finding((*cell.path, "type"), f"means nothing for {column.function}", hint, on_key=True)


def _summed(draft: Draft, cell: Cell, column: Rollup, parts: TableDraft) -> Iterator[Finding]:
    path = (*cell.path, "column")
    if column.column is None:
        yield Finding(path, "is missing", f"{column.function} needs a column of {column.of}.")
    elif missing := not_among(path, column.column, "column", parts.columns, f" in {column.of}"):
        yield missing
    elif column.function == "sum" and sort_of(draft, column.of, column.column) not in {"number", None}:
        hint = "Sum a column of numbers, or use count, min, max, first or last."
        yield Finding(path, f"{column.of}.{column.column} holds no numbers", hint)


def _circles(draft: Draft) -> Iterator[Finding]:
    """Rollups that need themselves. Within a row columns read earlier ones, so every circle has a rollup in it."""
    rollups = [cell for cell in cells(draft) if isinstance(cell.column, Rollup)]
    if not rollups:
        return
    edges = {".".join(place): [".".join(read) for read in reads] for place, reads in all_reads(draft).items()}
    for ring in cycles(edges):
        for cell in rollups:
            if f"{cell.home}.{cell.name}" in ring:
                hint = "Let the parts' column read something else of the whole."
                what = f"columns are made from one another in a circle: {' → '.join(ring)}"
                yield Finding((*cell.path, "column"), what, hint)
                break
