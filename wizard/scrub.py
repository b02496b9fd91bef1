"""Removes secrets from text before anybody reads it.

The journal, the printers, the runner's log and every error message pass through `scrub`. It knows three things: values
that were registered because the program holds them, values of environment variables that hold secrets by name, and
the shapes that secrets have (Databricks tokens, bearer headers, JSON Web Tokens, passwords in URLs, `token=…` pairs).
A word too many hidden is a nuisance; one too few is an incident: the patterns lean that way.
"""

from __future__ import annotations

import os
import re
from typing import Any, TextIO

MASK = "***"
_SHORTEST = 8
_registered: set[str] = set()

_SECRET_VARIABLE = re.compile(r"(TOKEN|SECRET|PASSWORD|PASSWD|API_KEY|ACCESS_KEY|CREDENTIALS)(_|$)")
_NAMES = (
    r"(?:[\w-]*(?:token|secret|password|passwd|pwd|api[_-]?key|access[_-]?key|account[_-]?key)|authorization|sig)"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:dapi|dose|dkea|dsapi)[0-9A-Za-z]{8,}(?:-\d+)?"), MASK),
    (re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"), MASK),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"), MASK),
    (re.compile(r"(?i)\b(bearer|basic)\s+(?=\S*[\d.=_~+/-])[\w.~+/=-]{8,}"), rf"\1 {MASK}"),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://[^\s/:@]*):[^\s/@]+@"), rf"\1:{MASK}@"),
    (re.compile(rf"(?i)\b({_NAMES}\s*=\s*['\"]?)(?!\*\*\*)[^\s'\",;&]+"), rf"\1{MASK}"),
    (re.compile(rf"(?i)(['\"]{_NAMES}['\"]\s*:\s*)(['\"])(?:(?!\2).)+\2"), rf"\1\g<2>{MASK}\g<2>"),
    (re.compile(rf"(?i)\b({_NAMES}:[ \t]+)(?=\S*\d)(?!\*\*\*)[^\s'\",;]{{8,}}"), rf"\1{MASK}"),
)


def register(secret: str) -> None:
    """Hide this value wherever it appears from now on. Shorter than 8 characters is ignored: it would eat words."""
    if len(secret) >= _SHORTEST:
        _registered.add(secret)


def scrub(text: str) -> str:
    """The text without secrets."""
    for value in sorted(_registered | _from_environment(), key=len, reverse=True):
        text = text.replace(value, MASK)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def scrub_value(value: Any) -> Any:
    """The same JSON value with every text in it scrubbed, keys left alone."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, dict):
        return {key: scrub_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [scrub_value(item) for item in value]
    return value


class ScrubbedStream:
    """A text stream that scrubs what is written to it, for logs that third-party code writes to as well."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write without secrets; returns the length that the caller handed in, as streams do."""
        self._stream.write(scrub(text))
        return len(text)

    def flush(self) -> None:
        """Flush the stream beneath."""
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _from_environment() -> set[str]:
    return {v for k, v in os.environ.items() if len(v) >= _SHORTEST and _SECRET_VARIABLE.search(k)}
