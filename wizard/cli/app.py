"""The `demo-wizard` command: with --spec it plans and applies, without anything it opens the app.

Where the app cannot be drawn it asks line by line, and where nobody can answer it says what to type instead.
"""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from wizard import __version__
from wizard.cli import apply as apply_module
from wizard.cli.check import check
from wizard.cli.destroy import destroy
from wizard.cli.export import export
from wizard.cli.open import open_spec
from wizard.cli.plan import plan
from wizard.cli.preflight import preflight
from wizard.cli.preview import preview
from wizard.cli.runs import runs
from wizard.cli.sandbox import sandbox
from wizard.cli.serve import serve
from wizard.cli.session import (
    Session,
    debug_option,
    demo_options,
    output_option,
    pass_session,
    plain_option,
    yes_option,
)
from wizard.cli.specs import specs
from wizard.cli.sql import sql
from wizard.cli.terminal import has_dumb_terminal, has_terminal, open_app
from wizard.errors import UsageError

WELCOME = """\
Demo Wizard makes a complete Databricks demo: believable data, views, grants that are proved, a job that runs.

In a terminal this opens an app that leads from nothing to a running demo. There is no terminal here; instead:

  demo-wizard specs list                see the demos that come with it
  demo-wizard plan --spec retail        see what would be made, without making it
  demo-wizard --spec retail             make it (in the sandbox, a Databricks-compatible workspace on this machine)
  demo-wizard runs list                 see what was made
  demo-wizard serve                     the app in a browser
  demo-wizard --plain                   the app's questions, line by line; answers may come from a file
  demo-wizard --help                    everything else
"""

EPILOG = """\b
Examples:
  demo-wizard                                          open the app
  demo-wizard --plain                                  answer its questions line by line: the screen reader's way
  demo-wizard --spec retail                            make the retail demo in the sandbox
  demo-wizard --spec my.yaml --set size=medium --yes   another size, no questions
  demo-wizard --spec retail --target PROFILE           in the workspace of a profile
  demo-wizard --spec retail --output jsonl             for CI: one event a line
  demo-wizard check --spec retail                      is it ready to be given?
  demo-wizard export --talk-track --spec retail --out talk
  demo-wizard destroy --spec retail                    remove what it made, and nothing else
\b
Exit codes: 0 done · 1 a step failed · 2 usage or invalid spec · 3 a permission is missing
            4 data quality or the story failed · 130 cancelled
"""


class ReaderGoneError(Exception):
    """Nobody reads our output any more."""


class Root(click.Group):
    """Click would end with exit code 1 when a reader goes away, which here says that a step failed."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error


@click.group(
    cls=Root, invoke_without_command=True, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[COMMAND] …",
)
@click.version_option(__version__, prog_name="demo-wizard", message="%(prog)s %(version)s")
@demo_options
@output_option
@plain_option
@yes_option
@debug_option
@pass_session
@click.pass_context
def app(
    context: click.Context,
    session: Session,
    spec: str | None,
    target: str,
    overrides: tuple[str, ...],
    output: str,
    plain: bool,
    yes: bool,
) -> int | None:
    """Make a complete Databricks industry demo, and rehearse it offline.

    Without options it opens the app.
    """
    if context.invoked_subcommand is not None:
        _refuse_options(context, context.invoked_subcommand)
        return None
    if spec:
        return apply_module.apply_spec(session, spec, target, overrides, output=output, plain=plain, yes=yes)
    for option in _given(context, "target", "overrides", "output", "yes"):
        raise UsageError(f"{option} says how to make a demo. Which one? Give --spec.",
                         "See the demos that come with it: demo-wizard specs list   Open the app: demo-wizard open")
    return _begin(session, plain=plain)


def _begin(session: Session, *, plain: bool) -> int | None:
    """Nothing was asked for yet: lead to it."""
    if plain or has_dumb_terminal():
        from wizard.cli.plain.wizard import ask_and_make

        return ask_and_make(session)
    if has_terminal():
        return open_app()
    click.echo(WELCOME, nl=False)
    return None


def _refuse_options(context: click.Context, command: str) -> None:
    """Options of the short form before a command would be ignored: say so instead."""
    for option in _given(context, "spec", "target", "overrides", "output", "plain", "yes"):
        raise UsageError(f"{option} belongs after the command: demo-wizard {command} {option} …")


def _given(context: click.Context, *names: str) -> list[str]:
    """Those of the options that were typed."""
    typed = [name for name in names if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    return ["--set" if name == "overrides" else f"--{name}" for name in typed]


for command in (
    open_spec, plan, preflight, preview, apply_module.apply, check, export, destroy, runs, sql, specs, sandbox, serve,
):
    app.add_command(command)
