"""Ways through a draft that several checks take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wizard.spec.columns import Column
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.problems import Finding, Path, did_you_mean, listed


class Cell(NamedTuple):
    """A column where it stands: its path, its table, and the names of the columns before it."""

    path: Path
    name: str
    column: Column
    table: TableDraft
    before: tuple[str, ...]

    @property
    def home(self) -> str:
        """The name of its table."""
        return str(self.path[1])


def cells(draft: Draft) -> Iterator[Cell]:
    """Every column that could be read."""
    for table_name, table in draft.tables.items():
        names = tuple(table.columns)
        for index, (name, column) in enumerate(table.columns.items()):
            if column is not None:
                path = ("tables", table_name, "columns", name)
                yield Cell(path, name, column, table, names[:index])


def not_among(path: Path, name: str, what: str, known: Iterable[str], where: str = "") -> Finding | None:
    """A finding where `name` is not known. Where nothing is known, what should be there was reported already."""
    words = list(known)
    if name in words or not words:
        return None
    return Finding(path, f"there is no {what} {name!r}{where}", did_you_mean(name, words))


def not_before(cell: Cell, path: Path, name: str) -> Finding | None:
    """A finding where `name` is not a column that stands before this one."""
    if name in cell.before:
        return None
    if name == cell.name:
        return Finding(path, f"{name!r} refers to itself", "Name a column above it.")
    if name in cell.table.columns:
        return Finding(path, f"{name!r} comes after {cell.name!r}", f"Move {name} above {cell.name}.")
    return Finding(path, f"there is no column {name!r} in this table", did_you_mean(name, cell.before))


def not_suited(cell: Cell, path: Path, name: str, wanted: str, suits: Iterable[str]) -> Finding | None:
    """A finding where `name` is not an earlier column of those that suit, which are `wanted`, e.g. a choice.

    Nothing is said of a column that could not be read, or whose lookup leads nowhere: that was reported.
    """
    if finding := not_before(cell, path, name):
        return finding
    names = [other for other in suits if other in cell.before]
    column = cell.table.columns[name]
    if column is None or name in names:
        return None
    hint = f"Write one of these: {listed(names)}." if names else f"Add {wanted} above {cell.name}."
    return Finding(path, f"{name!r} is of kind {column.kind}, not {wanted}", hint)
