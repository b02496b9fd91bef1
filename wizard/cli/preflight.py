"""`demo-wizard preflight`: what a demo needs of a target, and what is missing there."""

from __future__ import annotations

import json

import click

from wizard.cli.session import Session, connecting, debug_option, demo_options, pass_session
from wizard.errors import ExitCode, UsageError


@click.command()
@demo_options
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is one object.")
@click.option("--email", is_flag=True, help="Only the letter to whoever can give what is missing.")
@debug_option
@pass_session
def preflight(
    _session: Session, spec: str | None, target: str, overrides: tuple[str, ...], output: str, email: bool
) -> int:
    """Say what a demo needs of a target, and what is missing there. Nothing is written.

    For each thing: whether it is there, and if not who can give it and by which statement. A run asks the same before
    its first write. Exit code 3 if something is missing.

    \b
    Examples:
      demo-wizard preflight --spec retail --target PROFILE
      demo-wizard preflight --spec retail --target PROFILE --email > to-the-admin.txt
    """
    if not spec:
        raise UsageError("Which demo? Give --spec.", "For example: demo-wizard preflight --spec retail")
    from wizard.preflight import preflight as look
    from wizard.printers.preflight import told
    from wizard.spec import load
    from wizard.steps import connect

    demo = load(spec, overrides)
    connecting(target)
    found = look(demo, connect(target))
    if email:
        click.echo(found.email(), nl=False)
    elif output == "json":
        click.echo(json.dumps(found.as_data(), indent=2))
    else:
        click.echo(told(found), nl=False)
    return int(ExitCode.DONE if found.ok else ExitCode.PREFLIGHT)
