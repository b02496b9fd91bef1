"""A portrait, or any part of one, as what JSON can say."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """Dataclasses as objects; days and moments in ISO 8601, decimals as numbers.

    A number that JSON does not know (NaN, infinity) is text.
    """
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case float() | Decimal():
            return float(value) if math.isfinite(value) else str(value)
        case date():
            return value.isoformat()
    return value
