"""Whether the demo is ready, and what went or stays when it was removed: lines for the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.content import Content

from wizard.printers.words import moment, plural
from wizard.scrub import scrub

if TYPE_CHECKING:
    from wizard.steps.readiness import Readiness
    from wizard.steps.removal import Item, Removal

Line = tuple[bool | None, str, str, str]
"""Whether it is well (None: nobody knows), how long it took, what it is, and a remark."""
_SIGNS = {True: ("✔ ready    ", "$success"), False: ("✖ not ready", "$error"), None: ("○ skipped  ", "$text-muted")}


def readiness(found: Readiness, make: str) -> Content:
    """For `demo-wizard check`'s findings: what was asked, how long it took, and what to do."""
    lines = list(_looked_at(found))
    wide = max((len(seconds) for _, seconds, _, _ in lines), default=0)
    sign, style = _SIGNS[found.ready]
    what = f"  {found.demo} on {found.target}, as of {found.as_of}"
    told = [Content.assemble((sign.rstrip(), f"bold {style}"), what), Content("")]
    for ok, seconds, what, remark in lines:
        sign, style = _SIGNS[ok]
        told.append(Content.assemble((sign, style), f"  {seconds:>{wide}}  ", scrub(what)))
        if remark:
            told.append(Content.styled(f"    {scrub(remark)}", "$text-muted"))
    return Content("\n").join([*told, *_advice(found, make)])


def _looked_at(found: Readiness) -> Iterator[Line]:
    for one in found.differences:
        yield False, "", one.object, one.reason
    for proved in found.insights:
        ok = None if proved.skipped else proved.ok
        remark = proved.found if proved.skipped else f"expected {proved.expected}; found {proved.found}"
        yield ok, "" if proved.skipped else moment(proved.seconds), proved.question, remark
    for view in found.views:
        remark = f"cannot be read: {view.error}" if view.error else "" if view.rows else "it shows no rows"
        yield view.ok, moment(view.seconds), f"view {view.name}, {plural(view.rows, 'row')}", remark


def _advice(found: Readiness, make: str) -> Iterator[Content]:
    if found.differences:
        yield Content("")
        yield Content("What is there was made from another spec, or not to its end. Make it as the spec says:")
        yield Content.styled(f"  {make}", "$secondary")
    elif not found.ready:
        yield Content("")
        yield Content("If somebody changed rows since they were made, drop the table and have it made anew.")


def removal(found: Removal) -> Content:
    """What became of each object, the reasons under what stays."""
    from wizard.printers.removal import closing

    told = [Content.styled(closing(found), "bold"), Content("")]
    wide = max((len(item.outcome) for item in found.items), default=0)
    for item in found.items:
        sign, style = _sign(item)
        told.append(Content.assemble((f"{sign} {item.outcome:<{wide}}", style), f"  {item.kind} {scrub(item.name)}"))
        if item.reason:
            told.append(Content.styled(f"    {scrub(item.reason)}", "$text-muted"))
    return Content("\n").join(told)


def _sign(item: Item) -> tuple[str, str]:
    if item.outcome == "left":
        return ("✖", "$error") if item.failed else ("⊘", "$warning")
    return {"would remove": ("-", "$error"), "removed": ("✔", "$success")}.get(item.outcome, ("=", "$text-muted"))
