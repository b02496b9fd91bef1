"""How a column's values are made: one small model a kind, told apart by `kind`.

The models say what a spec may write; `wizard.datagen.kinds` turns each into a Spark SQL expression. A new kind is one
model here and one function there.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wizard.spec.columns.base import CLOSED, ColumnBase, Name, NumberType, Part, Share, SqlType, Weighted
from wizard.spec.columns.expressions import Expr
from wizard.spec.columns.numbers import Correlate, Drift, Law, Number, Signal
from wizard.spec.columns.references import (
    Existing,
    Favor,
    ForeignKey,
    History,
    Key,
    Lookup,
    Match,
    Parent,
    Position,
    Progress,
    Rollup,
    Skew,
)
from wizard.spec.columns.times import After, Calendar, CalendarEvent, Holidays, Late, Pace, State, Tick, Weights
from wizard.spec.columns.words import (
    Address,
    Card,
    Choice,
    City,
    Company,
    Compose,
    Email,
    Person,
    Phone,
    Region,
)

__all__ = [
    "CLOSED", "Address", "After", "Calendar", "CalendarEvent", "Card", "Choice", "City", "Column",
    "ColumnBase", "Company", "Compose", "Correlate", "Drift", "Email", "Existing", "Expr", "Favor", "ForeignKey",
    "History", "Holidays", "Key", "Late", "Law", "Lookup", "Match", "Name", "Number", "NumberType", "Pace",
    "Parent", "Part", "Person", "Phone", "Position", "Progress", "Region", "Rollup", "Share", "Signal", "Skew",
    "SqlType", "State", "Tick", "Weighted", "Weights",
]

Column = Annotated[
    Key | ForeignKey | Parent | Position | Lookup | Rollup | History | Progress
    | Choice | Region | City | Person | Email | Company | Address | Phone | Card | Compose
    | Number | Signal | Calendar | After | State | Tick | Expr,
    Field(discriminator="kind"),
]
