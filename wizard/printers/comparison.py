"""Two targets side by side, a table a line."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wizard.printers.words import LOOKS, Look, plural
from wizard.run.statuses import FAILED, SUCCEEDED
from wizard.scrub import scrub
from wizard.steps.comparison import Comparison, Side

SAME = Look(LOOKS[SUCCEEDED].glyph, "same", LOOKS[SUCCEEDED].style)
DIFFERS = Look(LOOKS[FAILED].glyph, "differs", LOOKS[FAILED].style)


def report(found: Comparison) -> Group:
    """For people."""
    parts: list[RenderableType] = [Text(f"{found.demo} on {found.here} and on {found.there}", style="dim")]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("", "table", found.here, found.there):
        table.add_column(heading, overflow="fold")
    for one in found.tables:
        look = SAME if one.same else DIFFERS
        table.add_row(Text(f"{look.glyph} {look.word}", look.style), one.table, _told(one.here), _told(one.there))
    parts.append(Padding(table, (0, 0, 0, 2)))
    look = SAME if found.same else DIFFERS
    parts.append(Text(f"{look.glyph} {_closing(found)}", look.style))
    return Group(*parts)


def as_data(found: Comparison) -> dict[str, Any]:
    """For programs: the same as JSON."""
    return {
        "demo": found.demo, "here": found.here, "there": found.there, "same": found.same,
        "tables": [
            {"table": one.table, "same": one.same, "here": _data(one.here), "there": _data(one.there)}
            for one in found.tables
        ],
    }  # fmt: skip


def _told(side: Side) -> str:
    if side.fingerprint is None:
        return scrub(side.error)
    return f"{plural(side.fingerprint.rows, 'row')} {side.fingerprint.hash}"


def _data(side: Side) -> dict[str, Any]:
    if side.fingerprint is None:
        return {"rows": None, "hash": None, "error": scrub(side.error)}
    return {"rows": side.fingerprint.rows, "hash": side.fingerprint.hash, "error": ""}


def _closing(found: Comparison) -> str:
    if found.same:
        return "every table holds the same rows on both"
    return f"{sum(not one.same for one in found.tables)} of {len(found.tables)} tables differ"
