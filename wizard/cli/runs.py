"""`demo-wizard runs …`: everything about runs that are there, from any terminal."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
from click.core import ParameterSource

from wizard.cli.session import Session, debug_option, output_option, pass_session, plain_option, talk
from wizard.cli.terminal import has_terminal, open_app
from wizard.cli.watch import watch
from wizard.errors import ExitCode, UsageError
from wizard.run import journal
from wizard.run.attach import follow, lost
from wizard.run.directory import RunDirectory
from wizard.run.events import RunFinished
from wizard.run.history import History
from wizard.run.start import Started, cancel, is_alive, resume
from wizard.run.state import RunState

run_argument = click.argument("run", default="", metavar="[RUN]")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def runs(context: click.Context) -> None:
    """See, follow, resume and stop runs.

    RUN is a run's id or a part of it; the latest run without one. Without a command: list.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_runs, output="text")


@runs.command("list")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@debug_option
@pass_session
def list_runs(session: Session, output: str) -> None:
    """List runs, the latest last. Where a demo expires, its day is shown."""
    found = [_row(run) for run in RunDirectory.every(session.runs)]
    if output == "json":
        click.echo(json.dumps(found, indent=2))
        return
    if not found:
        talk("There are no runs yet. Start one: demo-wizard --spec retail")
        return
    dated = ("expires",) if any(row["expires"] for row in found) else ()
    columns = ("run", "status", "demo", "target", "steps", "seconds", *dated)
    cells = [columns, *(tuple(str(row[c]) for c in columns) for row in found)]
    widths = [max(len(line[i]) for line in cells) for i in range(len(columns))]
    for line in cells:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


@runs.command("show")
@run_argument
@output_option
@debug_option
@pass_session
def show_run(session: Session, run: str, output: str) -> None:
    """Show what a run did; --output jsonl for its events.

    Text is the summary that the run ended with, or as far as it is now.
    """
    found = RunDirectory.find(session.runs, run)
    if output == "jsonl":
        if found.events.exists():
            click.echo(found.events.read_text(encoding="utf-8"), nl=False)
        return
    from wizard.printers.summary import summary
    from wizard.printers.terminal import write

    write(sys.stdout, summary(found, _state(found)))


@runs.command("attach")
@run_argument
@click.option("--speed", type=click.FloatRange(0, min_open=True), metavar="N",
              help="Replay a run that has ended, N times as fast as it was; without it, see how it ended.")
@output_option
@plain_option
@debug_option
@pass_session
@click.pass_context
def attach_run(
    context: click.Context, session: Session, run: str, speed: float | None, output: str, plain: bool
) -> int:
    """Follow a run, or look at one that has ended. Leaving it does not stop it.

    In a terminal the app's run screen shows it; lines follow it with --plain, with --output, and without a terminal.

    \b
    Examples:
      demo-wizard runs attach
      demo-wizard runs attach 20261124-091500-3f1c --speed 4
    """
    found = RunDirectory.find(session.runs, run)
    asked_for_lines = plain or context.get_parameter_source("output") is ParameterSource.COMMANDLINE
    if not asked_for_lines and has_terminal():
        return open_app(("watch", found.id, str(speed or 0)))
    if speed is not None:
        raise UsageError("--speed is for the app's run screen, and lines are all that can be shown here.",
                         "Leave it out, or call it in a terminal without --plain and --output.")
    started = Started(found, max(1, History.read(found).attempts), 0)
    return watch(started, output, plain=plain, debug=session.debug, owner=False)


@runs.command("resume")
@run_argument
@click.option("--skip", multiple=True, metavar="STEP",
              help="Leave out a step that is not done, named as it is shown: view:kpi_summary or \"view kpi_summary\". "
                   "May be repeated.")
@output_option
@plain_option
@debug_option
@pass_session
def resume_run(session: Session, run: str, skip: tuple[str, ...], output: str, plain: bool) -> int:
    """Go on with a run that stopped, failed or was killed.

    What failed is tried again; what is done is not done again. A job run that is still going is taken up, one that
    failed is repaired: only its failed tasks run again, and what depends on them. The plan is the one that was made at
    first; while none of its steps has begun, it is refused if the target has moved since.

    A step that is skipped counts as passed, for as long as the run is resumed: what depends on it is done.

    \b
    Examples:
      demo-wizard runs resume
      demo-wizard runs resume --skip quality:quality_report --skip "view kpi_summary"
    """
    found = RunDirectory.find(session.runs, run)
    return watch(resume(found, session.runner, skip), output, plain=plain, debug=session.debug)


@runs.command("cancel")
@run_argument
@debug_option
@pass_session
def cancel_run(session: Session, run: str) -> int:
    """Ask a run to stop, and wait until it has."""
    found = RunDirectory.find(session.runs, run)
    if not cancel(found):
        raise UsageError(f"Run {found.id} is not at work.", f"Look at it: demo-wizard runs show {found.id}")
    for record in follow(found):
        if record is not None and isinstance(record.event, RunFinished):
            talk(f"Run {found.id}: {record.event.status}.  Go on with it: demo-wizard runs resume {found.id}")
    return int(ExitCode.DONE)


def _state(run: RunDirectory) -> RunState:
    """The state of a run now; one whose runner is gone without a word has an end that says so."""
    alive = is_alive(run)
    state = RunState.fold(journal.records(run.events))
    if state.finished is None and not alive:
        state.take(lost(run, state.began))
    return state


def _row(run: RunDirectory) -> dict[str, Any]:
    state, request = _state(run), run.request
    return {
        "run": run.id,
        "status": state.finished.status if state.finished else "running",
        "demo": request.demo,
        "target": request.target,
        "steps": f"{state.settled}/{len(state.steps)}",
        "seconds": round(state.finished.seconds, 1) if state.finished else "",
        "created": request.created,
        "expires": run.expires(),
    }
