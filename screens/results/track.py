"""The talk track on the screen: the same sheet as its files, as lines of text.

One widget, however long the sheet is: Textual's own Markdown makes one of every paragraph and cell, and with hundreds
of them every change of a tab or of the theme is felt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from screens.widgets.sql import highlighted
from wizard.printers.portrait.charts import pad
from wizard.printers.portrait.glyphs import BLOCKS
from wizard.printers.words import moment

if TYPE_CHECKING:
    from wizard.printers.track.content import Topic, Track

_WIDEST = 30


def sheet(track: Track) -> Content:
    """The whole talk track."""
    return Content("\n").join(_lines(track))


def _lines(track: Track) -> Iterator[Content]:
    from wizard.printers.track.content import clock

    yield Content.styled(track.title, "bold $primary")
    yield Content.styled(f"{track.company}, as of {track.as_of}", "$text-muted")
    if track.story:
        yield from _section("The situation", [" ".join(track.story.split())])
    yield from _section("Who is who", [f"• {role}: {name}" for role, name in track.people.items()])
    yield from _section("What happened", [f"• {incident}" for incident in track.incidents])
    yield from _section("Agenda", [
        *(f"{clock(topic.start):>5}  {topic.question}" for topic in track.topics), f"{clock(track.length):>5}  The end",
    ])  # fmt: skip
    for topic in track.topics:
        yield from _topic(topic, clock(topic.start))
    yield from _section("Left out: their incident is switched off", [f"• {one}" for one in track.left_out])
    yield Content("")
    yield Content.styled(f"Answers and seconds are those of run {track.run}. e writes this sheet to files.",
                         "$text-muted")


def _section(title: str, lines: list[str]) -> Iterator[Content]:
    if lines:
        yield Content("")
        yield Content.styled(title, "bold $primary")
        yield from map(Content, lines)


def _topic(topic: Topic, start: str) -> Iterator[Content]:
    yield Content("")
    yield Content.assemble((f"{topic.number}. {topic.question}", "bold $primary"), (f"  at {start}", "$text-muted"))
    yield Content.assemble(("say    ", "$text-muted"), (" ".join(topic.say.split()), "bold"))
    if topic.click:
        yield Content.assemble(("click  ", "$text-muted"), " ".join(topic.click.split()))
    yield Content("")
    yield from _table(topic)
    yield Content("")
    yield Content.styled(f"expected {topic.expected}; found {topic.found}, in {moment(topic.seconds)}", "$text-muted")
    yield Content("")
    yield from (Content.assemble("  ", *line) for line in highlighted(topic.sql))


def _table(topic: Topic) -> Iterator[Content]:
    wide = [min(_WIDEST, max(cell_len(text) for text in (name, *(row[at] for row in topic.rows))))
            for at, name in enumerate(topic.columns)]  # fmt: skip
    for style, row in (("$text-muted", topic.columns), *(("", row) for row in topic.rows)):
        cells = (pad(text, wide[at], BLOCKS, right=topic.right[at]) for at, text in enumerate(row))
        yield Content.styled(f"  {'  '.join(cells).rstrip()}", style)
