"""`demo-wizard --spec …` and `demo-wizard apply`: check what was asked for, start a runner, and watch it.

Everything that can be wrong with a spec or a plan file is said here, before a run begins.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from wizard.cli.session import (
    Session,
    debug_option,
    demo_options,
    is_interactive,
    output_option,
    pass_session,
    plain_option,
    yes_option,
)
from wizard.cli.watch import watch
from wizard.errors import UsageError
from wizard.plan.model import Plan
from wizard.run.begin import begin
from wizard.run.directory import Request

HOW_TO_PLAN = "Make one: demo-wizard plan --spec … --out FILE"


@click.command()
@demo_options
@click.option("--plan", "plan_file", type=click.Path(path_type=Path), metavar="FILE",
              help="Apply exactly this plan, saved by: demo-wizard plan --out FILE.")
@output_option
@plain_option
@yes_option
@debug_option
@pass_session
def apply(
    session: Session,
    spec: str | None,
    target: str,
    overrides: tuple[str, ...],
    plan_file: Path | None,
    output: str,
    plain: bool,
    yes: bool,
) -> int:
    """Make a demo from a spec or a saved plan.

    A saved plan is carried out word for word. When its target is no longer as it was when the plan was made, nothing
    is changed: exit code 3, and what has moved.

    \b
    Examples:
      demo-wizard apply --spec retail
      demo-wizard apply --plan approved.json --yes
    """
    if (spec is None) == (plan_file is None):
        raise UsageError("Give either --spec or --plan.", "For example: demo-wizard apply --spec retail")
    if spec is not None:
        return apply_spec(session, spec, target, overrides, output=output, plain=plain, yes=yes)
    assert plan_file is not None  # noqa: S101  one of the two is there, as checked above
    _refuse_changes(click.get_current_context())
    return _apply_plan(session, plan_file, output=output, plain=plain, yes=yes)


def _refuse_changes(context: click.Context) -> None:
    for name, option in (("overrides", "--set"), ("target", "--target")):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise UsageError(f"{option} changes what is planned; a saved plan is carried out as it is.",
                             f"Make another plan: demo-wizard plan --spec … {option} … --out FILE")


def apply_spec(
    session: Session, source: str, target: str, overrides: Sequence[str], *, output: str, plain: bool, yes: bool
) -> int:
    """Plan and apply a spec in a new run; returns the run's exit code."""
    from wizard.spec import dump, load
    from wizard.spec.skin import skin

    spec = load(source, overrides)
    request = Request(spec.demo_id, target, session.typed, skin(spec).title, _asks(output, yes=yes))
    return _run(session, request, output, plain=plain, spec=dump(spec))


def _apply_plan(session: Session, path: Path, *, output: str, plain: bool, yes: bool) -> int:
    plan = read_plan(path)
    request = Request(plan.demo, plan.target, session.typed, approval=_asks(output, yes=yes))
    return _run(session, request, output, plain=plain, plan=plan.to_json())


def read_plan(path: Path) -> Plan:
    """A saved plan. Raises UsageError if the file is missing, is no plan of this version, or was edited."""
    try:
        text = path.read_text(encoding="utf-8")
        plan, told = Plan.from_json(text), json.loads(text).get("hash")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", HOW_TO_PLAN) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is not a plan.", HOW_TO_PLAN) from error
    if plan.hash != told:
        raise UsageError(f"{path} was changed after it was made: its hash is {plan.hash}, not {told}.",
                         "Make it again, so that what is carried out is what was reviewed.")
    return plan


def _run(
    session: Session, request: Request, output: str, *, plain: bool, spec: str = "", plan: str = ""
) -> int:
    started = begin(session.runs, request, session.runner, spec=spec, plan=plan)
    return watch(started, output, plain=plain, debug=session.debug)


def _asks(output: str, *, yes: bool) -> bool:
    return output == "text" and not yes and is_interactive()
