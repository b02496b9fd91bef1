"""`demo-wizard check`: five minutes before the meeting."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from wizard.cli.session import Session, connecting, debug_option, demo_options, how_to_make, pass_session, talk
from wizard.errors import ExitCode, PreflightError, UsageError

if TYPE_CHECKING:
    from wizard.steps.context import Context


@click.command()
@demo_options
@click.option("--against", metavar="TARGET",
              help="Hold the demo against the same one on another target instead: are the rows of every table equal?")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is one object.")
@debug_option
@pass_session
def check(
    _session: Session, spec: str | None, target: str, overrides: tuple[str, ...], against: str | None, output: str
) -> int:
    """Say whether a demo is ready to be given.

    Every question of the talk track and every view is asked twice of the demo that is there: once to start the
    warehouse and warm its caches, once to time it. Nothing is written. Exit code 4 if the demo is not ready, 3 if it
    is not there.

    With --against nothing is asked twice: every table is fingerprinted on both targets, side by side. Exit code 4 if
    one differs, 3 if the demo is not on both.

    \b
    Examples:
      demo-wizard check --spec retail
      demo-wizard check --spec retail --target PROFILE --output json
      demo-wizard check --spec retail --against PROFILE
    """
    if not spec:
        raise UsageError("Which demo? Give --spec.", "For example: demo-wizard check --spec retail")
    if against == target:
        raise UsageError(f"--against {against} is the target itself.", "Give another profile, or another --target.")
    try:
        if against:
            return _compare(spec, overrides, (target, against), output)
        return _look(spec, overrides, target, output)
    except PreflightError as error:
        makes = (how_to_make(spec, one, overrides) for one in (target, against) if one)
        raise PreflightError(error.message, error.hint or "Make it first: " + "\n".join(makes)) from error


def _look(spec: str, overrides: tuple[str, ...], target: str, output: str) -> int:
    from wizard.printers.readiness import as_data, report
    from wizard.printers.terminal import write
    from wizard.spec import load
    from wizard.steps import connect
    from wizard.steps.readiness import check as look

    demo = load(spec, overrides)
    connecting(target)
    context = connect(target)
    with stopping(context):
        found = look(demo, context, talk)
    if output == "json":
        click.echo(json.dumps(as_data(found), indent=2))
    else:
        write(sys.stdout, report(found, how_to_make(spec, target, overrides)))
    return int(ExitCode.DONE if found.ready else ExitCode.QUALITY)


def _compare(spec: str, overrides: tuple[str, ...], targets: tuple[str, str], output: str) -> int:
    from wizard.printers.comparison import as_data, report
    from wizard.printers.terminal import write
    from wizard.spec import load
    from wizard.steps import connect
    from wizard.steps.comparison import compare

    demo = load(spec, overrides)
    for target in targets:
        connecting(target)
    here, there = (connect(target) for target in targets)
    with stopping(here, there):
        found = compare(demo, here, there, talk)
    if output == "json":
        click.echo(json.dumps(as_data(found), indent=2))
    else:
        write(sys.stdout, report(found))
    return int(ExitCode.DONE if found.same else ExitCode.QUALITY)


@contextmanager
def stopping(*contexts: Context) -> Iterator[None]:
    """Let what waits for a workspace know that somebody has pressed Ctrl+C."""
    try:
        yield
    except KeyboardInterrupt:
        for context in contexts:
            context.ws.cancelled.set()
        raise
