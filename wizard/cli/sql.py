"""`demo-wizard sql`: a look at a demo through the eyes of whoever will see it."""

from __future__ import annotations

import json

import click

from wizard.cli.session import Session, debug_option, hear, pass_session, target_option


@click.command()
@click.argument("statement")
@target_option
@click.option("--as", "user", metavar="USER", default="", help="In the sandbox: as this user, e.g. ana@example.com.")
@click.option("--output", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="text for people; json is one object a row.")
@debug_option
@pass_session
def sql(_session: Session, statement: str, target: str, user: str, output: str) -> None:
    """Run one SQL statement and show what it answers.

    \b
    Examples:
      demo-wizard sql "SELECT * FROM dev_retail_demo.customer_analytics.kpi_summary"
      demo-wizard sql --as ana@example.com "DELETE FROM dev_retail_demo.customer_analytics.stores"
    """
    from wizard.printers.rows import print_rows
    from wizard.workspace.connect import connect

    hear()
    found = connect(target, user).sql(statement)
    if output == "json":
        for row in found.rows:
            click.echo(json.dumps(dict(zip(found.columns, row, strict=True))))
    else:
        print_rows("", found.columns, found.rows)
