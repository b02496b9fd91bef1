"""Queries of a spec: one SELECT over its tables and views.

Columns are checked as far as that is certain without running the query: a name is reported only when nothing that the
statement mentions could provide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wizard.spec.draft import Draft, TableDraft
from wizard.spec.problems import Finding, Path, did_you_mean

if TYPE_CHECKING:
    from sqlglot import exp

    from wizard.spec.sql import Reads

Outputs = Mapping[str, list[str] | None]


def parsed(path: Path, text: str) -> tuple[exp.Query | None, list[Finding]]:
    """The tree of a query, or what is wrong with its syntax."""
    from wizard.spec import sql  # costs a tenth of a second

    try:
        return sql.query(text), []
    except sql.SqlFaultError as fault:
        hint = "Write one SELECT over tables and views of this spec."
        return None, [Finding(path, fault.message, hint, inside=fault.inside)]


def outputs(tree: exp.Query) -> list[str] | None:
    """The columns that a query gives, in lower case; None where a star hides them."""
    names = [name.lower() for name in tree.named_selects]
    return None if tree.is_star or "*" in names else names


def names_in(draft: Draft, path: Path, tree: exp.Query, views: Outputs) -> Iterator[Finding]:
    """Tables, views and columns that a query names and that are not there; `views` are the columns of views."""
    from wizard.spec import sql

    read = sql.reads(tree)
    yield from _relations(draft, path, read)
    if not read.qualified:
        yield from _columns(draft, path, tree, read.bare, views)


def _relations(draft: Draft, path: Path, read: Reads) -> Iterator[Finding]:
    known = [*draft.tables, *draft.views]
    for name in read.qualified:
        hint = f"Write {name.rpartition('.')[2]}: the wizard adds catalog and schema."
        yield Finding(path, f"names {name} with its schema", hint)
    for name in sorted(read.bare.difference(known)):
        yield Finding(path, f"there is no table or view {name!r} in this spec", did_you_mean(name, known))


def _columns(
    draft: Draft, path: Path, tree: exp.Query, read: frozenset[str], views: Outputs
) -> Iterator[Finding]:
    if _makes_columns(tree):
        return
    known: set[str] = set()
    for name in read:
        columns = _stored(draft.tables[name]) if name in draft.tables else views.get(name)
        if not columns:
            return
        known.update(columns)
    own = _own(tree)
    hidden = {column for name in read & draft.tables.keys() for column in draft.tables[name].columns} - known
    for word in _asked(tree, own):
        if word in hidden and word not in own:
            yield Finding(path, f"{word!r} is hidden: it is not stored", "Remove its hidden: true, or read another.")
        elif word not in known and word not in own:
            yield Finding(path, f"nothing here has a column {word!r}", did_you_mean(word, sorted((known | own) - {""})))


def _stored(table: TableDraft) -> list[str]:
    return [name for name, column in table.columns.items() if column is None or not column.hidden]


def _own(tree: exp.Query) -> set[str]:
    """The names that a query gives to things itself."""
    from sqlglot import exp

    own = {node.alias.lower() for node in tree.find_all(exp.Alias, exp.TableAlias, exp.CTE, exp.Table, exp.Subquery)}
    own |= {part.name.lower() for alias in tree.find_all(exp.TableAlias, exp.Aliases) for part in _parts(alias)}
    return own | {table.name.lower() for table in tree.find_all(exp.Table)}


def _asked(tree: exp.Query, own: set[str]) -> dict[str, None]:
    from sqlglot import exp

    return dict.fromkeys(word for column in tree.find_all(exp.Column) for word in _words(column, own))


def _makes_columns(tree: exp.Query) -> bool:
    """Whether columns come from functions and the like, whose names only the engine knows."""
    from sqlglot import exp

    made = tree.find(exp.Lateral, exp.Unnest, exp.Pivot, exp.UDTF)
    return made is not None or any(not isinstance(table.this, exp.Identifier) for table in tree.find_all(exp.Table))


def _parts(alias: exp.Expr) -> list[exp.Expr]:
    return list(alias.args.get("columns") or alias.expressions or [])


def _words(column: exp.Column, own: set[str]) -> list[str]:
    """The names in `alias.column` or `column.field` that must be known: fields of a struct are not."""
    words = [part.name.lower() for part in column.parts if part.name and part.name != "*"]
    return words[:2] if words and words[0] in own else words[:1]
