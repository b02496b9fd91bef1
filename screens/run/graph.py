"""Draws what comes after what: boxes in columns, from left to right, joined by lines that turn at right angles.

Each level of the flow is a column. A line that passes a level by gets a place of its own in it, so that it never runs
through a box. Lines are drawn on a canvas of directions, which knows the character for every crossing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from screens.run.flow import Flow, levels

NORTH, EAST, SOUTH, WEST = 1, 2, 4, 8
_CHARACTERS = {
    EAST: "─", WEST: "─", NORTH: "│", SOUTH: "│", EAST | WEST: "─", NORTH | SOUTH: "│", EAST | SOUTH: "┌",
    WEST | SOUTH: "┐", EAST | NORTH: "└", WEST | NORTH: "┘", NORTH | SOUTH | EAST: "├", NORTH | SOUTH | WEST: "┤",
    EAST | WEST | SOUTH: "┬", EAST | WEST | NORTH: "┴", NORTH | SOUTH | EAST | WEST: "┼",
}  # fmt: skip
Place = tuple[str, str]
"""A task, or the way from a task (first) to one further on (second) where it passes by."""


def drawn(flow: Flow, cells: Mapping[str, Content], width: int) -> list[Content] | None:
    """The lines of the picture, in at most so many cells each; None if there is no room for it.

    `cells` has what stands in each task's place.
    """
    if not flow:
        return None
    columns, joints = _arranged(flow)
    widths = [max((cells[one].cell_length for one, to in column if not to), default=1) for column in columns]
    gaps = [_gap(len({source for source, _ in joints[at]})) for at in range(len(columns) - 1)]
    if sum(widths) + sum(gaps) > width:
        return None
    height = max(len(column) for column in columns)
    gutters = [_gutter(joints[at], columns[at], columns[at + 1], gap, height) for at, gap in enumerate(gaps)]
    return [_row(row, columns, widths, gutters, cells) for row in range(height)]


def tree(flow: Flow, cells: Mapping[str, Content]) -> list[Content]:
    """The same for where there is no room: each task beneath the last one that it comes after."""
    depth = {task: at for at, layer in enumerate(levels(flow)) for task in layer}
    above = {task: max((one for one in after if one in flow), key=depth.__getitem__, default="")
             for task, after in flow.items()}
    return list(_branches("", "", above, cells))


def _branches(task: str, lead: str, above: Mapping[str, str], cells: Mapping[str, Content]) -> Iterator[Content]:
    under = [one for one, parent in above.items() if parent == task]
    for one in under:
        last = one == under[-1]
        yield Content.styled(lead + ("└▶ " if last else "├▶ ") * bool(task), "$text-muted") + cells[one]
        yield from _branches(one, lead + ("   " if last else "│  ") * bool(task), above, cells)


def _gap(sources: int) -> int:
    return 4 + sources


def _arranged(flow: Flow) -> tuple[list[list[Place]], list[list[tuple[Place, Place]]]]:
    """Places by column, and the joints between each column and the next one."""
    layers = levels(flow)
    level = {task: at for at, layer in enumerate(layers) for task in layer}
    columns: list[list[Place]] = [[(task, "") for task in layer] for layer in layers]
    joints: list[list[tuple[Place, Place]]] = [[] for _ in layers]
    for task, after in flow.items():
        for source in after:
            if source in level and level[source] < level[task]:
                _join(source, task, level, columns, joints)
    for at in range(1, len(columns)):
        columns[at] = _near(columns[at], columns[at - 1], joints[at - 1])
    return columns, joints


def _join(
    source: str,
    task: str,
    level: Mapping[str, int],
    columns: list[list[Place]],
    joints: list[list[tuple[Place, Place]]],
) -> None:
    here: Place = (source, "")
    for at in range(level[source] + 1, level[task]):
        passing: Place = (source, task)
        columns[at].append(passing)
        joints[at - 1].append((here, passing))
        here = passing
    joints[level[task] - 1].append((here, (task, "")))


def _near(column: list[Place], before: list[Place], joints: list[tuple[Place, Place]]) -> list[Place]:
    """The column in the order of what its places come after, so that few lines cross."""

    def middle(place: Place) -> float:
        rows = [before.index(source) for source, target in joints if target == place]
        return sum(rows) / len(rows) if rows else len(before)

    return sorted(column, key=middle)


def _gutter(
    joints: list[tuple[Place, Place]], left: list[Place], right: list[Place], gap: int, height: int
) -> list[str]:
    """What stands between two columns, line by line: each source has a track of its own to go up and down in."""
    canvas = [[0] * gap for _ in range(height)]
    heads = set()
    for track, source in enumerate(dict.fromkeys(source for source, _ in joints), 2):
        for target in (to for one, to in joints if one == source):
            begin, end = left.index(source), right.index(target)
            _line(canvas, begin, end, track, range(0 if source[1] else 1, gap if target[1] else gap - 2))
            if not target[1]:
                heads.add(end)
    lines = ["".join(_CHARACTERS.get(mark, " ") for mark in row) for row in canvas]
    return [f"{line[:-2]}▶ " if row in heads else line for row, line in enumerate(lines)]


def _line(canvas: list[list[int]], begin: int, end: int, track: int, across: range) -> None:
    """From the left on one line to the track, along it, and on to the right on another line."""
    for x in across:
        if x < track:
            canvas[begin][x] |= EAST | WEST
        elif x > track:
            canvas[end][x] |= EAST | WEST
    canvas[begin][track] |= WEST
    canvas[end][track] |= EAST
    low, high = sorted((begin, end))
    for y in range(low, high):
        canvas[y][track] |= SOUTH
        canvas[y + 1][track] |= NORTH


def _row(
    row: int, columns: list[list[Place]], widths: list[int], gutters: list[list[str]], cells: Mapping[str, Content]
) -> Content:
    parts: list[Content] = []
    for at, column in enumerate(columns):
        task, passes = column[row] if row < len(column) else ("", "")
        if passes:
            parts.append(Content.styled("─" * widths[at], "$text-muted"))
        else:
            cell = cells[task] if task else Content("")
            parts.append(cell.pad_right(widths[at] - cell.cell_length))
        if at < len(gutters):
            parts.append(Content.styled(gutters[at][row], "$text-muted"))
    return Content("").join(parts)
