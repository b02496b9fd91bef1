"""What an incident did to the rows, measured: its window beside the four weeks before it, at the same place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from wizard.portrait.sample import Sample, Wanted
from wizard.spec.columns import After
from wizard.spec.lookups import origin
from wizard.spec.model import DemoSpec
from wizard.spec.story import Incident

BEFORE_DAYS = 28
"""Whole weeks: both sides have every weekday alike, unless the incident is shorter than a week."""
MEASURED = 40_000
"""Rows that a sample should have for this."""
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}

Measure = tuple[str, list[float | None]]
"""What is measured, and its value in each row."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One number: what it is, its value during the incident, and in the four weeks before; None without rows."""

    what: str
    during: float | None
    before: float | None


def wanted(spec: DemoSpec, table: str) -> Wanted:
    """What a sample has to bring for the incidents of a table: where each happens, and the columns that it changes."""
    concerned = {name: found for name, found in spec.incidents.items() if found.enabled and found.table == table}
    reads = (name for found in concerned.values() for name in _read(spec, found))
    return Wanted({name: found.where or "true" for name, found in concerned.items()}, tuple(dict.fromkeys(reads)),
                  MEASURED if concerned else 0)  # fmt: skip


def effects(spec: DemoSpec, name: str, sample: Sample) -> tuple[Effect, ...]:
    """Rows a day and, for each column that the incident changes, its mean or the share of its most frequent value.

    `spec` is skinned, and `sample` brings what is `wanted`. Shifted moments have no number.
    """
    incident = spec.incidents[name]
    start, end = (spec.as_of + timedelta(days=days) for days in (incident.start, incident.end))
    moments = zip(sample.reads[incident.time], sample.tests[name], strict=True)
    days = [_day(moment) if there else None for moment, there in moments]
    during = _between(days, start, end)
    before = _between(days, start - timedelta(days=BEFORE_DAYS), start)
    each = sample.rows / max(1, sample.tested)
    rows = Effect("rows a day", len(during) * each / (end - start).days, len(before) * each / BEFORE_DAYS)
    measured = _measures(spec, incident, sample.reads)
    return (rows, *(Effect(what, _mean(of, during), _mean(of, before)) for what, of in measured))


def _read(spec: DemoSpec, incident: Incident) -> Iterator[str]:
    columns = spec.tables[incident.table].columns
    yield incident.time
    for name in (*incident.multiply, *incident.shift, *incident.mix):
        column = columns[name]
        yield from (name, column.of) if isinstance(column, After) else (name,)


def _measures(spec: DemoSpec, incident: Incident, values: Mapping[str, list[Any]]) -> Iterator[Measure]:
    for name in dict.fromkeys([*incident.multiply, *incident.shift]):
        found = origin(spec.tables, incident.table, name)
        match found.column if found else None:
            case After(of=begin, unit=unit) if begin in values:
                pairs = zip(values[begin], values[name], strict=True)
                yield f"{unit} from {begin} to {name}", [_gap(one, other, unit) for one, other in pairs]
            case column if column is not None and column.kind not in {"after", "date", "timestamp", "tick", "history"}:
                yield f"{name} on average", [None if value is None else float(value) for value in values[name]]
    for name, weights in incident.mix.items():
        most = max(weights, key=lambda value: weights[value])
        yield f"% {name} {most}", [100.0 if _is(value, most) else 0.0 for value in values[name]]


def _is(value: object, text: str) -> bool:
    """Whether a value is the one that the spec writes as `text`: 0.3 is also the decimal 0.30."""
    return value == Decimal(text) if isinstance(value, Decimal) else str(value) == text


def _gap(one: date | None, other: date | None, unit: str) -> float | None:
    return None if one is None or other is None else (other - one).total_seconds() / _SECONDS[unit]


def _between(days: Sequence[date | None], start: date, end: date) -> list[int]:
    """The places of the rows whose day lies in a window."""
    return [at for at, day in enumerate(days) if day is not None and start <= day < end]


def _mean(values: Sequence[float | None], rows: Sequence[int]) -> float | None:
    found = [value for at in rows if (value := values[at]) is not None]
    return sum(found) / len(found) if found else None


def _day(value: date | None) -> date | None:
    return None if value is None else date(value.year, value.month, value.day)
