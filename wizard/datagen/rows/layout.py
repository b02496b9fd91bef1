"""Where the parts of a whole are: from a part's row number to its whole and back, by arithmetic alone.

Every block of wholes has the same number of parts (`wizard.spec.parts`). Parts come in the order of their wholes; in
each block the pattern of counts starts at another place, so that it is not seen to repeat. The last block, which may
have fewer wholes, starts at the beginning: its counts are then the first ones of the pattern, as `children` adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from wizard.datagen import draws
from wizard.datagen.sheet import Formula, Row
from wizard.errors import UsageError
from wizard.identifiers import quote
from wizard.spec import parts
from wizard.spec.columns import Parent
from wizard.spec.model import DemoSpec

_BITS = 52
_SELF = "part_of"


@dataclass(frozen=True, slots=True)
class Layout:
    """How many parts each whole of a block has, in the block's own order; and how many wholes there are."""

    table: str
    pattern: tuple[int, ...]
    wholes: int
    salted: int

    @property
    def total(self) -> int:
        """Parts of a block."""
        return sum(self.pattern)

    @property
    def starts(self) -> list[int]:
        """Parts of the block before each place of the pattern."""
        return [0, *accumulate(self.pattern)][:-1]

    def turn(self, block: str) -> str:
        """SQL of the place of the pattern (BIGINT) that a block's first whole has."""
        hashed = f"(xxhash64({self.salted}L, {block}) & {(1 << _BITS) - 1}L) % {parts.BLOCK}L"
        return f"CASE WHEN {block} < {self.wholes // parts.BLOCK}L THEN {hashed} ELSE 0L END"

    def start(self, place: str) -> str:
        """SQL of the parts of the block before a place of the pattern (BIGINT); `place` names a column."""
        return steps(place, range(1, parts.BLOCK), [f"{start}L" for start in self.starts])

    def place(self, offset: str) -> str:
        """SQL of the place of the pattern (BIGINT) that has the part at `offset`, the name of a column."""
        held = [number for number, count in enumerate(self.pattern) if count]
        return steps(offset, [self.starts[number] for number in held[1:]], [f"{number}L" for number in held])


def layout(spec: DemoSpec, table: str) -> Layout:
    """The layout of a table of parts. Raises `UsageError` for a table that has none, or is no part of another."""
    found = spec.tables[table].part_of
    if found is None:
        raise UsageError(f"Table {table} is not part of another.", "Say which with part_of: {table: …, count: …}.")
    pattern = parts.block(found.count)
    if not any(pattern):
        raise UsageError(f"Table {table} has no rows: all counts are 0.", "Give another count a weight in part_of.")
    return Layout(found.table, pattern, spec.rows_of(found.table), draws.salt(spec.seed, table, "", "layout"))


def whole_of(row: Row) -> Row:
    """The row that a part belongs to: the very row that asked for the part, if one did."""
    if row.whole is not None:
        return row.whole
    spec = row.sheet.spec
    plan = layout(spec, row.table)
    named = [name for name, column in spec.tables[row.table].columns.items() if isinstance(column, Parent)]
    via = named[0] if named else _SELF

    def make() -> Formula:
        block, turn, offset = _block(row, plan), _turn(row, plan), _offset(row, plan)
        place = _named(row, _SELF, "place", plan.place(offset))
        return Formula("bigint", f"({block} * {parts.BLOCK}L + ({place} + {parts.BLOCK}L - {turn}) % {parts.BLOCK}L)")

    return Row(row.sheet, plan.table, row.helper(via, "idx", make), (*row.path, via))


def position(row: Row) -> str:
    """SQL of the number of a part within its whole, from 1 (BIGINT)."""
    if row.position:
        return row.position
    plan = layout(row.sheet.spec, row.table)
    offset = _offset(row, plan)
    held = [start for start, count in zip(plan.starts, plan.pattern, strict=True) if count]
    return _named(row, _SELF, "position", f"({offset} + 1L - {steps(offset, held[1:], [f'{s}L' for s in held])})")


def count(row: Row, table: str) -> str:
    """SQL of how many parts in `table` a whole has (BIGINT)."""
    plan = layout(row.sheet.spec, table)
    counts = steps(_place(row, table, plan), range(1, parts.BLOCK), [f"{number}L" for number in plan.pattern])
    return _named(row, table, "parts", counts)


def part(row: Row, table: str, what: str, number: str) -> Row:
    """The part of a whole in `table` that has a number, from 1 (SQL, BIGINT); `what` names the part.

    Where the whole has fewer parts, it is another row of the table or none, but says that it belongs to this whole.
    """
    plan = layout(row.sheet.spec, table)
    first = _named(row, table, "first", _first(row, table, plan))
    path = f"{table}.{what}"
    name = row.helper(path, "idx", lambda: Formula("bigint", f"({first} + {number} - 1L)"))
    return Row(row.sheet, table, name, (*row.path, path), row, number)


def steps(number: str, ends: Sequence[int], leaves: Sequence[str]) -> str:
    """SQL of the leaf (SQL itself) that a whole number falls on: below `ends[0]` the first one, and so on."""
    if len(set(leaves)) == 1:
        return leaves[0]
    middle = len(leaves) // 2
    left, right = steps(number, ends[: middle - 1], leaves[:middle]), steps(number, ends[middle:], leaves[middle:])
    return f"CASE WHEN {number} < {ends[middle - 1]}L THEN {left} ELSE {right} END"


def _block(row: Row, plan: Layout) -> str:
    return _named(row, _SELF, "block", f"({quote(row.id)} div {plan.total}L)")


def _turn(row: Row, plan: Layout) -> str:
    return _named(row, _SELF, "turn", plan.turn(_block(row, plan)))


def _offset(row: Row, plan: Layout) -> str:
    """SQL of the place of a part among those of its block, counted from the pattern's beginning."""
    start = plan.start(_turn(row, plan))
    return _named(row, _SELF, "offset", f"(({quote(row.id)} % {plan.total}L + {start}) % {plan.total}L)")


def _place(row: Row, table: str, plan: Layout) -> str:
    """SQL of the place of a whole in the pattern."""
    turn = _named(row, table, "turn", plan.turn(_own_block(row, table)))
    return _named(row, table, "place", f"(({quote(row.id)} % {parts.BLOCK}L + {turn}) % {parts.BLOCK}L)")


def _own_block(row: Row, table: str) -> str:
    return _named(row, table, "block", f"({quote(row.id)} div {parts.BLOCK}L)")


def _first(row: Row, table: str, plan: Layout) -> str:
    """SQL of the row number of a whole's first part."""
    before = plan.start(_place(row, table, plan))
    skipped = plan.start(_named(row, table, "turn", plan.turn(_own_block(row, table))))
    return f"({_own_block(row, table)} * {plan.total}L + ({before} + {plan.total}L - {skipped}) % {plan.total}L)"


def _named(row: Row, of: str, what: str, sql: str) -> str:
    return quote(row.helper(of, what, lambda: Formula("bigint", sql)))
