"""Cells as the statement API sends them: every value a string, or null.

JSON_ARRAY results hold strings only; how a timestamp, a double or a struct is written is part of the contract that
clients parse (Databricks docs, "Statement execution": timestamps in ISO 8601 with milliseconds and Z, nested values as
JSON). Arrow's own Python values are avoided for timestamps and durations: asking for one imports pandas, half a second.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = "month_interval"
Cells = list[str | None]


def rows(table: pa.Table) -> list[Cells]:
    """Return the rows of an Arrow table as strings."""
    if table.num_columns == 0:
        return []
    kinds = table.schema.types
    if _MONTHS in map(str, kinds):
        table = _months_as_numbers(table)
    cells = (_column(column, kind) for column, kind in zip(table.columns, kinds, strict=True))
    return [list(row) for row in zip(*cells, strict=True)]


def _months_as_numbers(table: pa.Table) -> pa.Table:
    """Return the table with year-month intervals as counts of months.

    Arrow stores them so, but pyarrow has no array class for them: the batches are read anew under another schema.
    """
    import pyarrow as pa
    from pyarrow import ipc

    fields = [pa.field(f.name, pa.int32()) if str(f.type) == _MONTHS else f for f in table.schema]
    schema = pa.schema(fields)
    batches = [ipc.read_record_batch(batch.serialize(), schema) for batch in table.to_batches()]
    return pa.Table.from_batches(batches, schema)


def _column(column: pa.ChunkedArray, kind: pa.DataType) -> Cells:
    import pyarrow as pa
    from pyarrow import types as at

    if at.is_integer(kind) or at.is_date(kind) or at.is_string(kind) or at.is_large_string(kind):
        return column.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
    if at.is_timestamp(kind):
        micros = column.cast(pa.timestamp("us", kind.tz)).cast(pa.int64()).to_pylist()
        return [None if value is None else _moment(value, kind.tz) for value in micros]
    if at.is_duration(kind):
        micros = column.cast(pa.duration("us")).cast(pa.int64()).to_pylist()
        return [None if value is None else _duration(value) for value in micros]
    if str(kind) == _MONTHS:
        return [None if value is None else _months(value) for value in column.to_pylist()]
    values = (column.cast(_naive(kind)) if at.is_nested(kind) else column).to_pylist()
    write = _writer(kind)
    return [None if value is None else write(value) for value in values]


def _naive(kind: pa.DataType) -> pa.DataType:
    """Return a nested type with its time zones taken off; who writes the value knows of them from the type."""
    import pyarrow as pa
    from pyarrow import types as at

    if at.is_timestamp(kind):
        return pa.timestamp("us")
    if at.is_list(kind) or at.is_large_list(kind):
        return pa.list_(_naive(kind.value_type))
    if at.is_map(kind):
        return pa.map_(_naive(kind.key_type), _naive(kind.item_type))
    if at.is_struct(kind):
        return pa.struct([pa.field(field.name, _naive(field.type)) for field in kind])
    return kind


def _moment(micros: int, zone: str | None) -> str:
    """Return `2026-01-01T00:00:00.000Z`, without Z for a timestamp_ntz; finer digits appear only if there are any."""
    value = _EPOCH + timedelta(microseconds=micros)
    digits = "microseconds" if value.microsecond % 1000 else "milliseconds"
    return value.replace(tzinfo=None).isoformat(timespec=digits) + ("Z" if zone else "")


def _writer(kind: pa.DataType) -> Callable[[Any], str]:
    """Return how a value of a type is written."""
    from pyarrow import types as at

    if at.is_floating(kind):
        return double if at.is_float64(kind) else single
    if at.is_nested(kind):
        return lambda value: json.dumps(_nested(value, kind), ensure_ascii=False, separators=(",", ":"))
    return _leaf


def double(value: float) -> str:
    """Return a double as Spark writes it: shortest digits, `1.0E7` from ten million on and below a thousandth."""
    return _java(value, repr(abs(value)))


def single(value: float) -> str:
    """Return a 32-bit float as Spark writes it."""
    import numpy as np

    return _java(value, str(np.float32(abs(value))))


def _java(value: float, digits: str) -> str:
    sign = "-" if math.copysign(1, value) < 0 else ""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{sign}Infinity"
    exact = Decimal(digits)
    if exact == 0 or Decimal("0.001") <= exact < Decimal(10_000_000):
        text = f"{exact:f}"
        return sign + (text if "." in text else f"{text}.0")
    figures = "".join(map(str, exact.as_tuple().digits)).strip("0")
    return f"{sign}{figures[0]}.{figures[1:] or '0'}E{exact.adjusted()}"


def _duration(micros: int) -> str:
    """Return a day-time interval as Spark writes it: `1 02:03:04.500000000`."""
    sign, micros = ("-" if micros < 0 else ""), abs(micros)
    seconds, fraction = divmod(micros, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{sign}{days} {hours:02}:{minutes:02}:{seconds:02}.{fraction:06}000"


def _months(months: int) -> str:
    """Return a year-month interval as Spark writes it: `1-6`."""
    return f"{'-' if months < 0 else ''}{abs(months) // 12}-{abs(months) % 12}"


def _nested(value: Any, kind: pa.DataType) -> Any:
    """Return a nested value as JSON: every leaf a string, as the statement API sends it."""
    from pyarrow import types as at

    if value is None:
        return None
    if at.is_list(kind) or at.is_large_list(kind):
        return [_nested(item, kind.value_type) for item in value]
    if at.is_map(kind):
        return {_leaf(key): _nested(item, kind.item_type) for key, item in value}
    if at.is_struct(kind):
        return {field.name: _nested(value[field.name], field.type) for field in kind}
    return _leaf(value) + ("Z" if at.is_timestamp(kind) and kind.tz else "")


def _leaf(value: Any) -> str:
    write = next((write for kind, write in _LEAVES if isinstance(value, kind)), str)
    return write(value)


# In this order: a bool is an int as well, a datetime a date.
_LEAVES: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    (float, double),
    (datetime, lambda value: _moment((value.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1), None)),
    (date, lambda value: value.isoformat()),
    (Decimal, lambda value: f"{value:f}"),
    (bytes, lambda value: base64.b64encode(value).decode()),
)
