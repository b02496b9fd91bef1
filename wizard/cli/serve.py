"""`demo-wizard serve`: the app in a browser, for this machine alone unless somebody insists."""

from __future__ import annotations

import ipaddress
import socket

import click

from wizard import locations
from wizard.cli.session import debug_option, talk
from wizard.errors import UsageError

NEEDED = "textual-serve==1.1.3"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="PORT",
              help="The port to listen on; 0 takes one that is free.")
@click.option("--allow-remote", is_flag=True, help="Listen on an address that other machines reach.")
@debug_option
def serve(host: str, port: int, allow_remote: bool) -> None:
    """Open the app in a browser. Ctrl+C ends it.

    Every tab is an app of its own. It acts as you: with your profiles, in your files.

    \b
    Examples:
      demo-wizard serve
      demo-wizard serve --port 0
    """
    if not (allow_remote or is_loopback(host)):
        raise UsageError(
            f"{host} is reached from other machines, and whoever reaches it would act with your credentials.",
            "Leave --host out, and tunnel to it: ssh -L 8000:127.0.0.1:8000 THIS_MACHINE\n"
            "If everybody who can reach it may act as you, say --allow-remote.",
        )
    try:
        from wizard.cli.serving.server import AppServer
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("textual_serve", "aiohttp"):
            raise
        raise UsageError("Serving the app needs textual-serve, which is not installed.",
                         f"Install it: python -m pip install {NEEDED}") from error
    with listening(host, port) as at:
        remote = not is_loopback(host)
        AppServer(at, remote=remote, ready=lambda: _say(at, remote=remote)).run(locations.home() / "serve.log")
    talk("\nNo longer served.")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address. A name may mean anything, but for localhost."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError if that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(f"{host}, port {port}: {error.strerror or error}.",
                         "Choose another --port; 0 takes one that is free.") from error


def _say(at: socket.socket, *, remote: bool) -> None:
    host, port = at.getsockname()[:2]
    click.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    talk("Open this address in a browser on this machine. Ctrl+C ends it; runs go on without it.")
    if remote:
        talk(f"Warning: whoever reaches port {port} of this machine acts with your credentials and in your files.\n"
             "Nothing is asked and nothing is encrypted. Put a proxy with a login and TLS before it.")
