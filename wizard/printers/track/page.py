"""The talk track as one HTML file: prints well, follows light and dark, loads nothing and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from wizard.printers.track.content import Bar, Topic, Track, clock
from wizard.printers.words import moment

STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --dim: #5b6675; --line: #d5dbe3; --paper: #fff; --soft: #f3f5f8;
  --bar: #2f6fb5; --minus: #b5532f }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #9aa6b5; --line: #394352; --paper: #14181f;
  --soft: #1d232c; --bar: #6ba6e6; --minus: #e68f6b } }
@media print { :root { --ink: #000; --dim: #444; --line: #bbb; --paper: #fff; --soft: #f3f5f8; --bar: #2f6fb5;
  --minus: #b5532f } section { break-inside: avoid } body { margin: 0 } }
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 52rem;
  margin: 2rem auto; padding: 0 1rem }
h1 { margin-bottom: 0; line-height: 1.2 } h2 { margin: 2rem 0 .5rem; line-height: 1.3 }
.dim { color: var(--dim) } time { font-variant-numeric: tabular-nums; color: var(--dim); margin-right: .75rem;
  font-weight: 400 }
a { color: inherit } ol.agenda { list-style: none; padding: 0 }
blockquote { margin: .5rem 0 1rem; padding: .5rem 1rem; border-left: .25rem solid var(--bar); background: var(--soft);
  font-size: 1.15rem }
.headline { font-size: 2.5rem; font-weight: 600; line-height: 1.2 }
pre { background: var(--soft); border: 1px solid var(--line); padding: .75rem; white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: .85rem }
pre code { user-select: all; -webkit-user-select: all }
table { border-collapse: collapse; margin: .5rem 0; font-variant-numeric: tabular-nums }
th, td { border-bottom: 1px solid var(--line); padding: .2rem .75rem .2rem 0; text-align: left; font-weight: 400 }
thead th { color: var(--dim); font-size: .85rem } .right { text-align: right }
.bars { width: 100% } .bars td:last-child { width: 60% }
.bar { display: block; height: .9rem; background: var(--bar); min-width: 1px } .minus { background: var(--minus) }
.columns { display: flex; align-items: flex-end; gap: 2px; height: 8rem; border-bottom: 1px solid var(--line) }
.columns span { flex: 1; min-height: 1px; background: var(--bar) } .columns .minus { background: var(--minus) }
"""


def page(track: Track) -> str:
    """The whole document."""
    return "\n".join([
        "<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(track.title)}: talk track</title>", f"<style>{STYLE}</style>", "</head>", "<body>",
        *_body(track), "</body>", "</html>", "",
    ])  # fmt: skip


def _body(track: Track) -> Iterator[str]:
    yield f"<h1>{escape(track.title)}</h1>"
    yield f'<p class="dim">{escape(track.company)}, as of {track.as_of}</p>'
    if track.story:
        yield f"<h2>The situation</h2>\n<p>{escape(track.story)}</p>"
    yield from _list("Who is who", [f"{role}: {name}" for role, name in track.people.items()])
    yield from _list("What happened", track.incidents)
    yield from _agenda(track)
    for topic in track.topics:
        yield from _topic(topic)
    yield from _list("Left out: their incident is switched off", track.left_out)
    yield (f'<footer class="dim"><p>Answers and seconds are those of run {escape(track.run)}, {escape(track.demo)} on '
           f"{escape(track.target)}. Before the talk: <code>demo-wizard check</code></p></footer>")


def _list(title: str, items: Iterable[str]) -> Iterator[str]:
    lines = [f"<li>{escape(item)}</li>" for item in items]
    if lines:
        yield f"<h2>{title}</h2>\n<ul>{''.join(lines)}</ul>"


def _agenda(track: Track) -> Iterator[str]:
    yield '<h2>Agenda</h2>\n<ol class="agenda">'
    if track.story:
        yield f"<li><time>{clock(0)}</time>The situation</li>"
    for topic in track.topics:
        link = f'<a href="#q{topic.number}">{escape(topic.question)}</a>'
        yield f"<li><time>{clock(topic.start)}</time>{link}</li>"
    yield f"<li><time>{clock(track.length)}</time>The end</li>\n</ol>"


def _topic(topic: Topic) -> Iterator[str]:
    yield f'<section id="q{topic.number}">'
    yield f"<h2><time>{clock(topic.start)}</time>{topic.number}. {escape(topic.question)}</h2>"
    yield f"<blockquote>{escape(topic.say)}</blockquote>"
    if topic.click:
        yield f"<p><strong>Click:</strong> {escape(topic.click)}</p>"
    yield from _answer(topic)
    yield (f"<p><strong>Expected:</strong> {escape(topic.expected)}. <strong>Found:</strong> {escape(topic.found)}, "
           f"in {moment(topic.seconds)}.</p>")
    yield f"<pre><code>{escape(topic.sql)}</code></pre>\n</section>"


def _answer(topic: Topic) -> Iterator[str]:
    if topic.chart == "number":
        yield f'<p class="headline">{escape(topic.headline)}</p>'
    if topic.bars and topic.chart == "bar":
        yield f'<table class="bars"><tbody>{"".join(map(_bar, topic.bars))}</tbody></table>'
    if topic.bars and topic.chart == "line":
        yield f'<div class="columns" aria-hidden="true">{"".join(map(_column, topic.bars))}</div>'
    yield from _table(topic)


def _bar(bar: Bar) -> str:
    shape = f'<span class="{_look(bar)}" style="width: {bar.share:.1%}"></span>'
    return f'<tr><th>{escape(bar.label)}</th><td class="right">{escape(bar.figure)}</td><td>{shape}</td></tr>'


def _column(bar: Bar) -> str:
    minus = ' class="minus"' if bar.minus else ""
    return f'<span{minus} style="height: {bar.share:.1%}" title="{escape(f"{bar.label}: {bar.figure}")}"></span>'


def _look(bar: Bar) -> str:
    return "bar minus" if bar.minus else "bar"


def _table(topic: Topic) -> Iterator[str]:
    kinds = [' class="right"' if right else "" for right in topic.right]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for name, kind in zip(topic.columns, kinds, strict=True))
    yield f"<table><thead><tr>{head}</tr></thead><tbody>"
    for row in topic.rows:
        yield "<tr>" + "".join(f"<td{k}>{escape(cell)}</td>" for cell, k in zip(row, kinds, strict=True)) + "</tr>"
    yield "</tbody></table>"
