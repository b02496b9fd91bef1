"""What happens in a demo, in words: when by date, where, and what it does to which column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from wizard.portrait.effects import Effect
from wizard.spec.columns import After, Calendar, History, Tick
from wizard.spec.lookups import origin
from wizard.spec.model import DemoSpec
from wizard.spec.story import Incident


@dataclass(frozen=True, slots=True)
class Happening:
    """An incident of the spec. `start` to `end`, `end` not included; `where` is SQL, empty for all rows.

    `effects` says what it is meant to do, `measured` what became of the rows.
    """

    name: str
    comment: str
    table: str
    time: str
    start: date
    end: date
    where: str
    effects: tuple[str, ...]
    enabled: bool
    measured: tuple[Effect, ...] = ()


def happenings(spec: DemoSpec) -> list[Happening]:
    """The incidents in the order in which they apply, disabled ones included."""
    return [
        Happening(
            name, found.comment, found.table, found.time, spec.as_of + timedelta(days=found.start),
            spec.as_of + timedelta(days=found.end), " ".join((found.where or "").split()),
            tuple(_effects(spec, found)), found.enabled,
        )
        for name, found in spec.incidents.items()
    ]  # fmt: skip


def _effects(spec: DemoSpec, incident: Incident) -> Iterator[str]:
    columns = spec.tables[incident.table].columns
    for name, factor in incident.multiply.items():
        takes_time = isinstance(columns.get(name), After)
        yield f"{name} takes {factor:g} times as long" if takes_time else f"{name} times {factor:g}"
    for name, distance in incident.shift.items():
        yield _shifted(name, distance, _unit(spec, incident.table, name))
    for name, weights in incident.mix.items():
        yield f"{name} becomes {_mixed(weights)}"
    if incident.drop is not None:
        yield f"{incident.drop * 100:g} % of the rows are not there"
    if incident.extra is not None:
        yield f"{incident.extra * 100:g} % more rows"


def _shifted(name: str, distance: float, unit: str) -> str:
    if unit:
        plural = "" if abs(distance) == 1 else "s"
        return f"{name} {abs(distance):g} {unit}{plural} {'later' if distance >= 0 else 'earlier'}"
    return f"{name} {'plus' if distance >= 0 else 'minus'} {abs(distance):g}"


def _mixed(weights: Mapping[str, float]) -> str:
    total = sum(weights.values()) or 1.0
    return ", ".join(f"{value} {weight / total * 100:.0f} %" for value, weight in weights.items())


def _unit(spec: DemoSpec, table: str, name: str) -> str:
    """The unit in which a column is shifted: days of a date, hours of a moment, none of a number."""
    found = origin(spec.tables, table, name)
    match found.column if found else None:
        case Calendar(kind="date"):
            return "day"
        case Calendar() | Tick():
            return "hour"
        case After(of=begin) | History(start=begin) if found:
            return _unit(spec, found.table, begin)
    return ""
