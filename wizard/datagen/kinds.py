"""Column kinds as Spark SQL: one function for each model in `wizard.spec.columns`.

A function gets the cell that it fills (draws, other columns, parents) and the column's model, and returns type and
SQL. Spark, Photon and Sail accept all of it. Arithmetic is kept to operations that IEEE 754 defines to the last bit
wherever a rounding could show it; the logarithms and exponentials of lognormal and exponential columns are the only
exceptions, and their values are rounded far above that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from wizard.datagen import names, skew
from wizard.datagen.calendar import calendar
from wizard.datagen.cases import pick
from wizard.datagen.normal import outward, quantile
from wizard.datagen.sheet import Cell, Formula
from wizard.datagen.text import bound, fill, lowered, padded
from wizard.errors import UsageError
from wizard.identifiers import literal
from wizard.spec.columns import Choice, City, Compose, Expr, ForeignKey, Key, Lookup, Number, Person, Weighted

_DOUBLE_DIGITS = 6
_BRAND_FIELDS = ("company", "domain", "currency")
_CITIES_PER_VALUE = 8


def make(cell: Cell) -> Formula:
    """Type and SQL of a cell's column, nulls aside."""
    return _MAKERS[cell.column.kind](cell, cell.column)


def key(cell: Cell, column: Key) -> Formula:
    """The row's number from 1 in a format."""
    number = f"({cell.row_id} + 1L)"

    def field(name: str, width: str) -> str:
        if name != "id":
            raise UsageError(f"A key's format knows {{id}} only, not {{{name}}}.", "Write e.g. CUST-{id:06}.")
        return padded(number, width, cell.rows)

    return Formula("string", fill(column.format, field))


def foreign_key(cell: Cell, _column: ForeignKey) -> Formula:
    """The parent's key, by the parent's own formula over the index of the row that was drawn."""
    row = cell.parent(cell.name, _index)
    primary = cell.spec.tables[row.table].primary_key
    if primary is None:
        raise UsageError(f"Table {row.table} has no primary key.", "Name its key column in primary_key.")
    return Cell(row, primary).formula()


def lookup(cell: Cell, column: Lookup) -> Formula:
    """The value that the parent's row holds; nothing where the foreign key is empty."""
    made = Cell(cell.parent(column.via, _index), column.column).formula()
    if not cell.spec.tables[cell.row.table].columns[column.via].nulls:
        return made
    return Formula(made.type, f"CASE WHEN {cell.read(column.via).sql} IS NOT NULL THEN {made.sql} END")


def choice(cell: Cell, column: Choice) -> Formula:
    """One of the values by weight, or by the weights that belong to another column's value."""
    draw = cell.shared("draw", cell.draw(even=True))
    otherwise = _weighted(draw, column.values, column.type)
    if column.by is None:
        return Formula(column.type, otherwise)
    trees = {value: _weighted(draw, values, column.type) for value, values in column.when.items()}
    return Formula(column.type, _by_value(cell, column.by, trees, otherwise))


def person(cell: Cell, column: Person) -> Formula:
    """A first name, a last name, or both."""
    lists = {"first_name": names.first_names, "last_name": names.last_names}
    parts = [part for part in lists if column.part in (part, "full_name")]
    drawn = [_one_of(cell, part, lists[part](cell.spec.brand.locale, cell.spec.seed)) for part in parts]
    return Formula("string", drawn[0] if len(drawn) == 1 else f"concat({drawn[0]}, ' ', {drawn[1]})")


def city(cell: Cell, column: City) -> Formula:
    """A city, the first of the list the largest; each value of `by` has cities of its own."""
    brand, seed = cell.spec.brand, cell.spec.seed
    draw = cell.shared("draw", cell.draw())
    if column.by is None:
        return Formula("string", _by_size(draw, names.cities(brand.locale, seed)))
    values = _values_of(cell, column.by)
    towns = names.cities(brand.locale, seed, max(names.CITIES, _CITIES_PER_VALUE * len(values)))
    trees = {value: _by_size(draw, towns[place :: len(values)]) for place, value in enumerate(values)}
    return Formula("string", _by_value(cell, column.by, trees, "NULL"))


def compose(cell: Cell, column: Compose) -> Formula:
    """Columns, list draws and brand fields in a format. An `@` in it makes it an address: no spaces, no accents."""

    def field(name: str, _detail: str) -> str:
        if name.isdecimal() and int(name) < len(column.lists):
            return _one_of(cell, f"list{name}", column.lists[int(name)])
        if name in _BRAND_FIELDS and name not in cell.spec.tables[cell.row.table].columns:
            return literal(str(getattr(cell.spec.brand, name)))
        read = cell.read(name)
        return read.sql if read.type == "string" else f"CAST({read.sql} AS STRING)"

    text = fill(column.format, field)
    if column.case == "as_is":
        return Formula("string", text)
    sources = (text, *(made.sql for made in cell.row.sheet.made.values()))
    return Formula("string", lowered(text, sources, address="@" in column.format))


def number(cell: Cell, column: Number) -> Formula:
    """A random number, clamped and rounded as its type says."""
    low, high = column.min, column.max
    if column.kind == "uniform":
        low, high = low or 0.0, 1.0 if high is None else high
        if column.type in ("int", "bigint"):
            return Formula(column.type, f"CAST(floor({_span(cell, low, high + 1)}) AS {column.type})")
        return _rounded(_span(cell, low, high), column.type)
    value = _CURVES[column.kind](cell, column)
    if low is not None:
        value = f"greatest({value}, {literal(float(low))})"
    if high is not None:
        value = f"least({value}, {literal(float(high))})"
    return _rounded(value, column.type)


def expr(cell: Cell, column: Expr) -> Formula:
    """A free expression; its columns are those of the same row, also when a lookup computes it over a parent."""
    columns = cell.spec.tables[cell.row.table].columns
    sql = bound(column.sql, lambda name: cell.read(name).sql if name in columns else None)
    return Formula(column.type, f"CAST({sql} AS {column.type})")


def _index(cell: Cell, column: ForeignKey) -> str:
    """SQL of the number of the parent's row: uniform, or a popularity rank scattered over the parents."""
    count = cell.spec.rows_of(column.table)
    if column.skew is None:
        return skew.index(cell.draw(), count)
    draw = cell.shared("draw", cell.draw())
    ranked = skew.rank(draw, count, column.skew.top, column.skew.share)
    return skew.scatter(ranked, count, cell.spec.seed, cell.row.table, cell.name)


def _weighted(draw: str, values: Weighted, type_: str) -> str:
    weights = values if isinstance(values, dict) else dict.fromkeys(values, 1.0)
    leaves = [literal(value) if type_ == "string" else f"CAST({literal(value)} AS {type_})" for value in weights]
    return pick(draw, list(weights.values()), leaves)


def _one_of(cell: Cell, what: str, values: Sequence[str]) -> str:
    return pick(cell.shared(what, cell.draw(what)), [1.0] * len(values), [literal(value) for value in values])


def _by_size(draw: str, towns: Sequence[str]) -> str:
    """Sizes fall as those of a country's cities do, by rank, less steeply at the top."""
    return pick(draw, [1 / (place + 3) for place in range(len(towns))], [literal(town) for town in towns])


def _by_value(cell: Cell, by: str, trees: dict[str, str], otherwise: str) -> str:
    if not trees:
        return otherwise
    branches = " ".join(f"WHEN {literal(value)} THEN {tree}" for value, tree in trees.items())
    return f"CASE CAST({cell.read(by).sql} AS STRING) {branches} ELSE {otherwise} END"


def _values_of(cell: Cell, name: str) -> list[str]:
    """The values that a choice, here or looked up, can have."""
    column = Cell(cell.row, name).column
    if isinstance(column, Lookup):
        return _values_of(Cell(Cell(cell.row, name).parent(column.via, _index), column.column), column.column)
    if not isinstance(column, Choice):
        raise UsageError(f"{cell.row.table}.{name} is not a choice.", "`by` names a column of kind choice.")
    return list(dict.fromkeys(value for values in (column.values, *column.when.values()) for value in values))


def _span(cell: Cell, low: float, high: float) -> str:
    return f"({literal(float(low))} + {cell.draw(even=True)} * {literal(float(high - low))})"


def _normal(cell: Cell, column: Number) -> str:
    return f"({literal(float(column.mean or 0.0))} + {literal(float(column.sd or 1.0))} * {_standard(cell)})"


def _lognormal(cell: Cell, column: Number) -> str:
    return f"exp({literal(float(column.mu or 0.0))} + {literal(float(column.sigma or 1.0))} * {_standard(cell)})"


def _standard(cell: Cell) -> str:
    draw = cell.shared("draw", cell.draw(even=True))
    return quantile(draw, cell.shared("outward", outward(draw)))


def _exponential(cell: Cell, column: Number) -> str:
    return f"({literal(-float(column.mean or 1.0))} * ln({cell.draw(even=True)}))"


def _rounded(value: str, type_: str) -> Formula:
    """Half up at the type's last digit, on integers: casts and `round` of doubles differ between engines at ties."""
    digits = 0 if type_ in ("int", "bigint") else _DOUBLE_DIGITS if type_ == "double" else _scale(type_)
    unit = literal(float(10**digits))
    whole = f"floor({value} * {unit} + 5E-1)"
    return Formula(type_, f"CAST({whole} AS {type_})" if not digits else f"CAST({whole} / {unit} AS {type_})")


def _scale(decimal: str) -> int:
    return int(decimal.rstrip(")").partition(",")[2])


_CURVES: dict[str, Callable[[Cell, Number], str]] = {
    "normal": _normal,
    "lognormal": _lognormal,
    "exponential": _exponential,
}
_MAKERS: dict[str, Callable[[Cell, Any], Formula]] = {
    "key": key,
    "foreign_key": foreign_key,
    "lookup": lookup,
    "choice": choice,
    "person": person,
    "compose": compose,
    "city": city,
    "uniform": number,
    "normal": number,
    "lognormal": number,
    "exponential": number,
    "date": calendar,
    "timestamp": calendar,
    "expr": expr,
}
