"""Several demos, a few lines each: what they are called, how large they are, what they are about."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from wizard.printers.words import plural
from wizard.spec.model import DemoSpec

_WIDEST = 100


def listing(demos: Iterable[tuple[str, DemoSpec]], width: int) -> Text:
    """Demos by name, in lines of at most `width` cells; rows are those at size small."""
    found = list(demos)
    room = max((cell_len(name) for name, _ in found), default=0) + 2
    page = Text()
    for name, spec in found:
        page.append(f"{name:<{room}}", style="bold")
        page.append(f"\n{'':<{room}}".join(_about(spec, min(width, _WIDEST) - room)) + "\n")
    return page


def first_sentence(text: str) -> str:
    """The text up to its first full stop, question or exclamation mark that a new sentence follows."""
    line = " ".join(text.split())
    end = re.search(r"[.?!](?=\s+[^\sa-z])", line)
    return line[: end.end()] if end else line


def _about(spec: DemoSpec, width: int) -> Iterator[str]:
    small = spec.model_copy(update={"size": "small"})
    rows = sum(small.rows_of(table) for table in small.tables)
    yield from textwrap.wrap(spec.title, width)
    yield f"{plural(len(spec.tables), 'table')}, {rows:,} rows when small"
    yield from textwrap.wrap(first_sentence(spec.story), width)
