"""The readings of devices: a level of the device's own, a daily wave, noise, and the drift that announces a failure.

The level is drawn from the device's number, so that it is the same in all of its readings. The wave is a polynomial,
since engines' cosines need not agree to the last bit.
"""

from __future__ import annotations

from wizard.datagen import draws
from wizard.datagen.kinds.instants import DAY_SECONDS, number_of
from wizard.datagen.kinds.normal import outward, quantile
from wizard.datagen.kinds.references import leads_to
from wizard.datagen.kinds.rounding import bounds, clamped, rounded
from wizard.datagen.sheet import Cell, Formula
from wizard.errors import UsageError
from wizard.identifiers import literal, quote
from wizard.spec.columns import Drift, Signal

_TOP_SECOND = 15 * 3_600
# sin(pi / 2 x) for -1 <= x <= 1, absolute error below 2e-4. Source: Abramowitz and Stegun, 4.3.97, in quarter turns.
_SINE = (1.5707963, -0.643574, 0.0727753)


def signal(cell: Cell, column: Signal) -> Formula:
    """A device's reading at the row's time; NULL where there is no time."""
    now = cell.shared("time", _seconds(cell, column.time), "bigint")
    terms = [literal(column.mean)]
    if column.spread:
        terms.append(f"{literal(column.spread)} * {_level(cell, column)}")
    if column.daily:
        terms.append(f"{literal(column.daily)} * {_wave(cell, now)}")
    if column.noise:
        terms.append(f"{literal(column.noise)} * {_normal(cell, 'noise', cell.draw('noise', even=True))}")
    if column.drift:
        terms.append(_drift(cell, column.drift, now))
    reading = clamped(f"({' + '.join(terms)})", *bounds(column))
    return rounded(f"CASE WHEN {now} IS NOT NULL THEN {reading} END", column.type)


def _level(cell: Cell, column: Signal) -> str:
    """SQL of how far the device's level is from that of a typical one, in standard deviations."""
    device = leads_to(cell, column.via)
    salted = draws.salt(cell.spec.seed, cell.row.table, cell.name, "level")
    return _normal(cell, "level", draws.even(salted, quote(device.id), cell.row.sheet.counts[device.table]))


def _normal(cell: Cell, what: str, draw: str) -> str:
    drawn = cell.shared(what, draw)
    return quantile(drawn, cell.shared(f"{what}_outward", outward(drawn)))


def _wave(cell: Cell, now: str) -> str:
    """SQL of the cosine of the time since 15 h, a day being a full turn: from 1 at 15 h to -1 at 3 h."""
    half = DAY_SECONDS // 2
    from_bottom = f"CAST(abs(pmod({now} - {_TOP_SECOND}L, {DAY_SECONDS}L) - {half}L) AS DOUBLE)"
    x = cell.shared("quarters", f"({from_bottom} * {literal(2 / half)} - 1E0)")
    first, third, fifth = map(literal, _SINE)
    square = cell.shared("square", f"({x} * {x})")
    return f"({x} * ({first} + {square} * (({third}) + {square} * {fifth})))"


def _drift(cell: Cell, drift: Drift, now: str) -> str:
    """SQL of how far a reading has gone: with the square of how near the event is, nothing before and after."""
    left = cell.shared("left", f"({_seconds(cell, drift.until)} - {now})", "bigint")
    days = drift.days * DAY_SECONDS
    near = cell.shared("near", f"(1E0 - CAST({left} AS DOUBLE) * {literal(1 / days)})")
    return f"CASE WHEN {left} >= 0L AND {near} > 0E0 THEN {literal(drift.by)} * {near} * {near} ELSE 0E0 END"


def _seconds(cell: Cell, name: str) -> str:
    number = number_of(cell, name)
    if number.type != "timestamp":
        hint = "A reading needs the time of day: name a timestamp."
        raise UsageError(f"{cell.row.table}.{name} is a {number.type}.", hint)
    return number.sql
