"""Answers as pictures made of characters, never without their numbers: bars, columns side by side, figures, rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.cells import cell_len
from textual.content import Content

from wizard.desk.questions import Chart
from wizard.printers.portrait.charts import bar, fit, pad
from wizard.printers.portrait.glyphs import BLOCKS
from wizard.printers.portrait.numbers import cell, is_number, number
from wizard.printers.words import plural

Value = int | float | bool | str | None
ROWS, BARS, HEIGHT = 10, 12, 4
"""Rows of a table and bars that are shown, and lines that columns are high."""
LABEL, FIVE_DIGITS = 26, 10_000
_GAP = "  "


def picture(chart: Chart, width: int, measures: Sequence[str] = ()) -> Content:
    """A chart in at most `width` cells; `measures` are the columns that matter, the first numeric one without them."""
    if not chart.rows:
        return Content.styled("no rows", "$text-muted")
    at = _measure(chart, measures)
    if chart.chart == "number":
        return _figures(chart, measures)
    if at is not None and chart.chart == "bar":
        return _bars(chart, at, width)
    if at is not None and chart.chart == "line" and len(chart.rows) > 1:
        return _columns(chart, at, width)
    return _table(chart, width)


def figure(value: Value) -> str:
    """A value for people; whole numbers get separators from five digits on, so that a year stays a year."""
    if not is_number(value):
        return cell(value)
    assert isinstance(value, int | float)  # noqa: S101  what is_number says
    return str(value) if isinstance(value, int) and abs(value) < FIVE_DIGITS else number(value)


def _measure(chart: Chart, measures: Sequence[str]) -> int | None:
    """Which column is drawn: never the first, which names the rows, while there is another."""
    numeric = [at for at in range(len(chart.columns)) if any(is_number(row[at]) for row in chart.rows)]
    wanted = [name.lower() for name in measures]
    behind = [at for at in numeric if at] or numeric
    return next((at for at in behind if chart.columns[at].lower() in wanted), behind[0] if behind else None)


def _numbers(chart: Chart, at: int) -> list[float]:
    return [float(row[at] or 0) if is_number(row[at]) else 0.0 for row in chart.rows]


def _labels(chart: Chart, at: int) -> list[str]:
    """What names each row: every column of words, or the first column."""
    words = [n for n in range(len(chart.columns)) if n != at and not any(is_number(row[n]) for row in chart.rows)]
    return [", ".join(figure(row[n]) for n in words or [0]) for row in chart.rows]


def _figures(chart: Chart, measures: Sequence[str]) -> Content:
    """Every column of the first row, those that matter in the accent."""
    wanted = [name.lower() for name in measures]
    wide = max(cell_len(name) for name in chart.columns)
    lines = []
    for name, value in zip(chart.columns, chart.rows[0], strict=True):
        style = "bold $primary" if name.lower() in wanted or len(chart.columns) == 1 else "bold"
        lines.append(Content.assemble((f"{name:<{wide}}  ", "$text-muted"), (figure(value), style)))
    return Content("\n").join(lines)


def _bars(chart: Chart, at: int, width: int) -> Content:
    values, labels = _numbers(chart, at)[:BARS], _labels(chart, at)[:BARS]
    figures = [figure(row[at]) for row in chart.rows[:BARS]]
    left = min(LABEL, max(map(cell_len, labels)))
    middle = max(map(cell_len, figures))
    room = max(4, width - left - middle - 2 * len(_GAP))
    most = max(map(abs, values)) or 1.0
    lines = [Content.styled(fit(f"{chart.columns[at]} by {chart.columns[0]}", width, BLOCKS), "$text-muted")]
    for label, told, value in zip(labels, figures, values, strict=True):
        lines.append(Content.assemble(
            pad(label, left, BLOCKS), _GAP, pad(told, middle, BLOCKS, right=True), _GAP,
            (bar(abs(value) / most, room, BLOCKS).rstrip(), "$error" if value < 0 else "$primary"),
        ))  # fmt: skip
    return _with_rest(lines, len(chart.rows) - BARS)


def _columns(chart: Chart, at: int, width: int) -> Content:
    """Columns side by side, as many as there is room for, with what they begin, end and peak with in words."""
    values, labels = _numbers(chart, at), _labels(chart, at)
    drawn = _sampled(values, min(width, max(len(values), 1)))
    repeated = max(1, min(3, width // max(len(drawn), 1)))
    lines = [Content.styled(fit(chart.columns[at], width, BLOCKS), "$text-muted")]
    lines += [Content.styled("".join(one * repeated for one in line), "$primary") for line in _tall(drawn, HEIGHT)]
    shown = {"first": 0, "lowest": values.index(min(values)), "highest": values.index(max(values)),
             "last": len(values) - 1}  # fmt: skip
    wide = max(cell_len(figure(chart.rows[n][at])) for n in shown.values())
    lines += [
        Content.assemble((f"{word:<8}", "$text-muted"), pad(figure(chart.rows[n][at]), wide, BLOCKS, right=True),
                         _GAP, (labels[n], "$text-muted"))
        for word, n in shown.items()
    ]
    return Content("\n").join(lines)


def _sampled(values: Sequence[float], width: int) -> list[float]:
    """At most `width` values: means of neighbours where there are more."""
    if len(values) <= width:
        return list(values)
    edges = [round(n * len(values) / width) for n in range(width + 1)]
    return [sum(values[low:high]) / (high - low) for low, high in pairwise(edges)]


def _tall(values: Sequence[float], height: int) -> list[str]:
    """Columns of several lines, the highest full; the lines from the top down."""
    steps, most = len(BLOCKS.levels) - 1, max((abs(value) for value in values), default=0.0) or 1.0
    filled = [max(1, round(abs(value) / most * steps * height)) if value else 0 for value in values]
    return [
        "".join(BLOCKS.levels[min(max(eighths - line * steps, 0), steps)] for eighths in filled)
        for line in reversed(range(height))
    ]


def _table(chart: Chart, width: int) -> Content:
    """Rows as they are; columns that find no room are counted."""
    shown = [[figure(value) for value in row] for row in chart.rows[:ROWS]]
    wide = [min(LABEL, max(cell_len(text) for text in (name, *(row[at] for row in shown))))
            for at, name in enumerate(chart.columns)]  # fmt: skip
    fits = 1
    while fits < len(wide) and sum(wide[: fits + 1]) + len(_GAP) * fits <= width:
        fits += 1
    right = [any(is_number(row[at]) for row in chart.rows) for at in range(fits)]

    def line(texts: Sequence[str]) -> str:
        return _GAP.join(pad(texts[at], wide[at], BLOCKS, right=right[at]) for at in range(fits)).rstrip()

    lines = [Content.styled(line(chart.columns), "$text-muted"), *(Content(line(row)) for row in shown)]
    if fits < len(wide):
        lines.append(Content.styled(f"and {plural(len(wide) - fits, 'more column')}", "$text-muted"))
    return _with_rest(lines, len(chart.rows) - ROWS)


def _with_rest(lines: list[Content], rest: int) -> Content:
    if rest > 0:
        lines.append(Content.styled(f"and {plural(rest, 'more row')}", "$text-muted"))
    return Content("\n").join(lines)
