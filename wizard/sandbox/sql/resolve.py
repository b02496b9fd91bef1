"""From a statement as people write it to the text the engine may run.

Every table and view named is looked up, its privileges are checked, and its full name is written in its place; a view
is replaced by its own text, read with its owner's rights from the place where it was created, as Unity Catalog does.
All of this happens in the text, by position: what is not a name stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlglot import exp

from wizard.sandbox.sql import information_schema
from wizard.sandbox.sql.context import INFORMATION_SCHEMA, Context, Document, place
from wizard.sandbox.sql.errors import failed
from wizard.sandbox.sql.lexer import is_quoted, tokens
from wizard.sandbox.sql.parameters import quoted_name, string_literal
from wizard.sandbox.sql.references import Reference, parse, references

# Where a view keeps the place that it was created in: the property names of Spark and Databricks.
VIEW_CATALOG = "view.catalogAndNamespace.part.0"
VIEW_SCHEMA = "view.catalogAndNamespace.part.1"
# The names of a view's columns in its text, when the view gives them others.
VIEW_QUERY_COLUMN = "view.query.out.col.{}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """A statement ready for the engine: its text, its tree, and the document of the table that it writes, if any."""

    text: str
    tree: exp.Expr
    target: Document | None = None


_Edit = tuple[int, int, str]
_ROOTS = (exp.Query, exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Values)


def resolve(context: Context, statement: str, trail: tuple[str, ...] = ()) -> Resolved:
    """Resolve a query or a data-changing statement; `trail` names the views that are being read around it.

    Raises SqlError for what does not parse or does not exist, ApiError for what is not allowed.
    """
    text = without_comments(statement)
    tree = parse(text)
    _check_shape(text, tree)
    edits: list[_Edit] = []
    target: Document | None = None
    for reference in references(tree):
        if reference.target:
            target = _target(context, text, tree, reference)
            edits.append((reference.start, reference.end, quoted_name(target["full_name"].split("."))))
        else:
            edits += _source(context, text, tree, reference, trail)
    edits += _session_functions(context, text, tree)
    return Resolved(_apply(text, edits), tree, target)


def without_comments(text: str) -> str:
    """Return the text with every comment replaced by a space; the engine then sees exactly the tokens seen here."""
    parts: list[str] = []
    position = 0
    for token in tokens(text):
        if token.start < position:
            continue  # `42L` comes as three tokens over one place
        gap = text[position : token.start]
        parts += [gap if not gap.strip() else " ", text[token.start : token.end + 1]]
        position = token.end + 1
    return "".join(parts)


def view_edit(context: Context, view: Document, trail: tuple[str, ...]) -> str:
    """Return a view as a subquery in parentheses, everything inside resolved with its owner's rights."""
    name = view["full_name"]
    if name in trail:
        cycle = " -> ".join(f"`{step}`" for step in (*trail, name))
        raise failed("RECURSIVE_VIEW", f"Recursive view `{name}` detected (cycle: {cycle}).")
    known = view.get("properties") or {}
    inner = context.acting_as(view["owner"], known.get(VIEW_CATALOG, context.catalog),
                              known.get(VIEW_SCHEMA, context.schema))  # fmt: skip
    text = resolve(inner, view["view_definition"], (*trail, name)).text
    columns = view.get("columns") or []
    renamed = any(known.get(VIEW_QUERY_COLUMN.format(i), c["name"]) != c["name"] for i, c in enumerate(columns))
    if renamed:
        listed = ", ".join(quoted_name(column["name"]) for column in columns)
        return f"(SELECT * FROM ({text}) AS _view({listed}))"
    return f"({text})"


def _check_shape(text: str, tree: exp.Expr) -> None:
    """Refuse what would reach tables without naming them in a FROM clause: `TABLE t` and its relatives."""
    found = tokens(text)
    for before, token in zip([None, *found], found, strict=False):
        if token.text.upper() == "TABLE" and not is_quoted(token):
            behind = before.text.upper() if before is not None else ""
            if behind not in ("INTO", "OVERWRITE", ".", "AS"):
                raise failed("PARSE_SYNTAX_ERROR", "Syntax error at or near 'TABLE'.", place(text, token.start))
    if not isinstance(tree, _ROOTS):
        raise failed("PARSE_SYNTAX_ERROR", f"Syntax error at or near '{found[0].text}'.", place(text, found[0].start))


def _target(context: Context, text: str, tree: exp.Expr, reference: Reference) -> Document:
    name = context.full_name(reference.parts)
    where = place(text, reference.start)
    if not isinstance(tree, exp.Insert):
        context.readable(name, where)
    return context.writable(name, where)


def _source(
    context: Context, text: str, tree: exp.Expr, reference: Reference, trail: tuple[str, ...]
) -> Iterable[_Edit]:
    """Return the edits for one table or view that is read."""
    name = context.full_name(reference.parts)
    catalog, schema, last = name.split(".")
    if schema == INFORMATION_SCHEMA:
        inlined = information_schema.relation(context, catalog, last)
    else:
        document = context.readable(name, place(text, reference.start))
        if document["table_type"] != "VIEW":
            return [(reference.start, reference.end, quoted_name(name.split(".")))]
        inlined = view_edit(context, document, trail)
    alias = "" if reference.aliased else f" AS {quoted_name(last)}"
    return [(reference.start, reference.end, inlined + alias), *_qualified_columns(tree, reference, last)]


def _qualified_columns(tree: exp.Expr, reference: Reference, alias: str) -> Iterable[_Edit]:
    """Shorten `schema.view.column` to `view.column`: the subquery that stands for the view has only its alias."""
    if reference.aliased:
        return
    wanted = tuple(part.lower() for part in reference.parts)
    for column in tree.find_all(exp.Column):
        parts = [part for part in column.parts[:-1] if isinstance(part, exp.Identifier)]
        names = tuple(part.name.lower() for part in parts)
        if len(names) > 1 and names == wanted[-len(names) :]:
            yield parts[0].meta["start"], parts[-1].meta["end"] + 1, quoted_name(alias)


def _session_functions(context: Context, text: str, tree: exp.Expr) -> Iterable[_Edit]:
    """Answer current_catalog() and current_schema() here; the engine has one catalog of its own for everything."""
    answers = {exp.CurrentCatalog: context.catalog, exp.CurrentSchema: context.schema,
               exp.CurrentDatabase: context.schema}  # fmt: skip
    for kind, value in answers.items():
        for node in tree.find_all(kind):
            start, end = node.meta["start"], node.meta["end"] + 1
            name = text[start:end]
            closing = text.find(")", end) + 1 if text[end:].lstrip().startswith("(") else end
            alias = f" AS {quoted_name(name.lower() + '()')}" if isinstance(node.parent, exp.Select) else ""
            yield start, closing, string_literal(value) + alias


def _apply(text: str, edits: Iterable[_Edit]) -> str:
    parts: list[str] = []
    position = 0
    for start, end, replacement in sorted(edits):
        parts += [text[position:start], replacement]
        position = end
    return "".join([*parts, text[position:]])
