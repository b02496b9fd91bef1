"""Values that other tables choose their parents by: exact shares, and rows that can be found by value.

A column that a foreign key's `match` or `favor` names is drawn from the row's place in a shuffle of the table's rows.
So each value owns a block of places, and "any parent in the North" is a place in that block, led back to its row.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from wizard.datagen import draws
from wizard.datagen.cases import cumulated
from wizard.datagen.rows import shuffle
from wizard.datagen.sheet import Cell
from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.columns import Choice, ForeignKey, Region
from wizard.spec.model import DemoSpec


class Block(NamedTuple):
    """The places start … end - 1 that one value owns; `end` equals `start` where a small table has no such row."""

    value: str
    start: int
    end: int

    @property
    def size(self) -> int:
        """How many rows have the value."""
        return self.end - self.start


def quota(cell: Cell) -> str | None:
    """SQL of a column's draw in (0, 1) if foreign keys address its values, else None: then any draw will do.

    Over all rows of the table it takes each of (place + 1/2) / rows once.
    """
    if not _addressed(cell.spec, cell.row.table, cell.name):
        return None
    place = shuffle.place(_namer(cell), _salt(cell.spec, cell.row.table, cell.name), cell.row_id, cell.rows)
    return f"((CAST({place} AS DOUBLE) + 5E-1) / {literal(float(cell.rows))})"


def weights(spec: DemoSpec, table: str, column: str) -> dict[str, float]:
    """Weight by value of a choice, the values aside that `by` gives it, or of a region."""
    match spec.tables[table].columns[column]:
        case Choice(values=dict() as values):
            return values
        case Choice(values=list() as values):
            return dict.fromkeys(values, 1.0)
        case Region(weights=own):
            places = spec.brand.regions
            given = own or [place.weight for place in places]
            return {place.name: weight for place, weight in zip(places, given, strict=False)}
    raise UsageError(f"{table}.{column} has no values by weight.", "Name a column of kind choice or region.")


def blocks(spec: DemoSpec, table: str, column: str) -> list[Block]:
    """Which places of the shuffle each value owns, in the order of the values: exactly the rows that have it.

    Raises `UsageError` for a column whose values are not all drawn by the same weights.
    """
    model = spec.tables[table].columns[column]
    if model.nulls or (isinstance(model, Choice) and model.by is not None):
        hint = "Let foreign keys go by a choice or region without `by` and without nulls."
        raise UsageError(f"How many rows of {table} have which {column} is not known.", hint)
    rows = spec.rows_of(table)
    shares = {value: weight for value, weight in weights(spec, table, column).items() if weight > 0}
    borders = [0, *(_places_below(end, rows) for end in cumulated(list(shares.values())))]
    return [Block(value, *border) for value, border in zip(shares, pairwise(borders), strict=True)]


def row_at(cell: Cell, place: str, table: str, column: str) -> str:
    """SQL of the number (BIGINT) of the row of `table` at a place of the shuffle of `column`."""
    return shuffle.row(_namer(cell), _salt(cell.spec, table, column), place, cell.spec.rows_of(table))


def _addressed(spec: DemoSpec, table: str, column: str) -> bool:
    keys = [key for model in spec.tables.values() for key in model.columns.values() if isinstance(key, ForeignKey)]
    ways = [way for key in keys if key.table == table for way in (key.match, key.favor)]
    return any(way is not None and way.column == column for way in ways)


def _places_below(share: float, rows: int) -> int:
    """How many places have a draw below `share`, by the very arithmetic that the SQL does."""
    place = max(0, round(share * rows) - 1)
    while place < rows and (place + 0.5) / rows < share:
        place += 1
    return place


def _salt(spec: DemoSpec, table: str, column: str) -> int:
    return draws.salt(spec.seed, table, column, "quota")


def _namer(cell: Cell) -> shuffle.Name:
    return lambda what, sql: cell.shared(what, sql, "bigint")
