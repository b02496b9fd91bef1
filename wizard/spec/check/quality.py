"""Quality rules: about columns that exist, and with bounds that something can meet."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.walk import not_among
from wizard.spec.columns import Calendar, Choice, City, Compose, ForeignKey, Key, Person
from wizard.spec.draft import Draft
from wizard.spec.model import ForeignKeyRule, InRange
from wizard.spec.problems import Finding, Path

_TEXT = (Key, ForeignKey, Person, Compose, City)


def check(draft: Draft) -> Iterator[Finding]:
    """Tables and columns that are not there, ranges without an end or the wrong way round."""
    for index, rule in enumerate(draft.quality):
        if rule is None:
            continue
        path: Path = ("quality", index)
        yield from _column(draft, (*path, "table"), rule.table, (*path, "column"), rule.column)
        match rule:
            case InRange():
                yield from _range(draft, path, rule)
            case ForeignKeyRule():
                yield from _column(draft, (*path, "parent"), rule.parent, (*path, "parent_column"), rule.parent_column)


def _column(draft: Draft, table_path: Path, table: str, column_path: Path, column: str) -> Iterator[Finding]:
    if table in draft.views and table not in draft.tables:
        yield Finding(table_path, f"{table!r} is a view", "Rules check tables: name the table it reads.")
        return
    missing = not_among(table_path, table, "table", draft.tables)
    if missing is None and table in draft.tables:
        missing = not_among(column_path, column, "column", draft.tables[table].columns, f" in {table}")
    if missing:
        yield missing


def _range(draft: Draft, path: Path, rule: InRange) -> Iterator[Finding]:
    if rule.min is None and rule.max is None:
        yield Finding(path, "in_range has neither min nor max", "Write at least one of them.")
    elif rule.min is not None and rule.max is not None and rule.min > rule.max:
        yield Finding((*path, "min"), f"min {rule.min:g} is above max {rule.max:g}", "Swap them.")
    table = draft.tables.get(rule.table)
    column = table.columns.get(rule.column) if table else None
    words = isinstance(column, Choice) and column.type in {"string", "boolean", "date"}
    if words or isinstance(column, (*_TEXT, Calendar)):
        what = "dates" if isinstance(column, Calendar) else "no numbers"
        hint = "Use accepted_values or matches." if what == "no numbers" else "Check it in a job's SQL task."
        yield Finding((*path, "column"), f"{rule.column!r} holds {what}, so it has no range", hint)
