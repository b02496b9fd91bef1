"""From the first question to a demo that is made: what the app's steps do, one after the other.

What is carried out is the plan that was told, as in the app; what was answered can be typed as one command.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import click

from wizard.cli.plain.asking import confirm, decide, prepare, refused, say
from wizard.cli.plain.choosing import ask_demo, ask_target
from wizard.cli.plain.told import tell_plan, tell_story
from wizard.cli.plain.unfinished import go_on
from wizard.cli.session import Session, talk
from wizard.cli.watch import watch
from wizard.errors import ExitCode, WizardError
from wizard.plan.model import Plan
from wizard.run.directory import Request
from wizard.spec.choices import Examined
from wizard.spec.model import DemoSpec

if TYPE_CHECKING:
    from wizard.plan.estimate import Estimate

HELLO = ("Demo Wizard, line by line. Enter takes what stands in brackets, Ctrl+C leaves. "
         "Nothing is made before you say so.")


def ask_and_make(session: Session) -> int:
    """Ask, tell, make; returns the exit code. Raises click.Abort when nobody answers any more."""
    prepare()
    say(HELLO)
    say()
    code = go_on(session)
    if code is not None:
        return code
    target = ask_target()
    chosen = ask_demo()
    spec, dressed = chosen.spec, chosen.dressed
    assert spec is not None and dressed is not None  # noqa: S101, PT018  ask_demo answers with nothing less
    tell_story(dressed)
    plan = _planned(spec, target)
    tell_plan(plan, _estimate(session, plan, spec))
    code = _made(session, plan, spec, Request(plan.demo, target, chosen.choices.command(target), dressed.title))
    _tell_commands(chosen, target, made=code == ExitCode.DONE)
    return code


def make_plan(spec: DemoSpec, target: str) -> Plan:
    """What would be done; reads only."""
    from wizard.run.backend import WizardBackend

    backend = WizardBackend()
    return backend.build(spec, backend.connect(target, threading.Event()))


def _planned(spec: DemoSpec, target: str) -> Plan:
    """The plan; a target that does not answer is asked again if somebody wants that."""
    while True:
        say()
        say(f"Looking at what is on {target}, to plan what is to be done…")
        try:
            return make_plan(spec, target)
        except WizardError as error:
            say(str(refused(error)))
            if not confirm("Try again?", default=False):
                raise


def _estimate(session: Session, plan: Plan, spec: DemoSpec) -> Estimate:
    from wizard.plan.estimate import estimate
    from wizard.run.measured import measured

    return estimate(plan, spec, measured(session.runs, plan.target))


def _made(session: Session, plan: Plan, spec: DemoSpec, request: Request) -> int:
    if not plan.changes:
        return int(ExitCode.DONE)
    if not _wanted(plan):
        say("Nothing was made.")
        return int(ExitCode.CANCELLED)
    from wizard.run.begin import begin
    from wizard.spec import dump

    started = begin(session.runs, request, session.runner, spec=dump(spec, "pinned"), plan=plan.to_json())
    return watch(started, "text", plain=True, debug=session.debug)


def _wanted(plan: Plan) -> bool:
    from wizard.plan.explain import explain

    while True:
        answer = decide("Make it? l lists every step", default=not plan.alters, other="l")
        if answer != "l":
            return answer == "y"
        click.echo(explain(plan), err=True)


def _tell_commands(chosen: Examined, target: str, *, made: bool) -> None:
    """The same again without questions; and what one does with a demo that is there."""
    same = chosen.choices.command(target)
    options = same.removeprefix("demo-wizard")
    talk("")
    if made:
        talk(f"The talk track:\n  demo-wizard export --talk-track{options} --out talk")
        talk(f"Before the meeting:\n  demo-wizard check{options}")
    talk(f"The same without questions:\n  {same}")
