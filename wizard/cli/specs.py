"""`demo-wizard specs …`: the demos that can be made, and what a spec may say."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from wizard.cli.new import new
from wizard.cli.session import debug_option, set_option, talk

if TYPE_CHECKING:
    from wizard.portrait.portrait import Portrait
    from wizard.spec import Problem

WIDEST = 120
"""Columns beyond which lines would only grow emptier."""


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
    from wizard.printers.portrait.listing import listing
    from wizard.printers.terminal import console, write
    from wizard.spec import load, shipped
    from wizard.spec.skin import skin

    demos = [(path.stem, skin(load(path))) for path in shipped()]
    write(sys.stdout, listing(demos, console(sys.stdout).width))
    talk("\nLook at one: demo-wizard specs show NAME\nMake one: demo-wizard --spec NAME")


@specs.command("show")
@click.argument("spec", metavar="FILE|NAME")
@set_option
@click.option("--table", "tables", multiple=True, metavar="NAME", help="Only this table, in full. May be repeated.")
@click.option("--rows", type=click.IntRange(1, 100), default=5, show_default=True, help="Rows of each table.")
@click.option("--output", type=click.Choice(["text", "yaml", "json"]), default="text", show_default=True,
              help="text for people; json for programs; yaml is the spec itself, defaults left out.")
@debug_option
def show_spec(spec: str, overrides: tuple[str, ...], tables: tuple[str, ...], rows: int, output: str) -> None:
    """Show a demo: story, tables, rows, distributions.

    Nothing is made, and no sandbox started.

    \b
    Examples:
      demo-wizard specs show retail
      demo-wizard specs show retail --table customers --rows 20
      demo-wizard specs show retail --set seed=7 --output yaml > mine.yaml
    """
    from wizard.spec import dump, load

    if output == "yaml":
        click.echo(dump(load(spec, overrides)), nl=False)
        return
    found = _portrait(spec, overrides, tables, rows)
    if output == "json":
        from wizard.portrait.plain import plain

        click.echo(json.dumps(plain(found), indent=2, ensure_ascii=False))
        return
    from wizard.printers.portrait.glyphs import glyphs
    from wizard.printers.portrait.page import page
    from wizard.printers.terminal import console, write

    width = min(console(sys.stdout).width, WIDEST)
    write(sys.stdout, page(found, width, glyphs(sys.stdout), chosen=bool(tables)))


def _portrait(spec: str, overrides: tuple[str, ...], tables: tuple[str, ...], rows: int) -> Portrait:
    from wizard.portrait.portrait import portray
    from wizard.spec import load
    from wizard.spec.skin import skin
    from wizard.workspace.local import local_engine

    with local_engine() as engine:
        return portray(skin(load(spec, overrides)), engine, tables, rows)


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


specs.add_command(new)
