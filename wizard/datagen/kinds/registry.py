"""Column kinds as Spark SQL: one function for each model in `wizard.spec.columns`.

A function gets the cell that it fills (draws, other columns, parents) and the column's model, and returns type and
SQL. Apache Spark (also in ANSI mode) and Sail run all of it, and agree on every row; a session in UTC is assumed, which
matters only to expressions that take a timestamp apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wizard.datagen.incidents.planted import affected
from wizard.datagen.kinds.calendar import calendar
from wizard.datagen.kinds.contacts import card, email, phone
from wizard.datagen.kinds.expressions import expr
from wizard.datagen.kinds.lifecycle import after, state, tick
from wizard.datagen.kinds.names import company, person
from wizard.datagen.kinds.numbers import number
from wizard.datagen.kinds.parts import position, rollup
from wizard.datagen.kinds.places import address, city
from wizard.datagen.kinds.references import foreign_key, key, lookup
from wizard.datagen.kinds.signal import signal
from wizard.datagen.kinds.versions import history, progress
from wizard.datagen.kinds.words import choice, compose, region
from wizard.datagen.sheet import Cell, Formula


def make(cell: Cell) -> Formula:
    """Type and SQL of a cell's column, incidents included, nulls aside."""
    return affected(cell, _MAKERS[cell.column.kind](cell, cell.column))


_MAKERS: dict[str, Callable[[Cell, Any], Formula]] = {
    "key": key,
    "foreign_key": foreign_key,
    "parent": foreign_key,
    "position": position,
    "lookup": lookup,
    "rollup": rollup,
    "history": history,
    "progress": progress,
    "choice": choice,
    "region": region,
    "city": city,
    "person": person,
    "email": email,
    "company": company,
    "address": address,
    "phone": phone,
    "card": card,
    "compose": compose,
    "uniform": number,
    "normal": number,
    "lognormal": number,
    "exponential": number,
    "pareto": number,
    "poisson": number,
    "zipf": number,
    "signal": signal,
    "date": calendar,
    "timestamp": calendar,
    "after": after,
    "state": state,
    "tick": tick,
    "expr": expr,
}
