"""What a run leaves a person with: what is there now, what was proved, where to look, and what to type next."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wizard.printers.words import LOOKS, duration, last_line, noun, task_status
from wizard.run.directory import RunDirectory
from wizard.run.events import RunFinished
from wizard.run.state import RunState, StepState
from wizard.run.statuses import BLOCKED, CANCELLED, FAILED, KEPT, SKIPPED, SUCCEEDED, WAITING
from wizard.scrub import scrub

VERBS = {"create": "created", "update": "changed", "delete": "deleted", "run": "done", "keep": "kept", KEPT: "kept",
         FAILED: "failed", CANCELLED: "stopped", BLOCKED: "blocked", SKIPPED: "skipped", WAITING: "not reached"}
WIDEST_LOG = 12


def summary(run: RunDirectory, state: RunState) -> Group:
    """The whole summary of a run that has ended, or as far as it is."""
    sections = [
        _headline(state),
        *_failures(state),
        _titled("Objects", _objects(state)),
        _titled("Data", _data(state)),
        _titled("Grants, as read back", _grants(state)),
        _titled("Data quality", _quality(state)),
        _titled("The story", _story(state)),
        _titled("Job tasks", _tasks(state)),
        _titled("Where to look", _places(run, state)),
        _titled("What to type next", _next(run, state)),
    ]
    return Group(*(section for section in sections if section is not None))


def advice(run: RunDirectory, end: RunFinished) -> str:
    """How a run ended that did not succeed, in a few lines: for people beside a stream that is for programs."""
    lines = [f"{end.status}: {end.detail}" if end.detail else end.status, end.hint,
             f"Go on where it stopped: demo-wizard runs resume {run.id}"]
    return scrub("\n".join(line for line in lines if line))


def _headline(state: RunState) -> Text:
    end = state.finished
    status = end.status if end else "running"
    look = LOOKS[status]
    words = {"succeeded": "is ready", "failed": "is not ready", "cancelled": "was stopped"}
    name, outcome = state.title or state.demo or "The run", words.get(status, "is being made")
    text = Text(f"\n{look.glyph} {name} {outcome}", look.style)
    seconds = f", {duration(end.seconds)}" if end else ""
    text.append(f"\n  {state.demo} on {state.target}{seconds}", style="not bold dim")
    return text


def _failures(state: RunState) -> Iterator[RenderableType]:
    failed = [step for step in state.steps.values() if step.status == FAILED]
    for step in failed:
        yield _failure(step)
    end = state.finished
    if end is not None and end.detail and not failed:
        yield _advice(end.detail, end.hint, {"failed": "red", "succeeded": "yellow"}.get(end.status, "default"))


def _failure(step: StepState) -> RenderableType:
    parts: list[RenderableType] = [_advice(f"{step.title}: {step.detail}", step.hint, "red")]
    for task in step.tasks.values():
        if task_status(task.state) == FAILED and task.log.strip():
            log = "\n".join(task.log.strip().splitlines()[-WIDEST_LOG:])
            parts.append(Padding(Text(f"log of task {task.task}:\n{scrub(log)}", style="dim"), (1, 0, 0, 4)))
    return Group(*parts)


def _advice(what: str, hint: str, style: str) -> RenderableType:
    text = Text(scrub(what), style=style)
    if hint:
        text.append(f"\n{scrub(hint)}", style="default")
    return Padding(text, (1, 0, 0, 2))


def _titled(title: str, body: RenderableType | None) -> RenderableType | None:
    return None if body is None else Group(Text(f"\n{title}", style="bold"), Padding(body, (0, 0, 0, 2)))


def _table(*columns: str) -> Table:
    table = Table(box=None, show_header=bool(columns), header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _objects(state: RunState) -> RenderableType | None:
    if not state.steps:
        return None
    lines = Text()
    for kind, words in state.made.items():
        told = ", ".join(f"{count} {VERBS.get(word, word)}" for word, count in words.items())
        lines.append(f"{noun(kind, sum(words.values())):<16}", style="default")
        lines.append(f"{told}\n", style="dim")
    lines.rstrip()
    return lines


def _data(state: RunState) -> RenderableType | None:
    if not state.rows:
        return None
    table = _table()
    for key, rows in state.rows.items():
        step = state.steps[key]
        name = key.partition(":")[2] or key
        seconds = "in an earlier attempt" if step.earlier else f"in {duration(step.seconds)}"
        table.add_row(name, Text(f"{rows:,}", justify="right"), "rows", Text(seconds, style="dim"))
    total = sum(state.rows.values())
    table.add_row("in all", Text(f"{total:,}", justify="right"), "rows", style="bold")
    return table


def _grants(state: RunState) -> RenderableType | None:
    if not state.grants:
        return None
    people = list(dict.fromkeys(principal for principal, _ in state.grants))
    table = _table("object", *people)
    for name in dict.fromkeys(name for _, name in state.grants):
        kind = next(proof.securable for (_, other), proof in state.grants.items() if other == name)
        table.add_row(f"{kind} {name.rpartition('.')[2]}", *(_proof(state, principal, name) for principal in people))
    return table


def _proof(state: RunState, principal: str, name: str) -> Text:
    proof = state.grants.get((principal, name))
    if proof is None:
        return Text("not asked", style="dim")
    words = ", ".join(proof.privileges) or "nothing"
    return Text(f"✔ {words}", style="green") if proof.ok else Text(f"✖ only {words}", style="red")


def _quality(state: RunState) -> RenderableType | None:
    if not state.rules:
        return None
    table = _table("table", "rules", "passed", "warned", "failed", "rows in breach")
    rules = sorted(state.rules.values(), key=lambda rule: rule.table)
    for name, group in groupby(rules, key=lambda rule: rule.table):
        found = list(group)
        broken = [rule for rule in found if not rule.ok]
        failed = sum(rule.severity == "error" for rule in broken)
        counts = (("✔", len(found) - len(broken), "green"), ("!", len(broken) - failed, "yellow"), ("✖", failed, "red"))
        cells = [Text(f"{glyph} {n}", style) if n else Text("0", "dim") for glyph, n, style in counts]
        table.add_row(name, str(len(found)), *cells, f"{sum(rule.violations for rule in broken):,}")
    remarks = Text()
    for rule in rules:
        if not rule.ok:
            remarks.append(f"\n{rule.message()}", style="red" if rule.severity == "error" else "yellow")
    return Group(table, remarks) if remarks else table


def _story(state: RunState) -> RenderableType | None:
    if not state.insights:
        return None
    table = _table("", "question", "expected", "found")
    for told in state.insights.values():
        look = LOOKS[SKIPPED if told.skipped else SUCCEEDED if told.ok else FAILED]
        word = "skipped" if told.skipped else "proved" if told.ok else "failed"
        found = Text(scrub(told.found), style="red" if word == "failed" else "default")
        table.add_row(Text(f"{look.glyph} {word}", look.style), scrub(told.question), scrub(told.expected), found)
    return table


def _tasks(state: RunState) -> RenderableType | None:
    tasks = [task for step in state.steps.values() for task in step.tasks.values()]
    if not tasks:
        return None
    table = _table()
    for task in tasks:
        look = LOOKS[task_status(task.state)]
        said = task.error.splitlines()[0] if task.error else last_line(task.log)
        remark = Text(scrub(said), style="dim", overflow="ellipsis", no_wrap=True)
        seconds = duration(task.seconds) if task.seconds else ""
        table.add_row(Text(f"{look.glyph} {look.word}", look.style), task.task, seconds, remark)
    return table


def _places(run: RunDirectory, state: RunState) -> RenderableType:
    places = {"workspace": state.host, **state.links, **state.files, "this run": str(run.path)}
    table = _table()
    for title, place in places.items():
        if place:
            table.add_row(Text(title, style="dim"), Text(scrub(place), overflow="fold"))
    return table


def _next(run: RunDirectory, state: RunState) -> RenderableType:
    table = _table()
    for purpose, command in _commands(run, state):
        table.add_row(Text(purpose, style="dim", no_wrap=True), Text(command, style="cyan"))
    return table


def _commands(run: RunDirectory, state: RunState) -> Iterator[tuple[str, str]]:
    status = state.finished.status if state.finished else "running"
    if status == "running":
        yield "watch it", f"demo-wizard runs attach {run.id}"
        yield "stop it", f"demo-wizard runs cancel {run.id}"
        return
    if status == "cancelled" or (status == "failed" and state.plan):
        yield "go on", f"demo-wizard runs resume {run.id}"
        failed = [step.key for step in state.steps.values() if step.status == FAILED]
        if failed:
            yield "go on without it", f"demo-wizard runs resume {run.id} --skip {shlex.quote(failed[0])}"
    elif run.request.source:
        yield "do what was skipped" if state.count(SKIPPED) else "do it again", run.request.source
    yield "this summary", f"demo-wizard runs show {run.id}"
    views = [step.object for step in state.steps.values() if step.kind == "view"]
    if status == "succeeded" and views:
        at = "" if state.target == "sandbox" else f" --target {state.target}"
        yield "look at it", f'demo-wizard sql{at} "SELECT * FROM {views[-1]}"'
    if status == "succeeded" and state.target == "sandbox":
        yield "be an analyst", 'eval "$(demo-wizard sandbox env --as ana@example.com)"'
