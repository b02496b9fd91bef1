"""The one place that ends the command line: it owns stderr and the exit codes.

Whatever goes wrong arrives here as an exception and leaves as a sentence, a hint and a number that scripts may rely on.
Nobody sees a traceback without asking for it with --debug; for everything unexpected it is kept in a file.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from wizard import locations
from wizard.cli.app import ReaderGoneError, app
from wizard.cli.session import Session
from wizard.errors import ExitCode, WizardError
from wizard.run.command import RUNNER
from wizard.scrub import scrub

BROKEN_PIPE = 141
"""What a shell reports for a program that SIGPIPE ended: nobody reads us any more, and that is no failure of ours."""


def main(arguments: Sequence[str] | None = None, runner: Sequence[str] = RUNNER) -> int:
    """Run the command line; returns the exit code."""
    session = Session(runner, sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        _tolerate(stream)
    try:
        code = app.main(args=arguments, prog_name="demo-wizard", standalone_mode=False, obj=session)
        sys.stdout.flush()
    except (ReaderGoneError, BrokenPipeError):
        _close_quietly(sys.stdout)
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        _say("\nStopped.")
        code = int(ExitCode.CANCELLED)
    except Exception as error:
        code = failed(error, debug=session.debug)
    return _flushed(int(code or 0))


def _flushed(code: int) -> int:
    """The code, once everything said on stdout is out: the process ends without the interpreter's last flush."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly(sys.stdout)
    return code


def failed(error: Exception, *, debug: bool = False) -> int:
    """Say what went wrong; returns the exit code for it."""
    if debug and not isinstance(error, click.ClickException):
        _say("".join(traceback.format_exception(error)).rstrip())
    match error:
        case click.UsageError():
            return _usage(error)
        case click.ClickException():
            _say(f"Error: {error.format_message()}")
            return int(ExitCode.USAGE)
        case WizardError():
            _say(f"Error: {error.message}")
            if error.hint:
                _say(error.hint)
            return int(error.exit_code)
        case _:
            return _unexpected(error)


def _usage(error: click.UsageError) -> int:
    """Click's own message, with where to read more."""
    _say(f"Error: {error.format_message()}")
    path = error.ctx.command_path if error.ctx else "demo-wizard"
    _say(f"Try: {path} --help")
    return int(ExitCode.USAGE)


def _unexpected(error: Exception) -> int:
    _say(f"Something unexpected happened: {type(error).__name__}: {error}")
    kept = _keep(error)
    _say("Run the same command again with --debug to see where." + (f" The traceback is in {kept}" if kept else ""))
    return int(ExitCode.FAILED)


def _keep(error: Exception) -> Path | None:
    """Write the traceback to a file of the data folder; None if even that fails."""
    path = locations.home() / "crashes" / f"{datetime.now(UTC):%Y%m%d-%H%M%S}.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(scrub("".join(traceback.format_exception(error))), encoding="utf-8")
    except OSError:
        return None
    return path


def _say(text: str) -> None:
    try:
        sys.stderr.write(scrub(text) + "\n")
        sys.stderr.flush()
    except BrokenPipeError:
        _close_quietly(sys.stderr)


def _tolerate(stream: TextIO) -> None:
    """Write a question mark where the terminal's encoding has no glyph, instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def _close_quietly(stream: TextIO) -> None:
    """Point the stream nowhere, so that the interpreter's last flush does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
