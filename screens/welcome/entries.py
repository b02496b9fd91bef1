"""What the first screen offers, in groups: each entry with what Enter does with it, and how it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets.option_list import Option

from screens.memory import Left
from screens.steps import STEPS
from wizard.printers.words import LOOKS, plural
from wizard.run.statuses import FAILED, KILLED, RUNNING

if TYPE_CHECKING:
    from wizard.run.overview import Glance, Offers

NEW, OPEN, CONTINUE = "new", "open", "continue"
SHOWN = 8
"""Demos of each group that are listed; `demo-wizard runs list` has all."""
_WORD = 10
_STYLES = {RUNNING: "$primary", FAILED: "$error", KILLED: "$error", "cancelled": "$warning", "succeeded": "$success"}


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` names it in the list; `does` completes "Enter: "; a run's entries have its `glance`."""

    key: str
    does: str
    word: str = ""
    style: str = ""
    title: str = ""
    detail: str = ""
    glance: Glance | None = None


def entries(offers: Offers | None, left: Left | None) -> dict[str, list[Entry]]:
    """Entries by heading, in order. A single run that is going on comes before everything else.

    There are no `offers` before runs were looked for.
    """
    stopped_or_not = offers.unfinished if offers is not None else []
    running = [_unfinished(each) for each in stopped_or_not if each.status == RUNNING]
    stopped = [_unfinished(each) for each in stopped_or_not if each.status != RUNNING]
    first = running if len(running) == 1 else []
    begin = [Entry(NEW, "begin a demo", title="New demo", detail="in one of eight industries")]
    if left is not None:
        begin.append(_left(left))
    begin.append(Entry(OPEN, "choose a YAML file", title="Open a spec…", detail="a YAML file of your own"))
    unfinished = [*([] if first else running), *stopped][:SHOWN]
    groups = {"A run is going on": first, "": begin, "Unfinished runs": unfinished,
              "Recent demos": [_made(each) for each in offers.made[:SHOWN]] if offers is not None else []}  # fmt: skip
    return {heading: found for heading, found in groups.items() if found}


def options(groups: dict[str, list[Entry]], room: int) -> Iterator[Option]:
    """The list: headings that cannot be chosen, and the entries below them; details start after `room` cells.

    Without any room they stand on a line of their own.
    """
    for at, (heading, found) in enumerate(groups.items()):
        lines = ([""] if at else []) + ([heading] if heading else [])
        if lines:
            yield Option(Content.styled("\n".join(lines), "bold"), disabled=True)
        yield from (Option(_drawn(entry, room), id=entry.key) for entry in found)


def _drawn(entry: Entry, room: int) -> Content:
    word = Content.styled(entry.word, entry.style).pad_right(_WORD - len(entry.word)) if entry.word else Content("")
    title = Content.styled(entry.title, "bold")
    if not room:
        return Content("\n").join([word + title, Content.styled(entry.detail, "$text-muted")])
    left = word + title.truncate(room - word.cell_length, ellipsis=True)
    return Content.assemble(left.pad_right(max(0, room - left.cell_length)), "  ", (entry.detail, "$text-muted"))


def _unfinished(glance: Glance) -> Entry:
    if glance.status == RUNNING:
        return _of_run(glance, "▶ running", "watch it", _progress(glance))
    word = "killed" if glance.status == KILLED else LOOKS[glance.status].word
    glyph = LOOKS[FAILED if glance.status == KILLED else glance.status].glyph
    return _of_run(glance, f"{glyph} {word}", "go on where it stopped · d: discard it", _progress(glance))


def _made(glance: Glance) -> Entry:
    return _of_run(glance, f"{LOOKS[glance.status].glyph} done", "open its results · m: make it again", "")


def _of_run(glance: Glance, word: str, does: str, progress: str) -> Entry:
    detail = " · ".join(part for part in (progress, glance.request.target, ago(glance.at)) if part)
    return Entry(glance.run.id, does, word, _STYLES.get(glance.status, ""), glance.title, detail, glance)


def _progress(glance: Glance) -> str:
    return f"{glance.done}/{plural(glance.steps, 'step')}" if glance.steps else "no plan yet"


def _left(left: Left) -> Entry:
    step = next(each.title for each in STEPS if each.name == left.step)
    company = left.choices.settings.get("brand.company")
    source = left.choices.source.rpartition("/")[2]
    title = f"Continue: {source}" + (f" for {company}" if isinstance(company, str) and company else "")
    chosen = plural(len(left.choices.settings), "choice") if left.choices.settings else "nothing chosen"
    return Entry(CONTINUE, f"go on at {step} · d: discard it", title=title,
                 detail=f"{left.target} · {chosen}, at {step}")  # fmt: skip


def ago(at: datetime, now: datetime | None = None) -> str:
    """`just now`, `5 min ago`, `3 h ago`, `yesterday`, then the day, in local time."""
    there = (now or datetime.now(UTC)).astimezone()
    minutes = int((there - at).total_seconds() // 60)
    days = (there.date() - at.astimezone(there.tzinfo).date()).days
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    if days < 1:
        return f"{minutes // 60} h ago"
    return "yesterday" if days == 1 else f"{at.astimezone(there.tzinfo):%b} {at.astimezone(there.tzinfo).day}"
