"""The one place where errors of the SDK, of Spark Connect and of the network become advice.

Each translation says what happened, in the service's own words where they help, and what to do next. The table is
`wizard.workspace.advice.cases`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wizard.errors import WizardError
from wizard.workspace.advice.caller import Caller


@contextmanager
def advised(doing: str, caller: Caller | None = None) -> Iterator[None]:
    """Turn any platform error inside the block into a WizardError that begins with what was being done.

    `caller` is whom advice is for; errors of a workspace's own client know it themselves.
    """
    try:
        yield
    except WizardError:
        raise
    except Exception as error:
        raise translate(error, doing, caller) from error


def translate(error: Exception, doing: str, caller: Caller | None = None) -> WizardError:
    """What to tell a person about a platform error."""
    from wizard.workspace.advice.giving import advice

    return advice(error, doing, caller or caller_of(error)).error()


def explain(error: WizardError, doing: str, caller: Caller | None = None) -> None:
    """Put the table's advice in front of the hint of an error that speaks in the service's words already."""
    from wizard.workspace.advice.giving import advice

    found = advice(error, doing, caller)
    if found.known:
        error.hint = f"{found.hint}\n{error.hint}".strip()


def caller_of(error: BaseException) -> Caller | None:
    """Whose request ended with this error, if it was noted."""
    found = getattr(error, "demo_wizard_caller", None)
    return found if isinstance(found, Caller) else None


def note_caller(error: BaseException, caller: Caller) -> None:
    """Note on an error whose request it ended, for whoever translates it."""
    error.demo_wizard_caller = caller  # type: ignore[attr-defined]


def note_lost(error: BaseException, *, lost: bool) -> None:
    """Note on an error whether the request may have been carried out although it failed."""
    error.demo_wizard_lost = lost  # type: ignore[attr-defined]


def may_have_happened(error: BaseException) -> bool:
    """Whether a write that failed may have been carried out: its answer was lost, and it could not be sent again.

    Of an error for people, what it was translated from counts.
    """
    return any(getattr(one, "demo_wizard_lost", False) for one in (error, error.__cause__) if one is not None)


def is_missing(error: Exception) -> bool:
    """Whether the error says that the object is not there (or may not be seen)."""
    from databricks.sdk import errors

    return isinstance(error, errors.NotFound) or "does not exist" in str(error).lower()


def already_exists(error: Exception) -> bool:
    """Whether the error says that the object is there already.

    The service answers CATALOG_ALREADY_EXISTS over HTTP 400, which the SDK maps to BadRequest: the code decides.
    """
    code = str(getattr(error, "error_code", "") or "").upper()
    return code.endswith("ALREADY_EXISTS") or "already exists" in str(error).lower()


def lacks_storage(error: Exception) -> bool:
    """Whether the error says that a new catalog would have no place to lie in: the metastore has no storage root."""
    return "storage root URL does not exist" in str(error)
