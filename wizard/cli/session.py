"""What one call of the command line knows about itself, handed to every command.

It also holds the options that several commands share, so that each is spelled and explained once.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from wizard import locations
from wizard.run.command import RUNNER

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass
class Session:
    """`runner` is the command that carries out a run directory; `arguments` are as typed; `debug` shows tracebacks."""

    runner: Sequence[str] = RUNNER
    arguments: Sequence[str] = ()
    debug: bool = False

    @property
    def typed(self) -> str:
        """The command as it was typed, to show how to repeat it."""
        return shlex.join(["demo-wizard", *self.arguments])

    @property
    def runs(self) -> Path:
        """Where runs are kept."""
        return locations.runs()


pass_session = click.make_pass_decorator(Session)


def _set_debug(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Session).debug = True


spec_option = click.option(
    "--spec", metavar="FILE|NAME", help="The demo: a YAML file, or the name of a shipped one (specs list)."
)
target_option = click.option(
    "--target", default="sandbox", show_default=True, metavar="TARGET",
    help="Where: the sandbox on this machine, a profile of ~/.databrickscfg, or env: what the environment says.",
)
set_option = click.option(
    "--set", "overrides", multiple=True, metavar="PATH=VALUE",
    help="Change one value of the spec, e.g. --set size=medium. May be repeated.",
)
output_option = click.option(
    "--output", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
    help="text for people; jsonl for programs: one event a line on stdout.",
)
yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask before changing what exists.")
plain_option = click.option("--plain", is_flag=True, help="Line by line, nothing redrawn: what screen readers read.")
debug_option = click.option(
    "--debug", is_flag=True, expose_value=False, callback=_set_debug, help="Show the traceback of a failure."
)


def demo_options(command: Command) -> Command:
    """--spec, --target and --set: which demo, and where."""
    return spec_option(target_option(set_option(command)))


def how_to_make(spec: str, target: str, overrides: Sequence[str]) -> str:
    """The command that makes a demo, to be shown."""
    options = [word for setting in overrides for word in ("--set", setting)]
    at = [] if target == "sandbox" else ["--target", target]
    return shlex.join(["demo-wizard", "--spec", spec, *options, *at])


def talk(text: str) -> None:
    """Say something that is not data: on stderr."""
    click.echo(text, err=True)


def connecting(target: str) -> None:
    """Say where to; from here on whatever somebody has to wait for is said as well."""
    from wizard.workspace.environment import place

    hear()
    talk(f"connecting to {place(target)}…")


def hear() -> None:
    """Let the workspace part say what somebody has to wait for."""
    from wizard.workspace.notices import listen

    listen(talk)


def is_interactive() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not os.environ.get("CI")
