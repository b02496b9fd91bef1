"""`demo-wizard sandbox …`: the Databricks-compatible workspace on this machine."""

from __future__ import annotations

import shlex

import click

from wizard.cli.session import debug_option, talk


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def sandbox(context: click.Context) -> int | None:
    """Start, stop and look at the sandbox. A run against it starts it by itself.

    Without a command: status.
    """
    return context.invoke(status) if context.invoked_subcommand is None else None


@sandbox.command()
@debug_option
def start() -> None:
    """Start it, or find it running."""
    from wizard.sandbox import lifecycle

    running = lifecycle.start()
    talk(f"The sandbox answers at {running.host_url} (process {running.pid}).")
    talk('Use it with any client: eval "$(demo-wizard sandbox env)"')


@sandbox.command()
@debug_option
def stop() -> None:
    """Stop it; what is in it stays."""
    from wizard.sandbox import lifecycle

    talk("The sandbox is stopped." if lifecycle.stop() else "The sandbox was not running.")


@sandbox.command()
@debug_option
def status() -> int:
    """Say whether it runs, and where. Exit code 1 if it does not."""
    from wizard.sandbox import lifecycle

    running = lifecycle.status()
    if running is None:
        click.echo("stopped")
        return 1
    click.echo(f"running at {running.host_url}, process {running.pid}")
    return 0


@sandbox.command()
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@debug_option
def reset(yes: bool) -> None:
    """Delete everything in it and begin anew."""
    from wizard.sandbox import lifecycle

    if not yes:
        click.confirm("Delete everything in the sandbox?", abort=True, err=True)
    lifecycle.reset()
    talk("The sandbox is empty.")


@sandbox.command()
@click.option("--as", "user", metavar="USER", help="Somebody of its directory, e.g. ana@example.com.")
@debug_option
def env(user: str | None) -> None:
    """Print the variables that point any Databricks client at it.

    \b
    Examples:
      eval "$(demo-wizard sandbox env)"
      eval "$(demo-wizard sandbox env --as ana@example.com)"
    """
    from wizard.sandbox import lifecycle

    for name, value in lifecycle.environment(as_user=user).items():
        click.echo(f"export {name}={shlex.quote(value)}")
