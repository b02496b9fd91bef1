"""Names and values on their way into SQL.

Every identifier that the wizard makes is checked here, and everything that is pasted into a statement is quoted here,
so that there is one place to read when asking whether a brand called `O'Hara; DROP` can do harm. The rules are those
of Unity Catalog and Databricks SQL (Databricks docs: Names, Identifiers, String literal, Numeric literal), narrowed
to names that need no quoting anywhere.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime
from decimal import Decimal

from wizard.errors import UsageError

PATTERN = r"^[a-z][a-z0-9_]{0,99}$"
RULE = "lower-case letters, digits and underscores, beginning with a letter, at most 100"

_VALID = re.compile(r"[a-z][a-z0-9_]{0,99}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MAX_PARTS = 3

Literal = str | int | float | bool | None | date | datetime | Decimal


def is_valid(name: str) -> bool:
    """Whether a catalog, schema, table or column may be called so."""
    return _VALID.fullmatch(name) is not None


def check(name: str, what: str = "table") -> str:
    """The name itself; raises `UsageError` naming `what` when it breaks the rule."""
    if is_valid(name):
        return name
    raise UsageError(f"{name!r} cannot be the name of a {what}: {RULE}.", f"Write {suggest(name, what)} instead.")


def suggest(name: str, what: str = "table") -> str:
    """The nearest valid name, to show as a way out: `Kunden Nr.` → `kunden_nr`."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    if not slug:
        return re.sub(r"[^a-z0-9]+", "_", f"my_{what}".lower())
    return (slug if slug[0].isalpha() else f"{what[0].lower()}_{slug}")[:100].rstrip("_")


def quote(part: str) -> str:
    """One part of a name in backticks. Principals and foreign names too, hence any text but control characters."""
    if not part or _CONTROL.search(part):
        raise UsageError(f"{part!r} cannot be a name in SQL.", "A name has at least one character and no control ones.")
    return "`" + part.replace("`", "``") + "`"


def quote_name(name: str) -> str:
    """A name of one to three parts, each in backticks: `c.s.t`. The parts hold no dots of their own."""
    parts = name.split(".")
    if len(parts) > _MAX_PARTS:
        raise UsageError(f"{name!r} has {len(parts)} parts.", "A name is catalog.schema.object at most.")
    return ".".join(quote(part) for part in parts)


def literal(value: Literal) -> str:
    """A value as a literal of Databricks SQL, whatever is in it.

    Floats are written with an exponent, which makes them DOUBLE (`0.5` alone is a DECIMAL); aware datetimes carry
    their offset. A negative number begins with its sign: keep a space before it. Raises `UsageError` for text with
    NUL or a lone surrogate, which no SQL text can carry.
    """
    match value:
        case None:
            text = "NULL"
        case bool():
            text = str(value).lower()
        case int():
            text = str(value)
        case float():
            text = _double(value)
        case Decimal():
            text = _decimal(value)
        case datetime():
            text = f"TIMESTAMP'{_moment(value)}'"
        case date():
            text = f"DATE'{value.isoformat()}'"
        case str():
            text = _text(value)
    return text


def _text(value: str) -> str:
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise UsageError(f"{value!r} cannot be written in SQL.", "Remove the NUL or the broken character.")
    return "'" + "".join(_ESCAPES.get(char, char) for char in value) + "'"


def _double(value: float) -> str:
    if math.isnan(value) or math.isinf(value):
        name = "NaN" if math.isnan(value) else ("Infinity" if value > 0 else "-Infinity")
        return f"CAST('{name}' AS DOUBLE)"
    text = repr(value).upper()
    return text if "E" in text else text + "E0"


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise UsageError(f"{value} is not a number that SQL has.", "Write a finite decimal.")
    return f"{value:f}"


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        return value.isoformat(sep=" ")
    return value.astimezone(UTC).isoformat(sep=" ")
