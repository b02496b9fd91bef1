"""Cells as the statement API sends them: every value a string, or null.

JSON_ARRAY results hold strings only; how a timestamp, a double or a struct is written is part of the contract that
clients parse (Databricks docs, statement execution: timestamps in ISO 8601 with milliseconds and Z, nested values as
JSON).
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def rows(table: pa.Table) -> list[list[str | None]]:
    """Return the rows of an Arrow table as strings."""
    if table.num_columns == 0:
        return []
    return [list(row) for row in zip(*(_column(column) for column in table.columns), strict=True)]


def _column(column: pa.ChunkedArray) -> list[str | None]:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.types as at

    kind = column.type
    if at.is_string(kind) or at.is_large_string(kind):
        return column.to_pylist()  # type: ignore[no-any-return]
    if at.is_integer(kind) or at.is_date(kind):
        return column.cast(pa.string()).to_pylist()  # type: ignore[no-any-return]
    if at.is_timestamp(kind):
        return _timestamps(column)
    if str(kind) in ("month_interval", "null"):
        # pyarrow has no Python value for year-month intervals; their storage is a count of months.
        months = pa.chunked_array([pa.Array.from_buffers(pa.int32(), len(c), c.buffers(), offset=c.offset)
                                   for c in column.chunks], pa.int32()) if str(kind) != "null" else column  # fmt: skip
        return [None if m is None else f"{'-' if m < 0 else ''}{abs(m) // 12}-{abs(m) % 12}" for m in months.to_pylist()]
    if at.is_dictionary(kind):
        return _column(pc.cast(column, kind.value_type))
    write = _writer(kind)
    return [None if value is None else write(value) for value in column.to_pylist()]


def _timestamps(column: pa.ChunkedArray) -> list[str | None]:
    """Return `2026-01-01T00:00:00.000Z`; without the Z for timestamp_ntz. Finer digits appear only if there are any."""
    zone = "Z" if column.type.tz else ""
    naive = [None if v is None else v.replace(tzinfo=None) for v in column.to_pylist()]
    return [None if v is None else _moment(v) + zone for v in naive]


def _moment(value: datetime) -> str:
    return value.isoformat(timespec="microseconds" if value.microsecond % 1000 else "milliseconds")


def _writer(kind: pa.DataType) -> Callable[[Any], str]:
    """Return how a value of a type is written."""
    import pyarrow.types as at

    if at.is_boolean(kind):
        return lambda value: "true" if value else "false"
    if at.is_floating(kind):
        return double if at.is_float64(kind) else single
    if at.is_decimal(kind):
        return lambda value: f"{value:f}"
    if at.is_binary(kind) or at.is_large_binary(kind):
        return lambda value: base64.b64encode(value).decode()
    if at.is_duration(kind):
        return _duration
    return lambda value: json.dumps(_nested(value, kind), ensure_ascii=False, separators=(",", ":"))


def double(value: float) -> str:
    """Return a double as Spark writes it: shortest digits, `1.0E10` from ten million on and below a thousandth."""
    return _java(value, repr(abs(value)))


def single(value: float) -> str:
    """Return a 32-bit float as Spark writes it."""
    import numpy as np

    return _java(value, str(np.float32(abs(value))))


def _java(value: float, digits: str) -> str:
    if math.isnan(value):
        return "NaN"
    sign = "-" if math.copysign(1, value) < 0 else ""
    if math.isinf(value):
        return f"{sign}Infinity"
    exact = Decimal(digits)
    if exact == 0 or Decimal("0.001") <= exact < Decimal(10_000_000):
        text = f"{exact:f}"
        return sign + (text if "." in text else f"{text}.0")
    _, figures, _ = exact.as_tuple()
    significant = "".join(map(str, figures)).strip("0")
    return f"{sign}{significant[0]}.{significant[1:] or '0'}E{exact.adjusted()}"


def _duration(value: timedelta) -> str:
    """Return a day-time interval as Spark writes it: `1 02:03:04.500000000`."""
    micros = value // timedelta(microseconds=1)
    sign, micros = ("-" if micros < 0 else ""), abs(micros)
    seconds, fraction = divmod(micros, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    return f"{sign}{days} {hours:02}:{minutes:02}:{seconds:02}.{fraction:06}000"


def _nested(value: Any, kind: pa.DataType) -> Any:
    """Return a nested value as JSON: every leaf a string, as the statement API sends it."""
    import pyarrow.types as at

    if value is None:
        return None
    if at.is_list(kind) or at.is_large_list(kind):
        return [_nested(item, kind.value_type) for item in value]
    if at.is_map(kind):
        return {_leaf(key): _nested(item, kind.item_type) for key, item in value}
    if at.is_struct(kind):
        return {field.name: _nested(value[field.name], field.type) for field in kind}
    return _leaf(value)


def _leaf(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return double(value)
    if isinstance(value, datetime):
        return _moment(value.replace(tzinfo=None)) + ("Z" if value.tzinfo else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)
