"""`demo-wizard check`: five minutes before the meeting."""

from __future__ import annotations

import json
import sys

import click

from wizard.cli.session import Session, connecting, debug_option, demo_options, how_to_make, pass_session, talk
from wizard.errors import ExitCode, PreflightError, UsageError


@click.command()
@demo_options
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is one object.")
@debug_option
@pass_session
def check(_session: Session, spec: str | None, target: str, overrides: tuple[str, ...], output: str) -> int:
    """Say whether a demo is ready to be given.

    Every question of the talk track and every view is asked twice of the demo that is there: once to start the
    warehouse and warm its caches, once to time it. Nothing is written. Exit code 4 if the demo is not ready, 3 if it
    is not there.

    \b
    Examples:
      demo-wizard check --spec retail
      demo-wizard check --spec retail --target PROFILE --output json
    """
    if not spec:
        raise UsageError("Which demo? Give --spec.", "For example: demo-wizard check --spec retail")
    from wizard.printers.readiness import as_data, report
    from wizard.printers.terminal import write
    from wizard.spec import load
    from wizard.steps import connect
    from wizard.steps.readiness import check as look

    demo, make = load(spec, overrides), how_to_make(spec, target, overrides)
    connecting(target)
    context = connect(target)
    try:
        found = look(demo, context, talk)
    except PreflightError as error:
        raise PreflightError(error.message, error.hint or f"Make it first: {make}") from error
    except KeyboardInterrupt:
        context.ws.cancelled.set()
        raise
    if output == "json":
        click.echo(json.dumps(as_data(found), indent=2))
    else:
        write(sys.stdout, report(found, make))
    return int(ExitCode.DONE if found.ready else ExitCode.QUALITY)
