"""Questions that are answered with a line. A bad answer is asked for again, with the reason.

Questions go to stderr, as all talk does: stdout keeps what a run ended with. Where answers come from a file they are
repeated behind their questions, so that what was printed can be read on its own.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import click

from wizard.errors import WizardError
from wizard.spec.problems import Problem

T = TypeVar("T")
WIDEST = 100
TOLD = 5
"""Problems that are told at once: the rest often goes away with them."""


class RefusedError(Exception):
    """An answer that cannot be; says why."""


def say(text: str = "") -> None:
    """A paragraph, broken where the terminal ends."""
    _say(text, "", "")


def item(mark: str, text: str) -> None:
    """An entry of a list."""
    _say(text, f"  {mark} ", " " * (len(mark) + 3))


def _say(text: str, first: str, rest: str) -> None:
    width = min(shutil.get_terminal_size().columns, WIDEST)
    lines = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    click.echo("\n".join(lines), err=True)


def prepare() -> None:
    """Take whatever is typed: a byte that is no text is the loader's to refuse."""
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def ask(question: str, default: str, read: Callable[[str], T], shown: str = "") -> T:
    """What `read` makes of the answer, or of the default for Enter alone; asked again while it refuses.

    In brackets stands the default, or what is `shown` for it. Raises click.Abort when nobody answers any more.
    """
    bracket = f" [{shown or default}]" if shown or default else ""
    while True:
        try:
            return read(_line(f"{question}{bracket}: ") or default)
        except RefusedError as error:
            _say(str(error), "  ", "  ")


def choose(question: str, options: Sequence[tuple[str, str]], default: str, other: Callable[[str], str]) -> str:
    """The name of one of the options, each a name and its title, by number or name; `other` reads anything else."""
    for number, (name, title) in enumerate(options, 1):
        item(f"{number}.", f"{name}: {title}" if title else name)

    def read(answer: str) -> str:
        if answer.isdecimal() and answer.isascii():
            if 1 <= int(answer[:9]) <= len(options):
                return options[int(answer) - 1][0]
            raise RefusedError(f"The numbers go from 1 to {len(options)}.")
        return other(answer)

    return ask(f"{question}, number or name", default, read)


def confirm(question: str, *, default: bool) -> bool:
    """Yes or no."""
    return decide(question, default=default) == "y"


def decide(question: str, *, default: bool, other: str = "") -> str:
    """`y`, `n`, or the one `other` letter that the question offers."""

    def read(answer: str) -> str:
        known = {"y": "y", "yes": "y", "n": "n", "no": "n", other: other}
        if (found := known.get(answer.lower())) is None:
            raise RefusedError("Write y or n." if not other else f"Write y, n or {other}.")
        return found

    return ask(question, "y" if default else "n", read, "Y/n" if default else "y/N")


def refused(error: WizardError) -> RefusedError:
    """Why, and what to do, in a paragraph."""
    return RefusedError(" ".join(part for part in (error.message, error.hint) if part))


def wrong(problems: Iterable[Problem]) -> RefusedError:
    """What the loader has against it."""
    found = list(problems)
    told = [" ".join(part for part in (f"{p.path}:" if p.path else "", p.message + ".", p.hint) if part) for p in found]
    more = [f"And {len(found) - TOLD} more."] if len(found) > TOLD else []
    return RefusedError(" ".join(told[:TOLD] + more))


def _line(prompt: str) -> str:
    sys.stderr.write(prompt)
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if not typed.endswith("\n") or not sys.stdin.isatty():
        click.echo(typed.strip(), err=True)
    if not typed:
        raise click.Abort
    return typed.strip()
