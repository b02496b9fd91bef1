"""`demo-wizard plan`: what would be done and why, with reads only."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict
from pathlib import Path

import click

from wizard.cli.apply import read_plan
from wizard.cli.session import Session, connecting, debug_option, demo_options, pass_session, talk
from wizard.errors import UsageError
from wizard.plan.model import Plan
from wizard.preflight.need import Preflight


@click.command()
@demo_options
@click.option("--sql", is_flag=True, help="Show every statement and request, word for word.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is the plan itself, or the difference.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Save the plan, to carry out exactly this one: demo-wizard apply --plan FILE.")
@click.option("--diff", "saved", type=click.Path(path_type=Path), metavar="FILE",
              help="Show what differs from this saved plan: on the target, and in what would be done.")
@debug_option
@pass_session
def plan(
    session: Session,
    spec: str | None,
    target: str,
    overrides: tuple[str, ...],
    sql: bool,
    output: str,
    out: Path | None,
    saved: Path | None,
) -> None:
    """Show what making a demo would do, without doing it. Nothing is written to the target.

    \b
    Examples:
      demo-wizard plan --spec retail
      demo-wizard plan --spec retail --sql
      demo-wizard plan --spec retail --target PROFILE --out approved.json
      demo-wizard plan --spec retail --target PROFILE --diff approved.json
    """
    if not spec:
        raise UsageError("Which demo? Give --spec.", "For example: demo-wizard plan --spec retail")
    from wizard.plan.estimate import estimate
    from wizard.plan.explain import explain
    from wizard.preflight.need import email_command
    from wizard.printers.estimate import told
    from wizard.printers.preflight import told as said
    from wizard.run.backend import WizardBackend
    from wizard.run.measured import measured
    from wizard.spec import load

    demo, before = load(spec, overrides), read_plan(saved) if saved else None
    connecting(target)
    backend = WizardBackend()
    needed: list[Preflight] = []
    made = backend.build(demo, backend.connect(target, threading.Event()), needed.append)
    if out is not None:
        _save(out, made.to_json())
    if before is not None:
        _tell_difference(before, made, output)
    elif output == "json":
        click.echo(made.to_json(), nl=False)
    else:
        click.echo(explain(made, sql=sql), nl=False)
        click.echo(told(estimate(made, demo, measured(session.runs, target))))
        click.echo(f"\n{said(needed[0])}", nl=False)
    if out is not None:
        talk(f"Saved. Carry it out: demo-wizard apply --plan {out}")
    needed[0].require(email_command(spec, target, overrides))


def _tell_difference(saved: Plan, made: Plan, output: str) -> None:
    from wizard.plan.difference import between

    found = between(saved, made)
    click.echo(json.dumps(asdict(found), indent=2) if output == "json" else str(found).rstrip())


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", "Choose another file for --out.") from error
