"""An engine of this process alone: a look at rows before there is a workspace to make them in.

It is the sandbox's engine without the sandbox: no server process, no catalog, no files. What it is asked for are
queries that make their rows themselves; the rows are those of every other engine.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from wizard.errors import WizardError

if TYPE_CHECKING:
    import pyarrow as pa

    from wizard.sandbox.engine import Engine


class LocalRows:
    """What a query answered. Values become Python's when they are asked for, which is most of the cost of many rows."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self.count: int = table.num_rows

    def values(self, column: str, at: Sequence[int] | None = None) -> list[Any]:
        """A column's values, those of the rows `at`, or all; none if the query had no rows.

        Timestamps are naive and in UTC, decimals are `decimal.Decimal`.
        """
        if not self.count:
            return []
        found = self._table.column(column)
        return _values(found if at is None else found.take(_integers(at)))


class LocalEngine:
    """SQL in, rows out. Thread-safe."""

    def __init__(self, engine: Future[Engine]) -> None:
        self._engine = engine

    def rows(self, sql: str, doing: str) -> LocalRows:
        """Run one query to its end; raises WizardError, which names what was being done, when the engine refuses it."""
        from wizard.sandbox.sql.engine_errors import EngineError

        try:
            return LocalRows(self._engine.result().query(sql, reads=True))
        except EngineError as error:
            message = f"{doing}: {error.message} [{error.code}]"
            raise WizardError(message, "See the SQL of every column: demo-wizard plan --sql") from None


@contextmanager
def local_engine() -> Iterator[LocalEngine]:
    """An engine that starts (a quarter of a second) while the caller goes on, and is stopped in the end."""
    with ThreadPoolExecutor(1, "local-engine") as starter:
        starting = starter.submit(_started)
        try:
            yield LocalEngine(starting)
        finally:
            starting.result().stop()


def _started() -> Engine:
    from wizard.sandbox.engine import Engine

    engine = Engine()
    with _not_importable("pyspark"):
        engine.start()
        engine.query("SELECT 1")
    return engine


@contextmanager
def _not_importable(module: str) -> Iterator[None]:
    """Hide a module that is not there yet.

    With its first query the engine looks into pyspark for data sources written in Python, and would import all of it:
    half a second, for none.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


def _integers(numbers: Sequence[int]) -> pa.Array:
    """Built from its bytes: to make one from a list, pyarrow would import pandas (half a second)."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(numbers), [None, pa.py_buffer(array("q", numbers))])


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Python values. A time zone is dropped first: pyarrow would import pandas for it (0.3 s), and it is UTC anyway."""
    import pyarrow as pa

    naive = column.cast(pa.timestamp("us")) if pa.types.is_timestamp(column.type) else column
    values: list[Any] = naive.to_pylist()
    return values
