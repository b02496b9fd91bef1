"""Every request of a client goes through here: the one place where something is tried again.

The SDK would try again by itself: silently, for minutes, and a request to add rows as well. It waits on the clock of
its configuration; ours does not wait but lets the failure through, to be judged here by what the request does.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from wizard.errors import CancelledError
from wizard.workspace.advice import facts as facts_of
from wizard.workspace.advice.facts import Facts
from wizard.workspace.errors import note_caller, note_lost
from wizard.workspace.notices import notice
from wizard.workspace.patience import is_lost, is_worth_another_try, why
from wizard.workspace.repeatable import is_repeatable

if TYPE_CHECKING:
    from databricks.sdk.clock import Clock

    from wizard.workspace.client import Workspace

Do = Callable[..., Any]


def watch_over(ws: Workspace) -> None:
    """Let every request of the workspace's client go through here; the last workspace of a client counts."""
    api = ws.client.api_client
    api.do = Calls(ws, api.do.plain if isinstance(api.do, Calls) else api.do)  # type: ignore[method-assign, assignment]


class Calls:
    """Does a request as the client's own `do` does, with the workspace's patience."""

    def __init__(self, ws: Workspace, do: Do) -> None:
        self._ws, self.plain = ws, do

    def __call__(self, method: str, path: str | None = None, **rest: Any) -> Any:
        """Raises what the last try raised, noted with whose request it was and whether its answer was lost."""
        body = rest.get("body")
        repeatable = is_repeatable(method, path or str(rest.get("url", "")), body if isinstance(body, dict) else None)
        waits, waited, tried = iter(self._ws.patience.waits()), 0.0, 1
        while True:
            try:
                return self.plain(method, path, **rest)
            except Exception as error:
                facts = facts_of.read(error)
                wait = max(next(waits, -1.0), _asked(error)) if self._may_wait(facts, repeatable, tried) else -1.0
                if wait < 0 or not self._has_time(wait, waited):
                    note_caller(error, self._ws.caller)
                    note_lost(error, lost=not repeatable and is_lost(facts))
                    raise
            waited, tried = waited + wait, tried + 1
            self._wait(wait, facts, tried)
            _rewind(rest)

    def _may_wait(self, facts: Facts, repeatable: bool, tried: int) -> bool:
        return tried < self._ws.patience.tries and is_worth_another_try(facts, repeatable=repeatable)

    def _has_time(self, wait: float, waited: float) -> bool:
        limit = self._ws.patience.limit
        if waited + wait <= limit:
            return True
        notice(f"the workspace asks to wait {wait:.0f} s: more than the {limit:.0f} s that are waited")
        return False

    def _wait(self, seconds: float, facts: Facts, trying: int) -> None:
        notice(f"{why(facts)}: trying again in {seconds:.0f} s ({trying} of {self._ws.patience.tries})")
        if self._ws.cancelled.wait(seconds):
            raise CancelledError("The run was cancelled.")


def unwaiting_clock() -> Clock:
    """A clock for the SDK's configuration, whose waits end at once with the failure that they were to outwait."""
    from databricks.sdk.clock import Clock

    class Unwaiting(Clock):
        def time(self) -> float:
            return time.time()

        def sleep(self, seconds: float) -> None:
            failure = sys.exception()
            if failure is None:  # a wait for something to get ready, not one after a failure
                time.sleep(seconds)
            else:
                raise failure

    return Unwaiting()


def _asked(error: Exception) -> float:
    """The seconds of `Retry-After`, as the SDK read it."""
    return float(getattr(error, "retry_after_secs", None) or 0)


def _rewind(rest: dict[str, Any]) -> None:
    """Bring files that were read by the failed try back to their start."""
    given = [*_values(rest.get("files")), rest.get("data")]
    for stream in given:
        if hasattr(stream, "seek"):
            stream.seek(0)


def _values(files: Any) -> Iterable[Any]:
    return files.values() if isinstance(files, dict) else ()
