"""A task graph in levels: each task stands one behind the last of those it waits for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

ARROW = " ──▶ "


def levels(depends_on: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Task keys by level, in the order given within each; what waits for something unknown or for itself comes last."""
    level: dict[str, int] = {}
    left = dict(depends_on)
    while left:
        ready = [key for key, needs in left.items() if all(need in level or need not in depends_on for need in needs)]
        for key in ready or left:
            level[key] = 1 + max((level.get(need, -1) for need in depends_on[key]), default=-1)
        left = {key: needs for key, needs in left.items() if key not in level}
    return [[key for key in depends_on if level[key] == at] for at in range(max(level.values(), default=-1) + 1)]


def drawn(depends_on: Mapping[str, Sequence[str]], shown: Mapping[str, Text]) -> Table:
    """The graph from left to right, each task as it is to be `shown`."""
    table = Table.grid()
    columns = levels(depends_on)
    height = max(map(len, columns), default=0)
    for at in range(height):
        cells: list[Text] = []
        for index, keys in enumerate(columns):
            arrow = ARROW if at == 0 and index > 0 else " " * len(ARROW)
            cells += [Text(arrow, "dim")] * (index > 0)
            cells.append(shown[keys[at]] if at < len(keys) else Text())
        table.add_row(*cells)
    return table
