"""`demo-wizard specs …`: the demos that can be made, and what a spec may say."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from wizard.cli.session import debug_option, set_option, talk

if TYPE_CHECKING:
    from wizard.spec import Problem


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def specs(context: click.Context) -> None:
    """List, show and check the YAML files that demos are made from.

    Without a command: list.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_specs)


@specs.command("list")
@debug_option
def list_specs() -> None:
    """List the demos that come with Demo Wizard."""
    from wizard.spec import load, shipped

    for path in shipped():
        spec = load(path)
        click.echo(f"{path.stem:<16}  {spec.title}")
    talk("\nMake one: demo-wizard --spec NAME")


@specs.command("show")
@click.argument("spec", metavar="FILE|NAME")
@set_option
@debug_option
def show_spec(spec: str, overrides: tuple[str, ...]) -> None:
    """Print a spec, overrides applied, defaults left out."""
    from wizard.spec import dump, load

    click.echo(dump(load(spec, overrides)), nl=False)


@specs.command("validate")
@click.argument("specs", metavar="FILE|NAME…", nargs=-1, required=True)
@set_option
@debug_option
def validate_specs(specs: tuple[str, ...], overrides: tuple[str, ...]) -> None:
    """Check specs and show every problem with its place."""
    from wizard.spec import SpecError, load

    problems: list[Problem] = []
    for spec in specs:
        try:
            found = load(spec, overrides)
        except SpecError as error:
            problems.extend(error.problems)
        else:
            click.echo(f"{spec}: valid, {len(found.tables)} tables, {len(found.views)} views, {len(found.jobs)} jobs")
    if problems:
        raise SpecError(problems)


@specs.command("schema")
@debug_option
def print_schema() -> None:
    """Print the JSON Schema of specs, for editors."""
    from wizard.spec import schema

    click.echo(json.dumps(schema(), indent=2))
