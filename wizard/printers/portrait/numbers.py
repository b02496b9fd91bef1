"""Values as people write them, the same in every part of a portrait."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

_LARGE, _HUGE, _SMALL = 10_000, 1e15, 1e-4


def number(value: float | Decimal) -> str:
    """A number in a few digits: `7`, `0.25`, `59,874`, `1.2e+18`."""
    size = abs(float(value))
    if size >= _HUGE or 0 < size < _SMALL:
        return f"{float(value):.1e}"
    if value == int(value) or size >= _LARGE:
        return f"{value:,.0f}"
    text = f"{float(value):,.4g}" if size < 1 else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float) -> str:
    """A share of 0 to 1: `30 %`, `0.4 %`, `< 0.1 %`, `100 %`."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{share:.1%}".replace("%", " %") if 0 < share < 0.095 else f"{share:.0%}".replace("%", " %")


def cell(value: Any) -> str:
    """A value in a row: moments to the second, nothing where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat(" ", "seconds")
        case date():
            return value.isoformat()
        case float():
            return f"{value:g}" if value == int(value) and abs(value) < _HUGE else repr(value)
    return str(value)


def is_number(value: Any) -> bool:
    """Whether a value is written at the right end of its column."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
