"""SQL types in their four spellings: as written in SQL, in Delta's schema, in Unity Catalog's columns, and in Arrow.

A table's columns are declared once in SQL and must come back the same from the catalog, from the Delta log and in a
result's manifest.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import SqlError, failed, unsupported

if TYPE_CHECKING:
    import pyarrow as pa

DeltaType = str | dict[str, Any]

_CANONICAL = {
    "string": "string", "varchar": "string", "char": "string", "text": "string", "int": "int", "integer": "int",
    "bigint": "bigint", "long": "bigint", "smallint": "smallint", "short": "smallint", "tinyint": "tinyint",
    "byte": "tinyint", "double": "double", "float": "float", "real": "float", "boolean": "boolean", "date": "date",
    "timestamp": "timestamp", "timestamp_ltz": "timestamp", "timestamp_ntz": "timestamp_ntz", "binary": "binary",
}  # fmt: skip
_DELTA = {"int": "integer", "bigint": "long", "smallint": "short", "tinyint": "byte"}
# Unity Catalog's type_name (ColumnInfoTypeName in the SDK's source).
_UNITY = {"bigint": "LONG", "smallint": "SHORT", "tinyint": "BYTE"}
_DECIMALS = ("decimal", "dec", "numeric")


def parse(text: str) -> str:
    """Return the canonical form of a type, e.g. `decimal(10,2)` for `NUMERIC(10, 2)`; raises SqlError."""
    cursor = Cursor(text)
    found = read(cursor)
    cursor.end()
    return found


def read(cursor: Cursor) -> str:
    """Read a type at the cursor and return its canonical form."""
    start = cursor.error("expected a type")
    if cursor.token is None:
        raise start
    name = cursor.identifier().lower()
    if name in _DECIMALS:
        return _decimal(cursor)
    if name in ("varchar", "char") and cursor.accept("("):
        cursor.number()
        cursor.expect(")")
    if name == "array":
        cursor.expect("<")
        item = read(cursor)
        _close(cursor)
        return f"array<{item}>"
    if name == "map":
        cursor.expect("<")
        key = read(cursor)
        cursor.expect(",")
        value = read(cursor)
        _close(cursor)
        return f"map<{key},{value}>"
    if name == "struct":
        return _struct(cursor)
    if name in _CANONICAL:
        return _CANONICAL[name]
    if name in ("variant", "interval", "void", "geometry", "geography", "object"):
        raise unsupported(f"columns of type {name.upper()}")
    raise failed("UNSUPPORTED_DATATYPE", f'Unsupported data type "{name.upper()}".')


def delta(text: str) -> DeltaType:
    """Return a canonical type as Delta's schema JSON has it."""
    if text.startswith("array<"):
        return {"type": "array", "elementType": delta(text[6:-1]), "containsNull": True}
    if text.startswith("map<"):
        key, value = _split(text[4:-1])
        return {"type": "map", "keyType": delta(key), "valueType": delta(value), "valueContainsNull": True}
    if text.startswith("struct<"):
        fields = [_named(field) for field in _split(text[7:-1])]
        return {"type": "struct", "fields": [field_json(name, kind) for name, kind in fields]}
    return _DELTA.get(text, text)


def field_json(name: str, text: str, *, nullable: bool = True, comment: str = "") -> dict[str, Any]:
    """Return a field of Delta's schema JSON; it is also what Unity Catalog keeps as a column's `type_json`."""
    metadata = {"comment": comment} if comment else {}
    return {"name": name, "type": delta(text), "nullable": nullable, "metadata": metadata}


def column_info(name: str, text: str, position: int, *, nullable: bool = True, comment: str = "") -> dict[str, Any]:
    """Return Unity Catalog's ColumnInfo for a column; positions start at 0."""
    base = re.split(r"[(<]", text)[0]
    info: dict[str, Any] = {
        "name": name, "type_text": text, "type_name": _UNITY.get(base, base.upper()), "position": position,
        "nullable": nullable, "type_json": json.dumps(field_json(name, text, nullable=nullable, comment=comment)),
    }  # fmt: skip
    if base == "decimal":
        precision, scale = text[8:-1].split(",")
        info |= {"type_precision": int(precision), "type_scale": int(scale)}
    if comment:
        info["comment"] = comment
    return info


def type_name(text: str) -> str:
    """Return the name that a result's manifest has for a type."""
    base = re.split(r"[(< ]", text)[0]
    return {"void": "NULL", "timestamp_ntz": "TIMESTAMP"}.get(base) or _UNITY.get(base, base.upper())


def manifest_text(text: str) -> str:
    """Return a canonical type as a result's manifest spells it: types in capitals, names of fields as they are."""
    if text.startswith("array<"):
        return f"ARRAY<{manifest_text(text[6:-1])}>"
    if text.startswith("map<"):
        return f"MAP<{', '.join(map(manifest_text, _split(text[4:-1])))}>"
    if text.startswith("struct<"):
        fields = [_named(field) for field in _split(text[7:-1])]
        return f"STRUCT<{', '.join(f'{_field_name(name)}: {manifest_text(kind)}' for name, kind in fields)}>"
    return text.upper()


def from_arrow(kind: pa.DataType) -> str:
    """Return the SQL type of an Arrow type; unsigned integers, which SQL does not have, become the next wider type."""
    import pyarrow.types as at

    if at.is_decimal(kind):
        return f"decimal({kind.precision},{kind.scale})"
    if at.is_timestamp(kind):
        return "timestamp" if kind.tz else "timestamp_ntz"
    if at.is_list(kind) or at.is_large_list(kind):
        return f"array<{from_arrow(kind.value_type)}>"
    if at.is_map(kind):
        return f"map<{from_arrow(kind.key_type)},{from_arrow(kind.item_type)}>"
    if at.is_struct(kind):
        fields = (kind.field(i) for i in range(kind.num_fields))
        return "struct<" + ",".join(f"{_field_name(field.name)}:{from_arrow(field.type)}" for field in fields) + ">"
    return _ARROW.get(str(kind), str(kind))


_ARROW = {
    "bool": "boolean", "int8": "tinyint", "uint8": "smallint", "int16": "smallint", "uint16": "int", "int32": "int",
    "uint32": "bigint", "int64": "bigint", "uint64": "decimal(20,0)", "halffloat": "float", "float": "float",
    "double": "double", "string": "string", "large_string": "string", "string_view": "string", "binary": "binary",
    "large_binary": "binary", "binary_view": "binary", "date32[day]": "date", "null": "void",
    "duration[us]": "interval day to second", "month_interval": "interval year to month",
    "month_day_nano_interval": "interval",
}  # fmt: skip


def _decimal(cursor: Cursor) -> str:
    precision, scale = 10, 0
    if cursor.accept("("):
        precision = int(cursor.number())
        if cursor.accept(","):
            scale = int(cursor.number())
        cursor.expect(")")
    if not 0 < precision <= 38 or scale > precision:
        raise _bad_decimal(precision, scale)
    return f"decimal({precision},{scale})"


def _bad_decimal(precision: int, scale: int) -> SqlError:
    if precision > 38:
        return failed("DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                      f"Decimal precision {precision} exceeds max precision 38.")  # fmt: skip
    return failed("INVALID_DECIMAL", f"Decimal scale ({scale}) cannot be greater than precision ({precision}).")


def _struct(cursor: Cursor) -> str:
    fields: list[str] = []
    cursor.expect("<")
    while not fields or cursor.accept(","):
        name = cursor.identifier()
        cursor.accept(":")
        fields.append(f"{_field_name(name)}:{read(cursor)}")
        if cursor.accept("NOT", "NULL"):
            raise unsupported("NOT NULL inside a struct")
        if cursor.accept("COMMENT"):
            cursor.string()
    _close(cursor)
    return f"struct<{','.join(fields)}>"


def _close(cursor: Cursor) -> None:
    """Step over one `>`; nested types end in tokens of two."""
    cursor.split_shift()
    cursor.expect(">")


def _field_name(name: str) -> str:
    return name if re.fullmatch(r"\w+", name) else f"`{name}`"


def _named(field: str) -> tuple[str, str]:
    if field.startswith("`"):
        name, _, kind = field[1:].partition("`:")
        return name, kind
    name, _, kind = field.partition(":")
    return name, kind


def _split(text: str) -> list[str]:
    """Split at the commas outside brackets."""
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(text):
        depth += (letter in "(<") - (letter in ")>")
        if letter == "," and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]
