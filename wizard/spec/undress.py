"""From a spec with its brand on back to the spec as it was written.

Checks look at values as they will be: `{brand.regions.2}` is South. People look at their file: so each finding is taken
back to the key, the list item and the column of the line where the placeholder stands.
"""

from __future__ import annotations

from dataclasses import replace

from wizard.identifiers import literal
from wizard.spec import placeholders
from wizard.spec.nodes import Plain
from wizard.spec.placeholders import PLACEHOLDER, Meanings
from wizard.spec.problems import Finding, Path
from wizard.spec.shapes import child

SQL_FIELDS = frozenset({"sql", "where"})
"""Keys whose text is SQL, in which placeholders are literals."""


def undress(finding: Finding, data: Plain, meanings: Meanings) -> Finding:
    """The finding at its place in the data as written; `meanings` are those that were put on."""
    path: list[str | int] = []
    for part in finding.path:
        path.append(_written(data, part, meanings))
        data = child(data, path[-1])
    inside = finding.inside
    if inside and isinstance(data, str) and is_sql(finding.path):
        inside = _inside(data, inside, meanings)
    return replace(finding, path=tuple(path), inside=inside)


def is_sql(path: Path) -> bool:
    """Whether the text at a path is SQL."""
    return bool(path) and path[-1] in SQL_FIELDS and path[0] != "brand"


def width(item: Plain, meanings: Meanings) -> int:
    """How many items a list item becomes."""
    spliced = placeholders.splice(item, meanings.of) if isinstance(item, str) else None
    return 1 if spliced is None else len(spliced)


def _written(data: Plain, part: str | int, meanings: Meanings) -> str | int:
    """The key or index in the data as written."""
    if isinstance(data, dict) and part not in data:
        same = (key for key in data if placeholders.replace(key, meanings.of, placeholders.plain) == part)
        return next(same, part)
    if isinstance(data, list) and isinstance(part, int):
        before = 0
        for index, item in enumerate(data):
            before += width(item, meanings)
            if part < before:
                return index
    return part


def _inside(text: str, inside: tuple[int, int], meanings: Meanings) -> tuple[int, int]:
    """A line and column of the SQL with its literals, in the text with its placeholders."""
    line, column = inside
    lines = text.split("\n")
    for match in PLACEHOLDER.finditer(lines[line - 1] if line <= len(lines) else ""):
        meaning = meanings.of(match[1])
        if meaning is None or isinstance(meaning, list) or column <= match.start():
            continue
        longer = len(literal(meaning)) - len(match[0])
        column = match.start() + 1 if column <= match.end() + longer else column - longer
    return line, column
