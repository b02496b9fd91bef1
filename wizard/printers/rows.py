"""Rows of a query for people: a table as wide as its content, so that a pager can scroll and nothing is cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

WIDEST = 1_000  # columns


def print_rows(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Print to stdout; what has no value is shown as nothing."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True)
    for row in rows:
        table.add_row(*("" if cell is None else cell for cell in row))
    Console(width=WIDEST).print(table)
