"""The `demo-wizard` command: with --spec it plans and applies, without anything it says what to type."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from wizard import __version__
from wizard.cli import apply as apply_module
from wizard.cli.check import check
from wizard.cli.destroy import destroy
from wizard.cli.export import export
from wizard.cli.plan import plan
from wizard.cli.preview import preview
from wizard.cli.runs import runs
from wizard.cli.sandbox import sandbox
from wizard.cli.session import Session, debug_option, demo_options, output_option, pass_session, yes_option
from wizard.cli.specs import specs
from wizard.cli.sql import sql
from wizard.errors import UsageError

WELCOME = """\
Demo Wizard makes a complete Databricks demo: believable data, views, grants that are proved, a job that runs.

Start here (nothing to set up: the sandbox is a Databricks-compatible workspace on this machine):

  demo-wizard specs list                see the demos that come with it
  demo-wizard plan --spec retail        see what would be made, without making it
  demo-wizard --spec retail             make it
  demo-wizard runs list                 see what was made

This version has no terminal app yet: --spec is the way in.  demo-wizard --help  tells the rest.
"""

EPILOG = """\b
Examples:
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
    yes: bool,
) -> int | None:
    """Make a complete Databricks industry demo, and rehearse it offline."""
    if context.invoked_subcommand is not None:
        _refuse_options(context, context.invoked_subcommand)
        return None
    if not spec:
        click.echo(WELCOME, nl=False)
        return None
    return apply_module.apply_spec(session, spec, target, overrides, output=output, yes=yes)


def _refuse_options(context: click.Context, command: str) -> None:
    """Options of the short form before a command would be ignored: say so instead."""
    for name in ("spec", "target", "overrides", "output", "yes"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = "--set" if name == "overrides" else f"--{name}"
            raise UsageError(f"{option} belongs after the command: demo-wizard {command} {option} …")


for command in (plan, preview, apply_module.apply, check, export, destroy, runs, sql, specs, sandbox):
    app.add_command(command)
