"""`demo-wizard preview`: rows of a demo before any is written."""

from __future__ import annotations

import json

import click

from wizard.cli.session import Session, connecting, debug_option, demo_options, pass_session
from wizard.errors import UsageError


@click.command()
@demo_options
@click.option("--table", "tables", multiple=True, metavar="NAME", help="Only this table. May be repeated.")
@click.option("--rows", type=click.IntRange(1, 1000), default=5, show_default=True, help="Rows of each table.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is one object a row.")
@debug_option
@pass_session
def preview(
    _session: Session, spec: str | None, target: str, overrides: tuple[str, ...], tables: tuple[str, ...], rows: int,
    output: str,
) -> None:  # fmt: skip
    """Show rows of a demo as they would be, without writing any.

    \b
    Examples:
      demo-wizard preview --spec retail
      demo-wizard preview --spec retail --table customers --rows 20
    """
    if not spec:
        raise UsageError("Which demo? Give --spec.", "For example: demo-wizard preview --spec retail")
    from wizard.printers.rows import print_rows
    from wizard.spec import load
    from wizard.steps import connect
    from wizard.steps.preview import preview as read

    demo = load(spec, overrides)
    wanted = tables or tuple(demo.tables)
    connecting(target)
    context = connect(target)
    for name in wanted:
        found = read(demo, context, name, rows)
        if output == "json":
            for row in found.rows:
                click.echo(json.dumps({"table": name, **dict(zip(found.columns, row, strict=True))}))
        else:
            print_rows(f"{name}: {len(found.rows)} of {demo.rows_of(name):,} rows", found.columns, found.rows)

