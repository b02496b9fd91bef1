"""`demo-wizard sandbox …`: the Databricks-compatible workspace on this machine."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import click

from wizard.cli.session import debug_option, talk
from wizard.sandbox.characters import CHARACTERS
from wizard.sandbox.characters.choice import PARTS, Choice

_LIKE = "\n".join(["\b", "Characters:", *(f"  {found.name:<17} {found.summary}" for found in CHARACTERS.values())])


def _character_options(command: Callable[..., object]) -> Callable[..., object]:
    """Give a command the options that say what sort of workspace the sandbox is to be."""
    options = (
        click.option("--like", type=click.Choice(list(CHARACTERS)), help="What sort of workspace a new sandbox is."),
        click.option("--without", type=click.Choice(PARTS), multiple=True, help="Something that it does without."),
        click.option("--warehouse-seconds", type=click.FloatRange(0, 600), metavar="SECONDS",
                     help="How long its warehouses take to start."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _choice(like: str | None, without: tuple[str, ...], warehouse_seconds: float | None) -> Choice | None:
    """Return what was asked for, or None when nothing was."""
    if like is None and not without and warehouse_seconds is None:
        return None
    return Choice(like or "standard", tuple(dict.fromkeys(without)), warehouse_seconds)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def sandbox(context: click.Context) -> int | None:
    """Start, stop and look at the sandbox. A run against it starts it by itself.

    Without a command: status.
    """
    return context.invoke(status) if context.invoked_subcommand is None else None


@sandbox.command(epilog=_LIKE)
@_character_options
@debug_option
def start(like: str | None, without: tuple[str, ...], warehouse_seconds: float | None) -> None:
    """Start it, or find it running.

    A new sandbox is the convenient sort of workspace, or like an awkward one that is to be rehearsed; it stays what it
    is until it is reset.
    """
    from wizard.sandbox import lifecycle

    running = lifecycle.start(wanted=_choice(like, without, warehouse_seconds))
    talk(f"The sandbox answers at {running.host_url} (process {running.pid}, {running.like}).")
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
    """Say whether it runs, where, and what sort of workspace it is. Exit code 1 if it does not run."""
    from wizard.sandbox import lifecycle

    running = lifecycle.status()
    if running is None:
        kept = lifecycle.chosen()
        click.echo(f"stopped, {kept.title}" if kept else "stopped")
        return 1
    click.echo(f"running at {running.host_url}, process {running.pid}, {running.like}")
    return 0


@sandbox.command(epilog=_LIKE)
@_character_options
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@debug_option
def reset(like: str | None, without: tuple[str, ...], warehouse_seconds: float | None, yes: bool) -> None:
    """Delete everything in it and begin anew.

    The new sandbox is the standard workspace, or like the one that is asked for.
    """
    from wizard.sandbox import lifecycle

    if not yes:
        click.confirm("Delete everything in the sandbox?", abort=True, err=True)
    wanted = _choice(like, without, warehouse_seconds)
    lifecycle.reset(wanted=wanted)
    talk(f"The sandbox is empty, and will be {wanted.title}." if wanted else "The sandbox is empty.")


@sandbox.command()
@click.option("--as", "user", metavar="USER", help="Somebody of its directory, e.g. ana@example.com.")
@debug_option
def env(user: str | None) -> None:
    """Print the variables that point any Databricks client at it.

    \b
    Examples:
      eval "$(demo-wizard sandbox env)"
      eval "$(demo-wizard sandbox env --as ana@example.com)"

    Where you are no administrator (locked-down) there is another one: --as admin@example.com
    """
    from wizard.sandbox import lifecycle

    for name, value in lifecycle.environment(as_user=user).items():
        click.echo(f"export {name}={shlex.quote(value)}")
