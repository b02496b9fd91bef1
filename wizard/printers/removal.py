"""A removal, an object a line: what is gone, what is left and why."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wizard.printers.words import LOOKS, Look, plural
from wizard.run.statuses import BLOCKED, FAILED, KEPT, SUCCEEDED, WAITING
from wizard.scrub import scrub
from wizard.steps.removal import Item, Removal

LEFT, REFUSED = Look(LOOKS[BLOCKED].glyph, "left", LOOKS[BLOCKED].style), Look("✖", "left", LOOKS[FAILED].style)
GONE = {"would remove": WAITING, "removed": SUCCEEDED, "already gone": KEPT}


def report(found: Removal) -> Group:
    """For people."""
    expires = f", expires {found.expires}" if found.expires else ""
    parts: list[RenderableType] = [Text(f"{found.demo} on {found.target}{expires}", style="dim")]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")  # a name that is cut is no name
    for item in found.items:
        look = _look(item)
        table.add_row(Text(f"{look.glyph} {look.word}", look.style), item.kind, scrub(item.name))
        if item.reason:
            table.add_row("", "", Text(scrub(item.reason), "dim"))
    if table.row_count:
        parts.append(Padding(table, (0, 0, 0, 2)))
    parts.append(Text(closing(found)))
    return Group(*parts)


def closing(found: Removal) -> str:
    """The result in a line: `11 objects removed, 1 left`."""
    if not found.items:
        return "nothing is there"
    counts = {word: len(found.having(word)) for word in ("would remove", "removed", "already gone", "left")}
    said = [f"{plural(counts['would remove'], 'object')} to be removed"] if counts["would remove"] else []
    said += [f"{plural(counts['removed'], 'object')} removed"] if counts["removed"] else []
    return ", ".join([*said, *(f"{counts[word]} {word}" for word in ("already gone", "left") if counts[word])])


def as_data(found: Removal) -> dict[str, Any]:
    """For programs: the same as JSON."""
    items = [asdict(item) | {"reason": scrub(item.reason)} for item in found.items]
    return {"demo": found.demo, "target": found.target, "failed": found.failed, "items": items}


def _look(item: Item) -> Look:
    if item.outcome == "left":
        return REFUSED if item.failed else LEFT
    like = LOOKS[GONE[item.outcome]]
    return Look(like.glyph, item.outcome, like.style)
