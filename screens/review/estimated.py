"""An estimate as a line: how long, how much, and what it costs."""

from __future__ import annotations

from wizard.plan.estimate import Estimate
from wizard.printers.words import duration

_UNITS = ((1.0, "GB", 1.0), (1e-3, "MB", 1e3), (0.0, "kB", 1e6))


def in_words(found: Estimate) -> str:
    """`5.0 s to 9.2 s · 172,560 rows · 2 to 5 MB · costs nothing · by 3 runs on sandbox`."""
    low, high = (duration(seconds) for seconds in found.seconds)
    parts = [f"about {low}" if low == high else f"{low} to {high}"]
    if found.rows:
        parts += [f"{found.rows:,} rows", _size(found.gigabytes)]
    parts.append("costs nothing" if found.dbu is None else f"{_amount(found.dbu[0])} to {_amount(found.dbu[1])} DBU")
    return " · ".join([*parts, found.basis])


def _size(gigabytes: tuple[float, float]) -> str:
    least, most = gigabytes
    unit, factor = next((unit, factor) for above, unit, factor in _UNITS if most >= above)
    low, high = _amount(least * factor), _amount(most * factor)
    return f"{high} {unit}" if low == high else f"{low} to {high} {unit}"


def _amount(number: float) -> str:
    """Two digits are all that an estimate knows."""
    return f"{number:.1f}".rstrip("0").rstrip(".") if number < 10 else f"{number:,.0f}"
