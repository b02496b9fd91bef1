"""Views and insights: queries over tables and views of the spec, without circles, and what is said of their columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wizard.spec.check.answers import answer_key
from wizard.spec.check.graph import cycles
from wizard.spec.check.queries import Outputs, names_in, outputs, parsed
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, Path, did_you_mean

if TYPE_CHECKING:
    from sqlglot import exp


def check(draft: Draft) -> Iterator[Finding]:
    """Syntax, unknown tables and columns, names with a schema, comments on columns that are not there, circles."""
    trees: dict[str, exp.Query] = {}
    for name, view in draft.views.items():
        tree, findings = parsed(("views", name, "sql"), view.sql) if view else (None, [])
        yield from findings
        if tree is not None:
            trees[name] = tree
    known = {name: outputs(tree) for name, tree in trees.items()}
    for name, tree in trees.items():
        yield from names_in(draft, ("views", name, "sql"), tree, known)
        view = draft.views[name]
        yield from _comments(("views", name, "columns"), list(view.columns) if view else [], known[name])
    yield from _circles(trees)
    yield from _insights(draft, known)


def _comments(path: Path, commented: list[str], found: list[str] | None) -> Iterator[Finding]:
    for name in commented:
        if found is not None and name not in found:
            yield Finding((*path, name), f"the view has no column {name!r}", did_you_mean(name, found), on_key=True)


def _circles(trees: dict[str, exp.Query]) -> Iterator[Finding]:
    if not trees:
        return
    from wizard.spec import sql

    for ring in cycles({name: sorted(sql.reads(tree).bare & trees.keys()) for name, tree in trees.items()}):
        what = "reads itself" if len(ring) == 2 else f"views read one another in a circle: {' → '.join(ring)}"
        yield Finding(("views", ring[0], "sql"), what, "Let one of them read tables.")


def _insights(draft: Draft, views: Outputs) -> Iterator[Finding]:
    for name, insight in draft.insights.items():
        if insight is None:
            continue
        path: Path = ("insights", name)
        tree, findings = parsed((*path, "sql"), insight.sql)
        yield from findings
        if tree is not None:
            yield from names_in(draft, (*path, "sql"), tree, views)
        yield from answer_key(path, insight, outputs(tree) if tree is not None else None)
