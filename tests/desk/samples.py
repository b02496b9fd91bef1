"""Questions that no app asks, and a desk that answers them: each shows one thing that can happen to an answer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.desk.questions import Question
from wizard.errors import PreflightError
from wizard.spec.problems import Problem, SpecError
from wizard.workspace.sql import SqlError

COMMAND = (sys.executable, "-c", "from tests.desk.samples import main; main()")
PROBLEM = Problem("spec.yaml", 3, 7, "seed", "is not a number", "Write 42.")
SECRET = "dapi0123456789abcdef0123456789abcdef"
BIG = 3_000_000
_together = threading.Barrier(3, timeout=20)


@dataclass(frozen=True, slots=True)
class Pid(Question[int]):
    """Answered with the process that answers."""


@dataclass(frozen=True, slots=True)
class Meet(Question[str]):
    """Answered when three of them are being answered at the same moment."""

    name: str


@dataclass(frozen=True, slots=True)
class Echo(Question[str]):
    """Answered with its own text."""

    text: str


@dataclass(frozen=True, slots=True)
class Hang(Question[None]):
    """Never answered; the file is there once somebody is at it."""

    begun: Path


@dataclass(frozen=True, slots=True)
class Die(Question[None]):
    """The process ends."""


@dataclass(frozen=True, slots=True)
class Chatter(Question[None]):
    """A library prints, in every way there is."""


@dataclass(frozen=True, slots=True)
class Fail(Question[None]):
    """Ends with the error of that name."""

    how: str


def main() -> None:
    from wizard.desk.__main__ import main as serve

    serve(ANSWERS)


def meet(question: Meet) -> str:
    _together.wait()
    return question.name


def hang(question: Hang) -> None:
    question.begun.touch()
    threading.Event().wait()


def chatter(_: Chatter) -> None:
    print("printed")  # noqa: T201
    os.write(1, b"written to 1\n")
    os.write(2, b"written to 2\n")
    subprocess.run(["sh", "-c", "echo by a child; cat"], check=True)


def fail(question: Fail) -> object:
    failures: dict[str, Exception] = {
        "preflight": PreflightError("no warehouse", "ask for one"),
        "spec": SpecError([PROBLEM]),
        "sql": SqlError("NOT_FOUND", "no such table", "SELECT 1"),
        "bug": ValueError("a bug"),
        "secret": PreflightError(f"the token {SECRET} was refused"),
    }
    if question.how in failures:
        raise failures[question.how]
    return lambda: "an answer that no pipe carries"


ANSWERS: Mapping[type, Callable[[Any], object]] = {
    Pid: lambda _: os.getpid(),
    Echo: lambda question: question.text,
    Die: lambda _: os._exit(9),
    Meet: meet,
    Hang: hang,
    Chatter: chatter,
    Fail: fail,
}
