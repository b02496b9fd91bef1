"""What a person should read now: how the run ended and what to do next, or the question that it waits with."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from screens.run.seen import Seen
from screens.run.stage import Stage
from screens.widgets.facts import Fact, paragraph, said
from wizard.printers.words import LOOKS, duration, plural
from wizard.run.state import RunState
from wizard.run.statuses import BLOCKED, FAILED, KEPT, SKIPPED, SUCCEEDED

ROOM = 9
_CHANGES = {"create": "to create", "update": "to change", "run": "to run", "delete": "to delete", "keep": "kept"}


def outcome(seen: Seen, at: Stage, *, owner: bool) -> Iterator[Fact]:
    """The facts that stand above the steps; none while the run goes its way."""
    state = seen.state
    if at is Stage.ASKING:
        yield from _asked(state, owner=owner)
    elif at is Stage.SUCCEEDED:
        yield from _ready(state)
    elif at is Stage.FAILED:
        yield from _failed(state)
    elif at is Stage.CANCELLED:
        yield from _stopped(state)


def _asked(state: RunState, *, owner: bool) -> Iterator[Fact]:
    counts = {action: sum(step.action == action for step in state.steps.values()) for action in _CHANGES}
    told = ", ".join(f"{count} {_CHANGES[action]}" for action, count in counts.items() if count)
    yield paragraph(Content.assemble(("• The plan changes what is there. ", "bold $warning"), told))
    for action in ("delete", "update"):
        names = [step.title for step in state.steps.values() if step.action == action]
        if names:
            yield said({"delete": "deletes", "update": "changes"}[action], ", ".join(names), ROOM)
    if not owner:
        yield said("next", "Whoever began this run is asked for a yes.", ROOM)


def _ready(state: RunState) -> Iterator[Fact]:
    seconds = duration(state.finished.seconds) if state.finished else ""
    detail = f" {state.finished.detail}" if state.finished and state.finished.detail else ""
    yield paragraph(Content.assemble((f"✔ {state.title or state.demo} is ready. ", "bold $success"),
                                     (f"{_counted(state)} in {seconds}.{detail}", "$text-muted")))


def _failed(state: RunState) -> Iterator[Fact]:
    failed = [step for step in state.steps.values() if step.status == FAILED]
    end = state.finished
    what = f"✖ {failed[0].title} failed. " if failed else "✖ The run failed. "
    yield paragraph(Content.assemble((what, "bold $error"), (_counted(state), "$text-muted")))
    detail, hint = (failed[0].detail, failed[0].hint) if failed else (end.detail, end.hint) if end else ("", "")
    if detail:
        yield said("why", Content.styled(detail, "$error"), ROOM)
    if hint:
        yield said("to do", hint, ROOM)
    if len(failed) > 1:
        yield said("also", ", ".join(step.title for step in failed[1:]), ROOM)


def _stopped(state: RunState) -> Iterator[Fact]:
    detail = state.finished.detail if state.finished else ""
    look = LOOKS["cancelled"]
    yield paragraph(Content.assemble((f"{look.glyph} The run was stopped. ", "bold $warning"),
                                     (_counted(state), "$text-muted")))
    if detail:
        yield said("why", detail, ROOM)


def _counted(state: RunState) -> str:
    """`21 of 26 steps done, 3 blocked`."""
    done = state.count(SUCCEEDED, KEPT)
    others = [f"{state.count(status)} {LOOKS[status].word}" for status in (BLOCKED, SKIPPED) if state.count(status)]
    return ", ".join([f"{done} of {plural(len(state.steps), 'step')} done", *others]) if state.steps else ""
