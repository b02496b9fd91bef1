"""What an incident does to one value: multiplied, moved, and still of its type.

Halves are rounded up through `floor`, not by `rint` or `round`: a quantity times 1.5 ends on a half every other row,
and engines disagree about those.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from wizard.datagen.sheet import Cell
from wizard.errors import UsageError
from wizard.identifiers import literal

_WHOLE = {"tinyint": 2.0**7 - 1, "smallint": 2.0**15 - 1, "int": 2.0**31 - 1, "bigint": 2.0**63 - 2.0**10}
_UNIT = 1e6  # doubles keep six digits, as those that are drawn do
_DIGITS_UP_TO = 9e9  # beyond it a double has no sixth digit
_HOUR_MICROS = 3_600_000_000


def changed(cell: Cell, what: str, usual: str, type_: str, factor: float, added: float) -> str:
    """SQL of a value times `factor` plus `added`, rounded and clamped as its type says.

    `usual` names the column that holds the value as it would have been, and is not NULL. What is added counts in the
    number's own unit, in days for a date, in hours for a timestamp. `what` names helper columns. Raises `UsageError`
    for other types, and for a factor on a moment.
    """
    family = type_.partition("(")[0].lower()
    if family == "decimal":
        return _decimal(usual, type_, factor, added)
    if family in _WHOLE:
        return whole(usual, family, factor, added)
    if family in ("double", "float"):
        return f"CAST({_double(cell, what, usual, factor, added)} AS {type_})"
    if family in _MOVED and factor == 1:
        return _MOVED[family](usual, added)
    verb = "multiply" if factor != 1 else "shift"
    raise UsageError(
        f"An incident cannot {verb} {cell.row.table}.{cell.name}, which is a {type_}.",
        "Multiply numbers and the gaps of `after` columns; shift numbers, dates and timestamps.",
    )


def whole(
    usual: str, type_: str, factor: float, added: float, low: float | None = None, high: float | None = None
) -> str:
    """SQL of a whole number times `factor` plus `added`, to the nearest one within the bounds, or those of the type."""
    limit = _WHOLE[type_]
    half_up = f"{_line(f'CAST({usual} AS DOUBLE)', factor, added)} + 5E-1"
    least, most = (literal(edge if bound is None else bound) for edge, bound in ((-limit, low), (limit, high)))
    return f"CAST(floor(least(greatest({half_up}, {least}), {most})) AS {type_})"


def _decimal(usual: str, type_: str, factor: float, added: float) -> str:
    """Exact: the product has as many digits as it needs, and loses those that the type does not keep in the cast."""
    digits, _, scale = type_.partition("(")[2].rstrip(")").partition(",")
    limit = Decimal(f"{'9' * int(digits)}e-{scale.strip() or 0}")
    value = _line(usual, Decimal(repr(factor)), Decimal(repr(added)))
    return f"CAST(least(greatest({value}, {literal(-limit)}), {literal(limit)}) AS {type_})"


def _double(cell: Cell, what: str, usual: str, factor: float, added: float) -> str:
    value = cell.shared(what, _line(f"CAST({usual} AS DOUBLE)", factor, added))
    rounded = f"CAST(floor({value} * {literal(_UNIT)} + 5E-1) AS DOUBLE) / {literal(_UNIT)}"
    return f"CASE WHEN abs({value}) < {literal(_DIGITS_UP_TO)} THEN {rounded} ELSE {value} END"


def _line(value: str, factor: float | Decimal, added: float | Decimal) -> str:
    times = value if factor == 1 else f"{value} * ({literal(factor)})"
    return times if added == 0 else f"{times} + ({literal(added)})"


def _date(usual: str, days: float) -> str:
    return f"date_from_unix_date(unix_date({usual}) + ({round(days)}))"


def _timestamp(usual: str, hours: float) -> str:
    return f"timestamp_micros(unix_micros({usual}) + ({round(hours * _HOUR_MICROS)}L))"


_MOVED: dict[str, Callable[[str, float], str]] = {"date": _date, "timestamp": _timestamp}
