"""The errors a person may see.

Every failure that reaches the command line is a `WizardError`: it says what happened, what to do about it, and which
exit code the process ends with. Errors of the SDK, of Spark Connect and of SQL are translated into this type once, in
`wizard.workspace.errors`.

    WizardError
    ├── UsageError          exit 2   a wrong option or argument
    ├── SpecError           exit 2   one or more problems in a spec, each with its place
    ├── PreflightError      exit 3   a permission or an object is missing before the first write,
    │                                or a plan's target is no longer as it was
    ├── QualityError        exit 4   a rule of severity error, or an answer key, does not hold
    └── CancelledError      exit 130 somebody asked the run to stop
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What scripts may rely on (docs/architecture.md, command line)."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    PREFLIGHT = 3
    QUALITY = 4
    CANCELLED = 130


class WizardError(Exception):
    """Something went wrong that a person can read and act on.

    `message` says what happened, `hint` what to do next (a command, a SQL statement, a sentence).
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(WizardError):
    """A wrong option, argument or file name."""

    exit_code = ExitCode.USAGE


class PreflightError(WizardError):
    """Something that the demo needs is missing, found before anything was changed."""

    exit_code = ExitCode.PREFLIGHT


class QualityError(WizardError):
    """The data broke a rule of severity error, or an answer of the story is not the expected one."""

    exit_code = ExitCode.QUALITY


class CancelledError(WizardError):
    """Somebody asked the run to stop, and it did."""

    exit_code = ExitCode.CANCELLED
