"""Views: one SELECT over tables and views of the spec, without circles.

Columns are checked as far as that is certain without running the query: a name is reported only when nothing that the
statement mentions could provide it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.spec.check.graph import cycles
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path, did_you_mean

if TYPE_CHECKING:
    from sqlglot import exp

    from wizard.spec.sql import Reads


def check(draft: Draft) -> Iterator[Finding]:
    """Syntax, unknown tables and columns, names with a schema, comments on columns that are not there, circles."""
    views = {name: view for name, view in draft.views.items() if view is not None}
    if not views:
        return
    from wizard.spec import sql  # costs a tenth of a second

    trees: dict[str, exp.Query] = {}
    for name, view in views.items():
        try:
            trees[name] = sql.query(view.sql)
        except sql.SqlFaultError as fault:
            hint = "Write one SELECT over tables and views of this spec."
            yield Finding(("views", name, "sql"), fault.message, hint, inside=fault.inside)
    reads = {name: sql.reads(tree) for name, tree in trees.items()}
    for name, read in reads.items():
        yield from _relations(draft, ("views", name, "sql"), read)
    outputs = {name: _outputs(tree) for name, tree in trees.items()}
    for name, tree in trees.items():
        if not reads[name].qualified:
            yield from _columns(draft, ("views", name, "sql"), tree, reads[name].bare, outputs)
        yield from _comments(("views", name, "columns"), list(views[name].columns), outputs[name])
    for ring in cycles({name: sorted(read.bare & reads.keys()) for name, read in reads.items()}):
        what = "reads itself" if len(ring) == 2 else f"views read one another in a circle: {' → '.join(ring)}"
        yield Finding(("views", ring[0], "sql"), what, "Let one of them read tables.")


def _relations(draft: Draft, path: Path, read: Reads) -> Iterator[Finding]:
    known = [*draft.tables, *draft.views]
    for name in read.qualified:
        hint = f"Write {name.rpartition('.')[2]}: the wizard adds catalog and schema."
        yield Finding(path, f"names {name} with its schema", hint)
    for name in sorted(read.bare.difference(known)):
        yield Finding(path, f"there is no table or view {name!r} in this spec", did_you_mean(name, known))


def _outputs(tree: exp.Query) -> list[str] | None:
    """The columns that a query gives, in lower case; None where a star hides them."""
    names = [name.lower() for name in tree.named_selects]
    return None if tree.is_star or "*" in names else names


def _columns(
    draft: Draft, path: Path, tree: exp.Query, read: frozenset[str], outputs: dict[str, list[str] | None]
) -> Iterator[Finding]:
    from sqlglot import exp

    if _makes_columns(tree):
        return
    known: set[str] = set()
    for name in read:
        columns = list(draft.tables[name].columns) if name in draft.tables else outputs.get(name)
        if not columns:
            return
        known.update(columns)
    own = {node.alias.lower() for node in tree.find_all(exp.Alias, exp.TableAlias, exp.CTE, exp.Table, exp.Subquery)}
    own |= {part.name.lower() for alias in tree.find_all(exp.TableAlias, exp.Aliases) for part in _parts(alias)}
    own |= {table.name.lower() for table in tree.find_all(exp.Table)}
    for word in dict.fromkeys(word for column in tree.find_all(exp.Column) for word in _words(column, own)):
        if word not in known and word not in own:
            yield Finding(path, f"nothing here has a column {word!r}", did_you_mean(word, sorted((known | own) - {""})))


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


def _comments(path: Path, commented: list[str], outputs: list[str] | None) -> Iterator[Finding]:
    for name in commented:
        if outputs is not None and name not in outputs:
            yield Finding((*path, name), f"the view has no column {name!r}", did_you_mean(name, outputs), on_key=True)
