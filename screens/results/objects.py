"""What exists, kind by kind, with its rows; where to look at it; what the run left as files."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from screens.results.found import Found
from wizard.printers.summary import VERBS
from wizard.printers.words import LOOKS, duration, noun
from wizard.run.state import RunState, StepState
from wizard.run.statuses import BLOCKED, CANCELLED, FAILED, KEPT, SKIPPED, SUCCEEDED
from wizard.scrub import scrub

STYLES = {SUCCEEDED: "$success", KEPT: "$text-muted", FAILED: "$error", CANCELLED: "$warning", BLOCKED: "$warning",
          SKIPPED: "$warning"}  # fmt: skip
WORTH_SAYING = 0.1
"""Seconds of a step below which nobody wants to know."""
_WIDEST = 32


def objects(found: Found) -> Content:
    """Everything, in lines. Links are `open_link(n)`, the n-th of the state's links."""
    return Content("\n").join([*_kinds(found.state), *_links(found.state), *_files(found)])


def _kinds(state: RunState) -> Iterator[Content]:
    rows = {key.partition(":")[2]: count for key, count in state.rows.items()}
    shown = [step for step in state.steps.values() if step.kind != "data"]
    wide = min(_WIDEST, max((len(_name(step)) for step in shown), default=0))
    for kind, words in state.made.items():
        steps = [step for step in shown if step.kind == kind]
        if steps:
            told = ", ".join(f"{count} {VERBS.get(word, word)}" for word, count in words.items())
            total = f", {sum(rows.values()):,} rows written" if kind == "table" and rows else ""
            heading = f"{len(steps)} {noun(kind, len(steps))}"
            yield Content.assemble((heading, "bold"), (f"  {told}{total}", "$text-muted"))
            yield from (_line(step, wide, rows) for step in steps)
            yield Content("")


def _line(step: StepState, wide: int, rows: dict[str, int]) -> Content:
    look = LOOKS[step.status]
    word = VERBS.get(step.action, look.word) if step.status == SUCCEEDED else look.word
    name = _name(step)
    count = f"{rows[name]:>12,} rows" if step.kind == "table" and name in rows else ""
    remark = step.detail if step.status == FAILED else step.reason if step.status == KEPT else ""
    seconds = "" if count or step.seconds < WORTH_SAYING else duration(step.seconds)
    return Content.assemble(
        (f"  {look.glyph} {word:<7}  ", STYLES.get(step.status, "$text-muted")), f"{name:<{wide}}", count,
        (f"  {scrub(remark) or seconds}", "$text-muted"),
    )


def _name(step: StepState) -> str:
    return step.object if step.kind in ("job", "run") else step.key.partition(":")[2]


def _links(state: RunState) -> Iterator[Content]:
    if state.links:
        yield Content.styled("Where to look", "bold")
        for number, (title, url) in enumerate(state.links.items()):
            yield Content.from_markup(f"  $title  [@click=screen.open_link({number})]$url[/]", title=title,
                                      url=scrub(url))
        yield Content("")


def _files(found: Found) -> Iterator[Content]:
    yield Content.styled("Files of this run", "bold")
    for name, path in {**found.state.files, "everything": str(found.run.path)}.items():
        yield Content.assemble(f"  {name}  ", (path, "$text-muted"))
