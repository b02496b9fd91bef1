"""Which row of its table a foreign key points to.

All ways come down to the number of a row: drawn at random, by popularity, from the block of rows that share a value,
by the weight of a value, among those that were there already, or in turn.
"""

from __future__ import annotations

from wizard.datagen.cases import Piece, by_value, inverse
from wizard.datagen.rows import quotas, skew
from wizard.datagen.rows.population import there
from wizard.datagen.sheet import Cell
from wizard.spec.columns import Existing, Favor, ForeignKey, Match

_TRIES = "ab"


def index(cell: Cell, column: ForeignKey) -> str:
    """SQL of the number of the parent's row (BIGINT)."""
    count = cell.row.sheet.counts[column.table]
    if column.cycle:
        return f"({cell.row_id} % {count}L)"
    if column.match is not None:
        return _matching(cell, column, column.match, count)
    if column.favor is not None:
        return _favored(cell, column, column.favor, count)
    if column.existing is not None:
        return _existing(cell, column, column.existing, count)
    return _popular(cell, column, "", count)


def _popular(cell: Cell, column: ForeignKey, which: str, count: int) -> str:
    """A popularity rank, scattered over the parents; `which` tells several draws of a row apart."""
    if column.skew is None:
        return skew.index(cell.draw(f"value{which}"), f"{count}L")
    draw = cell.shared(f"draw{which}", cell.draw(f"value{which}"))
    ranked = skew.rank(draw, f"{count}L", column.skew.top, column.skew.share)
    return skew.scatter(ranked, count, cell.spec.seed, cell.row.table, cell.name)


def _matching(cell: Cell, column: ForeignKey, match: Match, count: int) -> str:
    """A place in the block of this row's value; any place if no parent has it, as can be in a tiny table."""
    blocks = [block for block in quotas.blocks(cell.spec, column.table, match.column) if block.size]
    type_, value = cell.read(match.to)
    starts = by_value(value, type_, {block.value: f"{block.start}L" for block in blocks}, "0L")
    sizes = by_value(value, type_, {block.value: f"{block.size}L" for block in blocks}, f"{count}L")
    start, size = cell.shared("start", starts, "bigint"), cell.shared("size", sizes, "bigint")
    draw = cell.shared("draw", cell.draw())
    if column.skew is None:
        offset = skew.index(draw, size)
    else:
        offset = skew.rank(draw, size, column.skew.top, column.skew.share)
    place = cell.shared("place", f"({start} + {offset})", "bigint")
    return quotas.row_at(cell, place, column.table, match.column)


def _favored(cell: Cell, column: ForeignKey, favor: Favor, count: int) -> str:
    """A place, each as likely as the weight of its value; any place if no parent has one above 0."""
    blocks = quotas.blocks(cell.spec, column.table, favor.column)
    pieces = [Piece(b.size * favor.weights.get(b.value, 1.0), float(b.start), float(b.end)) for b in blocks]
    if not any(piece.mass > 0 for piece in pieces):
        return skew.index(cell.draw(), f"{count}L")
    drawn = inverse(cell.shared("draw", cell.draw()), pieces)
    place = cell.shared("place", f"least(CAST({drawn} AS BIGINT), {count - 1}L)", "bigint")
    return quotas.row_at(cell, place, column.table, favor.column)


def _existing(cell: Cell, column: ForeignKey, existing: Existing, count: int) -> str:
    """The first of a few draws that was there already; after those any of them, and before all the first row."""
    known = cell.shared("there", there(cell, column.table, existing), "bigint")
    anyone = skew.index(cell.draw(), known)
    if column.skew is None:
        return anyone
    tries = [cell.shared(f"try{which}", _popular(cell, column, which, count), "bigint") for which in _TRIES]
    return f"CASE {' '.join(f'WHEN {tried} < {known} THEN {tried}' for tried in tries)} ELSE {anyone} END"
