"""The whole portrait, part by part: what it is about, what happens in it, what it is made of, how it looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from wizard.portrait.effects import Effect
from wizard.portrait.incidents import Happening
from wizard.portrait.portrait import Portrait
from wizard.portrait.profile import TableProfile
from wizard.printers.portrait.columns import spread
from wizard.printers.portrait.glyphs import Glyphs
from wizard.printers.portrait.numbers import number
from wizard.printers.portrait.relations import picture
from wizard.printers.portrait.rows import rows

_INDENT = 2


def page(portrait: Portrait, width: int, glyphs: Glyphs, *, chosen: bool = False) -> Group:
    """Everything, in lines of at most `width` cells; with `chosen` only the tables, and what their columns mean."""
    tables = (part for table in portrait.tables for part in _table(portrait, table, width, glyphs, chosen=chosen))
    return Group(*tables) if chosen else Group(*_head(portrait, width, glyphs), *tables)


def _head(portrait: Portrait, width: int, glyphs: Glyphs) -> Iterator[RenderableType]:
    title = Text(portrait.title, style="bold")
    about = [portrait.company, portrait.place, f"size {portrait.size}", f"as of {portrait.as_of}",
             f"seed {portrait.seed}"]  # fmt: skip
    yield title.append(f"\n{f' {glyphs.dot} '.join(about)}", style="not bold dim")
    if portrait.story:
        yield _titled("Story", Text(" ".join(portrait.story.split())))
    if portrait.incidents:
        yield _titled("What happens", *(happening(found, glyphs) for found in portrait.incidents))
    if portrait.questions:
        yield _titled("Questions", *(Text(f"{n}. {found.question}") for n, found in enumerate(portrait.questions, 1)))
    yield _titled("Tables and their rows", picture(portrait.relations, width - _INDENT, glyphs))
    if portrait.views:
        yield _titled("Views", *(_named(name, comment) for name, comment in portrait.views.items()))


def happening(found: Happening, glyphs: Glyphs) -> RenderableType:
    """What happens when and where, what it is meant to do, and what became of the rows if that was measured."""
    last = found.end - timedelta(days=1)
    when = f"{found.start} to {last}" if last > found.start else f"{found.start}"
    lines = [Text(f"{when}, {found.table} by {found.time}", style="dim")]
    if found.where:
        lines.append(Text(f"where {found.where}", style="dim"))
    lines.append(Text("; ".join(found.effects) + ("" if found.enabled else " (switched off)")))
    if found.measured:
        made = "; ".join(_measured(effect, glyphs) for effect in found.measured)
        lines.append(Text(f"four weeks before {glyphs.arrow} then: {made}", style="dim"))
    return Group(_named(found.name, found.comment), *(Padding(line, (0, 0, 0, _INDENT)) for line in lines))


def _measured(effect: Effect, glyphs: Glyphs) -> str:
    before, during = ("nothing" if value is None else number(value) for value in (effect.before, effect.during))
    return f"{effect.what} {before} {glyphs.arrow} {during}"


def _table(
    portrait: Portrait, table: TableProfile, width: int, glyphs: Glyphs, *, chosen: bool
) -> Iterator[RenderableType]:
    about = "about " if table.about else ""
    head = Text(f"\n{table.name}", style="bold").append(f"  {about}{table.rows:,} rows", style="not bold dim")
    yield head.append(f"\n{table.comment}", style="not bold")
    yield Padding(rows(table, width - _INDENT, glyphs), (1, 0, 0, _INDENT))
    yield Padding(spread(table, portrait.incidents, width - _INDENT, glyphs, comments=chosen), (0, 0, 0, _INDENT))


def _titled(title: str, *parts: RenderableType) -> RenderableType:
    return Group(Text(f"\n{title}", style="bold"), *(Padding(part, (0, 0, 0, _INDENT)) for part in parts))


def _named(name: str, comment: str) -> Text:
    return Text(name, style="bold").append(f"  {comment}", style="not bold")
