"""What an incident may do to which column."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.types import TIMES, sort_of
from wizard.spec.check.walk import not_among
from wizard.spec.check.weights import weights
from wizard.spec.columns import After, Choice, Column, ForeignKey, History, Position, Rollup
from wizard.spec.draft import Draft, TableDraft
from wizard.spec.problems import Finding, Path, did_you_mean
from wizard.spec.story import Incident
from wizard.spec.values import listed

_FIXED = (Rollup, Position, History)


def effects(draft: Draft, path: Path, incident: Incident, table: TableDraft) -> Iterator[Finding]:
    """Columns that are not there or cannot be changed so, values that a choice does not have."""
    for effect in ("multiply", "shift", "mix"):
        for name in getattr(incident, effect):
            where = (*path, effect, name)
            column = table.columns.get(name)
            if missing := not_among(where, name, "column", table.columns, f" in {incident.table}"):
                yield Finding(where, missing.message, missing.hint, on_key=True)
            elif column is not None:
                yield from _effect(draft, where, incident, column)


def _effect(draft: Draft, path: Path, incident: Incident, column: Column) -> Iterator[Finding]:
    _, _, effect, name = path
    sort = sort_of(draft, incident.table, str(name))
    if effect == "mix":
        yield from _mix(draft, path, incident, column)
    elif isinstance(column, _FIXED):
        hint = "Change the column of the parts: the sum follows." if isinstance(column, Rollup) else "Change another."
        yield Finding(path, f"{name!r} is of kind {column.kind}, which follows from other rows", hint, on_key=True)
    elif effect == "multiply":
        if sort not in {"number", None} and not isinstance(column, After):
            hint = "Multiply numbers, or the gap of an after column; shift moves a date or timestamp."
            yield Finding(path, f"{name!r} holds no numbers", hint, on_key=True)
        elif isinstance(column, After) and incident.multiply[str(name)] < 0:
            yield Finding(path, "a gap cannot be negative", "Write 0 or more.")
    elif sort not in {"number", None, *TIMES}:
        hint = "Shift a number, a date or a timestamp."
        yield Finding(path, f"{name!r} holds neither numbers nor times", hint, on_key=True)
    elif chooser := _goes_by(draft, incident.table, str(name)):
        hint = f"Remove existing there, or shift another column than {name}."
        yield Finding(path, f"{chooser} counts on {name!r}: existing", hint, on_key=True)


def _mix(draft: Draft, path: Path, incident: Incident, column: Column) -> Iterator[Finding]:
    name = str(path[-1])
    if not isinstance(column, Choice):
        hint = "Mix a column of kind choice."
        yield Finding(path, f"{name!r} is of kind {column.kind}, not a choice", hint, on_key=True)
        return
    known = listed(column, draft.brand) or []
    for value in incident.mix[name]:
        if value not in known:
            yield Finding((*path, value), f"{name} is never {value!r}", did_you_mean(value, known), on_key=True)
    yield from weights(path, incident.mix[name])
    if chooser := _goes_by(draft, incident.table, name):
        hint = f"Remove match or favor there, or mix another column than {name}."
        yield Finding(path, f"{chooser} counts on {name!r}: match or favor", hint, on_key=True)


def _goes_by(draft: Draft, table: str, name: str) -> str | None:
    """A foreign key that chooses its parent by this column, counted before any incident."""
    for other, content in draft.tables.items():
        for key_name, key in content.columns.items():
            if isinstance(key, ForeignKey) and key.table == table:
                options = (key.match, key.favor, key.existing)
                if any(option.column == name for option in options if option):
                    return f"{other}.{key_name}"
    return None
