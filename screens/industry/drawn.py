"""Cards as they are drawn: a few lines in the list, all of it beside the list."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from screens.industry.cards import SIZES, Card
from screens.widgets.facts import BLANK, Fact, paragraph, said
from wizard.printers.words import plural, short

_COLUMNS = (6, 7, 7)
"""Cells of the numbers of rows at each size: with the longest name they just fit beside the list at 80 columns."""


def entry(card: Card, *, chosen: bool, own: bool, roomy: bool) -> Content:
    """A card in the list: its title and how much it is, and where there is room what it is about."""
    title = Content.assemble(("✔ " if chosen else "", "$success"), (card.title, "bold"))
    lines = [title, *(Content.styled(line, "$text-muted") for line in _lines(card, own=own, roomy=roomy))]
    if roomy and card.sentence:
        lines += [Content(card.sentence), Content("")]
    return Content("\n").join(lines)


def detail(card: Card) -> Iterator[Fact]:
    """Everything on a card."""
    if card.problem:
        yield said("✖", Content.styled(card.problem, "$error"), 2, "$error")
        return
    if not card.tables:
        yield paragraph(Content.styled("Reading the spec…", "$text-muted"))
        return
    yield paragraph(card.story)
    yield BLANK
    yield from _tables(card)
    if card.incidents:
        yield BLANK
        yield _heading("What happened in it")
        yield from (said("•", incident, 2) for incident in card.incidents)
    if card.questions:
        yield BLANK
        yield _heading("Questions that it answers")
        yield from (said(f"{number}.", text, 3) for number, text in enumerate(card.questions, 1))


def _lines(card: Card, *, own: bool, roomy: bool) -> Iterator[str]:
    name = "your spec" if own else card.industry
    if card.problem:
        yield f"{name} · has a problem"
    elif not card.tables:
        yield f"{name} · …"
    else:
        yield f"{name} · {plural(len(card.tables), 'table')}"
        if roomy:
            small, *_, large = card.rows
            asked, happened = plural(len(card.questions), "question"), plural(len(card.incidents), "incident")
            yield f"{short(small)} to {short(large)} rows · {asked} · {happened}"


def _tables(card: Card) -> Iterator[Fact]:
    room = max(len(table.name) for table in card.tables)
    yield _row("Rows", SIZES, room, "bold $text-muted")
    for table in card.tables:
        yield _row(table.name, [short(rows) for rows in table.rows], room, "")
    yield _row("in all", [short(rows) for rows in card.rows], room, "$text-muted")


def _row(name: str, cells: list[str] | tuple[str, ...], room: int, style: str) -> Fact:
    numbers = "".join(cell.rjust(width) for cell, width in zip(cells, _COLUMNS, strict=True))
    return paragraph(Content.styled(name.ljust(room) + numbers, style))


def _heading(text: str) -> Fact:
    return paragraph(Content.styled(text, "bold $text-muted"))
