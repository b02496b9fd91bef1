"""`demo-wizard destroy`: takes a demo away again, and nothing that it did not make."""

from __future__ import annotations

import json
import sys

import click

from wizard.cli.session import (
    Session,
    connecting,
    debug_option,
    demo_options,
    is_interactive,
    pass_session,
    talk,
    yes_option,
)
from wizard.errors import ExitCode, UsageError
from wizard.run.directory import Request
from wizard.run.hold import hold
from wizard.run.start import refuse_if_busy


@click.command()
@demo_options
@click.option("--dry-run", is_flag=True, help="Only say what would be removed and what would be left.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is one object.")
@yes_option
@debug_option
@pass_session
def destroy(
    session: Session,
    spec: str | None,
    target: str,
    overrides: tuple[str, ...],
    dry_run: bool,
    output: str,
    yes: bool,
) -> int:
    """Remove what a demo made, and nothing else.

    Jobs and their files, views, tables, schema, catalog: what carries the demo's stamp goes. A schema or catalog that
    somebody else made, or put something into, is left. So is what the workspace refuses to remove: exit code 1.

    \b
    Examples:
      demo-wizard destroy --spec retail --dry-run
      demo-wizard destroy --spec retail
      demo-wizard destroy --spec retail --target PROFILE --yes --output json
    """
    if not spec:
        raise UsageError("Which demo? Give --spec.", "For example: demo-wizard destroy --spec retail --dry-run")
    if not (yes or dry_run or is_interactive()):
        raise UsageError("There is no terminal to ask whether to remove the demo.",
                         "Look first, with --dry-run, then say --yes.")
    from wizard.printers.removal import as_data, report
    from wizard.printers.terminal import write
    from wizard.spec import load
    from wizard.steps import connect
    from wizard.steps.removal import remove

    demo = load(spec, overrides)
    request = Request(demo.demo_id, target)
    refuse_if_busy(session.runs, request)
    connecting(target)
    context = connect(target)
    found = remove(demo, context, talk, dry_run=True)
    if not dry_run and found.having("would remove"):
        if not yes:
            write(sys.stderr, report(found))
            click.confirm("Remove it?", abort=True, err=True)
        with hold(session.runs, request):
            found = remove(demo, context, talk, dry_run=False)
    if output == "json":
        click.echo(json.dumps(as_data(found), indent=2))
    else:
        write(sys.stdout, report(found))
    return int(ExitCode.FAILED if found.failed else ExitCode.DONE)
