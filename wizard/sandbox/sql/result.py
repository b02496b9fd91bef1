"""What a statement answers: columns with SQL types, and rows of strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wizard.sandbox.sql import cells, types

if TYPE_CHECKING:
    import pyarrow as pa

Row = list[str | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result: its name and SQL type, e.g. `decimal(10,2)`."""

    name: str
    type_text: str


@dataclass(frozen=True, slots=True)
class Result:
    """The rows of a finished statement.

    `truncated` says that limits cut it. `catalog` and `schema` are set by USE: what the next statement of a script
    starts from.
    """

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    truncated: bool = False
    catalog: str | None = None
    schema: str | None = None


def of_arrow(table: pa.Table, max_rows: float = float("inf")) -> Result:
    """Return an Arrow table as a result of at most `max_rows` rows."""
    truncated = table.num_rows > max_rows
    kept = table.slice(0, int(max_rows)) if truncated else table
    columns = [Column(f.name, types.from_arrow(f.type)) for f in table.schema]
    return Result(columns, cells.rows(kept), truncated=truncated)


def of_rows(columns: str, rows: Iterable[Sequence[object]] = ()) -> Result:
    """Return rows made here. `columns` reads `name type, name type`; True and False are written as SQL does."""
    named = [Column(*column.strip().split(" ", 1)) for column in columns.split(", ")]
    return Result(named, [[_text(value) for value in row] for row in rows])


def done() -> Result:
    """Return the answer of a statement that has nothing to say."""
    return Result()


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
