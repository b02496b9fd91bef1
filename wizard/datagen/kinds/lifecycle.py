"""What follows from a moment: the next one of a lifecycle after a gap, how far it has come, and even readings.

A gap comes from one draw, which is cut in two where a share of the rows never gets here, and again where some are late:
a part of a draw is a draw, as even as the whole. Gaps are whole seconds, or whole days of a date, and never negative,
so that no lifecycle ever runs backwards.
"""

from __future__ import annotations

from wizard.datagen.cases import by_value
from wizard.datagen.incidents.planted import gap_effects
from wizard.datagen.kinds.instants import DAY_SECONDS, days_since_1970, moment, number_of
from wizard.datagen.kinds.normal import outward, quantile
from wizard.datagen.kinds.references import leads_to
from wizard.datagen.kinds.rounding import clamped
from wizard.datagen.sheet import Cell, Formula
from wizard.identifiers import literal
from wizard.spec.columns import After, Late, State, Tick

_SECONDS = {"seconds": 1.0, "minutes": 60.0, "hours": 3_600.0, "days": float(DAY_SECONDS)}
_LONGEST = 100_000.0 * DAY_SECONDS  # longer than any calendar: never there before as_of
_INSIDE = 2.0**-53  # keeps a part of a draw off 0 and 1, where the normal distribution has no value


def after(cell: Cell, column: After) -> Formula:
    """The moment of `of` plus a gap; NULL where there is none, where the row never gets here, or not before as_of."""
    since = number_of(cell, column.of)
    unit = _SECONDS[column.unit] / (DAY_SECONDS if since.type == "date" else 1)
    reached = cell.shared("reached", _reached(cell, column))
    gap = cell.shared("gap", gap_effects(cell, _gap(cell, column, reached, unit)), "bigint")
    number = cell.shared("moment", f"({since.sql} + {gap})", "bigint")
    today = days_since_1970(cell.spec.as_of)
    in_time = f"{number} <= {today}L" if since.type == "date" else f"{number} < {today * DAY_SECONDS}L"
    return Formula(since.type, f"CASE WHEN {reached} IS NOT NULL AND {in_time} THEN {moment(since.type, number)} END")


def state(cell: Cell, column: State) -> Formula:
    """The label of the last stage, in the order of the spec, whose moment is there."""
    stages = [(cell.read(name).sql, literal(label)) for name, label in reversed(column.stages.items())]
    cases = " ".join(f"WHEN {read} IS NOT NULL THEN {label}" for read, label in stages)
    return Formula("string", f"CASE {cases} ELSE {literal(column.initial)} END")


def tick(cell: Cell, column: Tick) -> Formula:
    """The moment of a reading: each device's first one is at the start, the others follow at even intervals.

    Jitter delays a reading by less than an interval. So it never overtakes the device's next one, and all rows of one
    round of readings come before those of the next.
    """
    devices = cell.row.sheet.counts[leads_to(cell, column.via).table]
    rounds = -(-cell.rows // devices)
    seconds = (column.end - column.start) * DAY_SECONDS
    first = (days_since_1970(cell.spec.as_of) + column.start) * DAY_SECONDS
    delay = f" + CAST({cell.draw()} * {literal(column.jitter * seconds / rounds)} AS BIGINT)" if column.jitter else ""
    since = f"(({cell.row_id} div {devices}L) * {seconds}L div {rounds}L)"
    return Formula("timestamp", f"timestamp_seconds({first}L + {since}{delay})")


def _reached(cell: Cell, column: After) -> str:
    """SQL of the draw behind the gap, NULL for rows that never get here."""
    draw = cell.shared("draw", cell.draw(even=True))

    def part(share: float) -> str:
        if share in {0, 1}:
            return draw if share else "CAST(NULL AS DOUBLE)"
        return f"CASE WHEN {draw} < {literal(share)} THEN {_scaled(draw, share)} END"

    shares = {value: pace.reached for value, pace in column.when.items()}
    return _by(cell, column, part(column.reached), {v: part(share) for v, share in shares.items() if share is not None})


def _gap(cell: Cell, column: After, reached: str, unit: float) -> str:
    """SQL of the gap (BIGINT) in seconds or days, of which the column's `unit` has so many."""
    draw = cell.shared("place", _place(reached, column.late)) if column.late else reached
    z = cell.shared("z", quantile(draw, cell.shared("outward", outward(draw))))

    def lognormal(typical: float | None, spread: float | None) -> str:
        median, sigma = typical or column.typical, column.spread if spread is None else spread
        return f"({literal(median * unit)} * exp({literal(sigma)} * {z}))"

    paces = {value: lognormal(pace.typical, pace.spread) for value, pace in column.when.items()}
    gap = _by(cell, column, lognormal(None, None), paces)
    if column.late:
        usual = f"{reached} < {literal(1 - column.late.share)}"
        gap = f"CASE WHEN {usual} THEN {gap} ELSE {lognormal(column.late.typical, None)} END"
    longest = min(_LONGEST, (column.max or _LONGEST) * unit)
    return f"CAST(floor({clamped(gap, column.min * unit, longest)} + 5E-1) AS BIGINT)"


def _place(draw: str, late: Late) -> str:
    """SQL of the draw within its own part: that of the rows in time, or that of the late ones."""
    usual = 1 - late.share
    if not 0 < usual < 1:
        return draw
    beyond = f"greatest(({draw} - {literal(usual)}) * {literal(1 / late.share)}, {literal(_INSIDE)})"
    return f"CASE WHEN {draw} < {literal(usual)} THEN {_scaled(draw, usual)} ELSE {beyond} END"


def _scaled(draw: str, share: float) -> str:
    """SQL of a draw below `share` as a draw in (0, 1)."""
    return f"least({draw} * {literal(1 / share)}, {literal(1 - _INSIDE)})"


def _by(cell: Cell, column: After, otherwise: str, branches: dict[str, str]) -> str:
    if column.by is None or not branches:
        return otherwise
    read = cell.read(column.by)
    return by_value(read.sql, read.type, branches, otherwise)
