"""The talk track as Markdown, for a wiki or a notebook. Text of the spec is text: nothing in it is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wizard.printers.track.content import Topic, Track, clock
from wizard.printers.words import moment

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")
_AT_START = re.compile(r"^(\d*)([-+=.)])")
_TICKS = re.compile(r"`+")


def markdown(track: Track) -> str:
    """The whole document."""
    return "\n".join(_lines(track)).rstrip() + "\n"


def _lines(track: Track) -> Iterator[str]:
    yield from (f"# {_text(track.title)}", "", f"{_block(track.company)}, as of {track.as_of}", "")
    if track.story:
        yield from ("## The situation", "", _block(track.story), "")
    yield from _list("Who is who", [f"{role}: {name}" for role, name in track.people.items()])
    yield from _list("What happened", track.incidents)
    yield from ("## Agenda", "")
    if track.story:
        yield f"- {clock(0)} The situation"
    yield from (f"- {clock(topic.start)} {_text(topic.question)}" for topic in track.topics)
    yield from (f"- {clock(track.length)} The end", "")
    for topic in track.topics:
        yield from _topic(topic)
    yield from _list("Left out: their incident is switched off", track.left_out)
    yield from ("---", "", f"Answers and seconds are those of run {track.run}, {_text(track.demo)} on "
                           f"{_text(track.target)}. Before the talk: `demo-wizard check`")


def _list(title: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from (f"## {title}", "", *(f"- {_block(item)}" for item in items), "")


def _topic(topic: Topic) -> Iterator[str]:
    yield from (f"## {topic.number}. {_text(topic.question)}", "")
    yield from (f"At {clock(topic.start)}.", "", f"> {_block(topic.say)}", "")
    if topic.click:
        yield from (f"**Click:** {_text(topic.click)}", "")
    yield from _table(topic)
    yield from (f"**Expected:** {_text(topic.expected)}. **Found:** {_text(topic.found)}, "
                f"in {moment(topic.seconds)}.", "")
    fence = "`" * max(3, *(len(ticks) + 1 for ticks in _TICKS.findall(topic.sql)), 0)
    yield from (f"{fence}sql", topic.sql, fence, "")


def _table(topic: Topic) -> Iterator[str]:
    yield f"| {' | '.join(map(_text, topic.columns))} |"
    yield f"| {' | '.join('---:' if right else '---' for right in topic.right)} |"
    yield from (f"| {' | '.join(map(_text, row))} |" for row in topic.rows)
    yield ""


def _text(text: str) -> str:
    """One line of text, with everything that Markdown would read as markup escaped."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def _block(text: str) -> str:
    """The same where a paragraph or a list item begins, and "1. " or "- " would begin a list."""
    return _AT_START.sub(r"\1\\\2", _text(text))
