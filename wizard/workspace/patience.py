"""How often a request is tried, how long is waited in between, and what counts as worth another try.

Waits double from one second, follow `Retry-After` where it asks for more, and end with a stated sum: whoever waits is
told each of them beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.workspace.advice.facts import Facts

NOT_DONE = frozenset({"TooManyRequests", "ConnectTimeout", "NewConnectionError", "NameResolutionError", "ProxyError",
                      "ConnectionRefusedError"})  # fmt: skip
"""Failures of requests that were not carried out: each may be sent again, whatever it would do."""
LOST = frozenset({"ConnectionError", "Timeout", "ChunkedEncodingError", "TemporarilyUnavailable", "InternalError",
                  "DeadlineExceeded"})  # fmt: skip
"""Failures after which nobody knows whether the request was carried out."""
LOST_CODES = frozenset({"BAD_GATEWAY", "TEMPORARILY_UNAVAILABLE"})
PASSING = (
    "Unknown worker environment", "UnknownWorkerEnvironmentException", "There is no worker environment with id",
    "does not have any associated worker environments", "ClusterNotReadyException",
    "Please try again later or try a faster operation.", "RPC token bucket limit has been exceeded",
)  # fmt: skip
"""What the service says, over whatever status, when it means: later (as the SDK knows it)."""
FOR_GOOD = ("quota", "usage limit", "daily limit", "concurrent runs")
"""What makes a 429 one that no short wait helps against."""

_WORDS = (
    ("TooManyRequests", "the workspace is busy"),
    ("TemporarilyUnavailable", "the workspace is temporarily unavailable"),
    ("ReadTimeout", "the workspace did not answer in time"),
    ("DeadlineExceeded", "the workspace did not answer in time"),
    ("InternalError", "the workspace had an error of its own"),
    ("ConnectionError", "the connection to the workspace was lost"),
)


@dataclass(frozen=True, slots=True)
class Patience:
    """At most `tries` in all, and at most `limit` seconds of waiting between them; the first wait is `first`."""

    tries: int = 5
    first: float = 1.0
    limit: float = 60.0

    def waits(self) -> Iterator[float]:
        """The seconds before the second try, the third, and so on."""
        return (self.first * 2**number for number in range(self.tries - 1))


def is_worth_another_try(facts: Facts, *, repeatable: bool) -> bool:
    """Whether a failed request may be sent again, and waiting can help."""
    if "SSLError" in facts.names or any(words in facts.text.lower() for words in FOR_GOOD):
        return False
    return bool(facts.names & NOT_DONE) or (repeatable and is_lost(facts))


def is_lost(facts: Facts) -> bool:
    """Whether nobody knows if the request was carried out."""
    passing = any(words in facts.text for words in PASSING)
    return passing or bool(facts.names & LOST and not facts.names & NOT_DONE) or bool(set(facts.codes) & LOST_CODES)


def why(facts: Facts) -> str:
    """The reason to wait, in a few words."""
    return next((words for name, words in _WORDS if name in facts.names), "the workspace is not ready")
