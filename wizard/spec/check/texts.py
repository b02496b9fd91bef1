"""Text that is put together: formats, and the names that make an e-mail address."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.check.reads import fields, is_number
from wizard.spec.check.types import sorted_as
from wizard.spec.check.walk import Cell, cells, not_before, not_suited
from wizard.spec.columns import Compose, Email
from wizard.spec.draft import Draft
from wizard.spec.problems import Finding


def check(draft: Draft) -> Iterator[Finding]:
    """Fields that name nothing, lists that are not there, addresses made from what is no text."""
    for cell in cells(draft):
        if isinstance(cell.column, Compose):
            yield from _compose(cell, cell.column)
        elif isinstance(cell.column, Email):
            texts = sorted_as(draft, cell.home, cell.before, frozenset({"text"}))
            for part, name in (("first", cell.column.first), ("last", cell.column.last)):
                if finding := not_suited(cell, (*cell.path, part), name, "text", texts):
                    yield finding


def _compose(cell: Cell, column: Compose) -> Iterator[Finding]:
    path = (*cell.path, "format")
    found = fields(column.format)
    if found is None or any(detail for _, detail in found):
        yield Finding(path, "has braces that do not hold just a name", "Write {column} or {0}; {{ is a brace.")
        return
    for name, _ in dict.fromkeys(found):
        if is_number(name):
            if int(name) >= len(column.lists):
                count = f"{len(column.lists)} lists" if len(column.lists) != 1 else "1 list"
                yield Finding(path, f"{{{name}}} has no list: there are {count}, counted from 0", "Add one to lists.")
        elif finding := not_before(cell, path, name):
            yield finding
