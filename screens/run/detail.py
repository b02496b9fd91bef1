"""Everything that is known about one step: what it is about, how it went, and what to do if it did not go well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content
from textual.style import Style

from screens.run.drawn import looks, progress, working
from screens.run.seen import Seen
from screens.widgets.facts import Fact, paragraph, said
from wizard.printers.words import duration
from wizard.run.state import StepState
from wizard.run.statuses import FAILED, KEPT, SKIPPED, WAITING

ROOM = 9
"""Cells for the word in front."""


def facts(seen: Seen, key: str, now: datetime) -> Iterator[Fact]:
    """The step's facts, in lines."""
    step = seen.state.steps.get(key)
    if step is None:
        return
    seconds = working(step, now)
    time = f"  {duration(seconds)}" if seconds else ""
    yield paragraph(Content.assemble((step.title, "bold"), "  ", looks(step.status, LONG.get(step.status, "")), time))
    yield said("object", step.object, ROOM)
    if step.reason:
        yield said(step.action, step.reason, ROOM)
    yield from _work(step)
    yield from _found(seen, step)
    for title, url in seen.links.get(key, {}).items():
        yield said("link", Content.assemble(f"{title}  ", link(url)), ROOM)
    for name, path in seen.files.get(key, {}).items():
        yield said("file", f"{name}  {path}", ROOM)


LONG = {WAITING: "waiting for its turn", KEPT: "kept as it is", SKIPPED: "skipped on request"}


def link(url: str) -> Content:
    """An address that can be clicked."""
    click = Style.from_meta({"@click": ("screen.open_link", (url,))})
    return Content.styled(url, "$secondary underline").stylize(click)


def _work(step: StepState) -> Iterator[Fact]:
    if step.progress is not None:
        yield said("so far", progress(step.progress, step.eta, 60), ROOM)
    if step.note:
        yield said("note", step.note, ROOM)
    if step.detail and step.status == FAILED:
        yield said("error", Content.styled(step.detail, "$error"), ROOM)
    elif step.detail:
        yield said("result", step.detail, ROOM)
    if step.hint:
        yield said("to do", step.hint, ROOM)
    if step.status == WAITING and step.depends_on:
        yield said("needs", ", ".join(key.replace(":", " ", 1) for key in step.depends_on), ROOM)


def _found(seen: Seen, step: StepState) -> Iterator[Fact]:
    """What a check found, where the step is one."""
    if step.kind == "story":
        for told in seen.state.insights.values():
            sign, style = ("○", "$warning") if told.skipped else ("✔", "$success") if told.ok else ("✖", "$error")
            word = "skipped" if told.skipped else "proved" if told.ok else "failed"
            yield said(f"{sign} {word}", told.message(), ROOM + 1, style)
    if step.kind == "quality":
        broken = [rule for rule in seen.state.rules.values() if not rule.ok]
        for rule in broken:
            style = "$error" if rule.severity == "error" else "$warning"
            yield said("✖ broken" if rule.severity == "error" else "! warned", rule.message(), ROOM + 1, style)
