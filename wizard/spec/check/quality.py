"""Quality rules: about columns that are stored, and with bounds that something can meet."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.types import TIMES, sort_of
from wizard.spec.check.walk import not_among
from wizard.spec.draft import Draft
from wizard.spec.model import ForeignKeyRule, InRange
from wizard.spec.problems import Finding, Path


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
        known = draft.tables[table].columns
        missing = not_among(column_path, column, "column", known, f" in {table}")
        found = known.get(column)
        if found and found.hidden:
            missing = Finding(column_path, f"{column!r} is hidden: it is not stored", "Check a column that is stored.")
    if missing:
        yield missing


def _range(draft: Draft, path: Path, rule: InRange) -> Iterator[Finding]:
    if rule.min is None and rule.max is None:
        yield Finding(path, "in_range has neither min nor max", "Write at least one of them.")
    elif rule.min is not None and rule.max is not None and rule.min > rule.max:
        yield Finding((*path, "min"), f"min {rule.min:g} is above max {rule.max:g}", "Swap them.")
    sort = sort_of(draft, rule.table, rule.column)
    if sort not in {"number", None}:
        what = "dates" if sort in TIMES else "no numbers"
        hint = "Check it in a job's SQL task." if sort in TIMES else "Use accepted_values or matches."
        yield Finding((*path, "column"), f"{rule.column!r} holds {what}, so it has no range", hint)
