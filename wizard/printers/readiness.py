"""Whether a demo is ready, a line for each thing that was looked at, and what to do if it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wizard.printers.words import LOOKS, Look, moment
from wizard.run.statuses import FAILED, SKIPPED, SUCCEEDED
from wizard.scrub import scrub
from wizard.steps.readiness import Glance, Readiness

READY = Look(LOOKS[SUCCEEDED].glyph, "ready", LOOKS[SUCCEEDED].style)
NOT_READY = Look(LOOKS[FAILED].glyph, "not ready", LOOKS[FAILED].style)
NOT_ASKED = LOOKS[SKIPPED]


def report(found: Readiness, make: str) -> Group:
    """For people; `make` is the command that makes the demo."""
    parts: list[RenderableType] = [Text(f"{found.demo} on {found.target}, as of {found.as_of}", style="dim")]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for look, seconds, what, remark in _lines(found):
        table.add_row(Text(f"{look.glyph} {look.word}", look.style), seconds, scrub(what), scrub(remark))
    if table.row_count:
        parts.append(Padding(table, (0, 0, 0, 2)))
    look = READY if found.ready else NOT_READY
    parts.append(Text(f"{look.glyph} {look.word}", style=look.style))
    parts.extend(Text(scrub(line)) for line in _advice(found, make))
    return Group(*parts)


def as_data(found: Readiness) -> dict[str, Any]:
    """For programs: the same as JSON."""
    return {
        "demo": found.demo, "target": found.target, "as_of": found.as_of.isoformat(), "ready": found.ready,
        "differences": [asdict(d) for d in found.differences],
        "insights": [
            {"insight": p.name, "question": p.question, "ok": p.ok, "skipped": bool(p.skipped), "seconds": p.seconds,
             "expected": p.expected, "found": scrub(p.found)}
            for p in found.insights
        ],
        "views": [{"view": v.name, "ok": v.ok, "rows": v.rows, "seconds": v.seconds, "error": scrub(v.error)}
                  for v in found.views],
    }


def _lines(found: Readiness) -> Iterator[tuple[Look, str, str, str]]:
    for difference in found.differences:
        yield NOT_READY, "", difference.object, difference.reason
    for p in found.insights:
        if p.skipped:
            yield NOT_ASKED, "", p.question, p.found
        else:
            look = READY if p.ok else NOT_READY
            yield look, moment(p.seconds), p.question, f"expected {p.expected}; found {p.found}"
    for view in found.views:
        yield READY if view.ok else NOT_READY, moment(view.seconds), f"view {view.name}", _rows(view)


def _rows(view: Glance) -> str:
    if view.error:
        return f"cannot be read: {view.error}"
    return f"{view.rows:,} row{'' if view.rows == 1 else 's'}"


def _advice(found: Readiness, make: str) -> Iterator[str]:
    """What to do next, the most likely cause first."""
    if found.differences:
        yield "The demo that is there was made from another spec, or not to its end. Make it as the spec says:"
        yield f"  {make}"
        return
    at = "" if found.target == "sandbox" else f" --target {found.target}"
    failed = [p for p in found.insights if not p.ok and not p.skipped]
    for p in failed:
        yield f"\nLook at it: {p.question}\n{p.sql}"
    if failed:
        yield "\nIf somebody changed the rows of a table since they were made, drop it and have it made anew:"
        yield f'  demo-wizard sql{at} "DROP TABLE {found.demo}.NAME"'
        yield f"  {make}"
    if any(not view.ok for view in found.views):
        yield "A view that shows nothing is no help to an audience: mend its SQL in the spec."
