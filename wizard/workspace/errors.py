"""The one place where errors of the SDK, of Spark Connect and of the network become advice.

Each translation says what happened, in the service's own words, and what to do next. Table: Databricks SDK for Python,
`databricks.sdk.errors`; an `error_code` of the body wins over the HTTP status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from wizard.errors import PreflightError, WizardError

# 401 and 403 messages carry ". Config: host=…, token=***…": noise to a reader, and a risk.
CONFIG_TAIL = re.compile(r"\.? ?Config: .*$", re.DOTALL)


@contextmanager
def advised(doing: str) -> Iterator[None]:
    """Turn any platform error inside the block into a WizardError that begins with what was being done."""
    try:
        yield
    except WizardError:
        raise
    except Exception as error:
        raise translate(error, doing) from error


def translate(error: Exception, doing: str) -> WizardError:
    """What to tell a person about a platform error."""
    text = CONFIG_TAIL.sub("", str(error)).strip() or type(error).__name__
    message = f"{doing[:1].upper()}{doing[1:]} failed: {text}"
    kind = PreflightError if type(error).__name__ == "Unauthenticated" else WizardError
    return kind(message, hint_for(error, text))


def hint_for(error: Exception, text: str) -> str:
    """The next thing to do."""
    names = {cls.__name__ for cls in type(error).__mro__}
    code = str(getattr(error, "error_code", "") or "")
    for wanted, hint in HINTS:
        if wanted in names or wanted in code or wanted in text:
            return hint
    return "Run the command again with --debug for the whole story."


HINTS = (
    ("storage root URL does not exist",
     "This workspace uses default storage, where catalogs cannot be created through the API. Choose an existing "
     "catalog: --set catalog=NAME, or create it in the workspace's Catalog Explorer first."),
    ("Unauthenticated", "The token is missing or has expired: databricks auth login --profile PROFILE"),
    ("PermissionDenied", "Ask an admin or the owner of the object for the missing privilege, then run the same command "
     "again: what is already there is kept."),
    ("INSUFFICIENT_PERMISSIONS", "Ask the owner of the object for the missing privilege."),
    ("more than one authorization method", "Unset the DATABRICKS_… variables or choose another profile."),
    ("profile configured", "See the profiles of ~/.databrickscfg, or use --target sandbox."),
    ("cannot configure default credentials", "Log in first: databricks auth login --profile PROFILE"),
    ("TooManyRequests", "The workspace is busy; on Free Edition the daily quota may be used up. Try again later."),
    ("NotFound", "It does not exist, or you may not see it. Check the name, and that you have USE on its parents."),
    ("ResourceConflict", "Somebody else has made it meanwhile: run the same command again."),
    ("TemporarilyUnavailable", "The workspace is temporarily unavailable: run the same command again."),
    ("InternalError", "The workspace had an internal error: run the same command again."),
    ("ConnectionError", "The workspace cannot be reached: check the host and your network, then resume the run."),
    ("TimeoutError", "The workspace did not answer in time: resume the run."),
    ("Connection refused", "Nothing listens there: demo-wizard sandbox start"),
)


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
