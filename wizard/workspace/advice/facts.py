"""What an error says of itself, whichever library raised it: the SDK, requests, gRPC, Spark Connect, a statement.

Read by what they carry and not by their classes, which would have to be imported. What people must not see is cut
here: the SDK's configuration tail with its host and token, stack traces of the server, secrets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wizard.scrub import scrub

LONGEST = 1500
"""Characters of the service's own words that are shown."""
_DEEPEST = 12

_CUTS = (
    # 401 and 403 messages carry ". Config: host=…, token=***…. Env: DATABRICKS_HOST": noise to a reader, and a risk.
    re.compile(r"\s*\.?\s*\b(?:Config: |Env: [A-Z_]+\b).*", re.DOTALL),
    re.compile(r"\s*JVM stacktrace:.*", re.DOTALL),
    re.compile(r"\s*Traceback \(most recent call last\).*", re.DOTALL),
    re.compile(r"\n\s*(?:at [\w$.<>/]+\(|File \").*", re.DOTALL),
)
_REQUEST_ID = re.compile(r"(?i)\[?\b(?:ReqId|request[ _-]?id|x-request-id)[\"']?\s*[:=]\s*[\"']?([\w-]{6,})\]?")
_ERROR_CLASS = re.compile(r"^\(?[\w.]*\)?\s*\[([A-Z][A-Z0-9_]+(?:\.[A-Z0-9_]+)*)\]")
_GRPC = re.compile(r"status = StatusCode\.(\w+)\s+details = \"(.*?)\"\s*(?:\n|debug_error_string|>|$)", re.DOTALL)
_STATUS_LINE = re.compile(r"< (\d{3} [^\n`]*)")


@dataclass(frozen=True, slots=True)
class Facts:
    """`names` are the classes of the error and of what caused it; `codes` the service's, most telling first; `text` its
    words, never empty.
    """

    names: frozenset[str]
    codes: tuple[str, ...]
    text: str
    request_id: str = ""


def read(error: BaseException) -> Facts:
    """The facts of an error."""
    chain = list(_chain(error))
    names = frozenset(kind.__name__ for one in chain for kind in type(one).__mro__ if kind not in (object, Exception))
    said = _words(error)
    codes = tuple(dict.fromkeys(code for code in (*_codes(said), *(_code(one) for one in chain)) if code))
    return Facts(names, codes, _clean(said) or _in_words(type(error).__name__), _request_id(error, said))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, what it carries inside (requests wraps urllib3's), and what it was raised from."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _DEEPEST:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inside = (*one.args, getattr(one, "reason", None), one.__cause__)
        waiting += [other for other in inside if isinstance(other, BaseException)]


def _words(error: BaseException) -> str:
    """What it says, out of whatever it is wrapped in."""
    text = str(_called(error, "details") or error)
    in_rpc = _GRPC.search(text)
    if in_rpc:
        return in_rpc[2].replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t")
    if "This is likely a bug in the Databricks SDK" in text:
        status = _STATUS_LINE.search(text)
        return f"the answer ({status[1].strip() if status else 'of no known form'}) is none of a workspace's"
    return text


def _codes(said: str) -> Iterator[str]:
    found = _ERROR_CLASS.match(said.strip())
    if found:
        yield found[1]


def _code(error: BaseException) -> str:
    """The service's code: the SDK's error_code, Spark's error class, gRPC's status, or our own SqlError's code."""
    given = getattr(error, "error_code", None) or _called(error, "getErrorClass") or getattr(error, "_errorClass", None)
    status = getattr(_called(error, "code"), "name", None)
    in_text = _GRPC.search(str(error)) if not given and not status else None
    own = getattr(error, "code", None)
    found = given or status or (in_text[1] if in_text else None) or (own if isinstance(own, str) else None)
    return str(found or "").upper()


def _called(error: BaseException, name: str) -> Any:
    """What a method without arguments answers; None where there is no such method, or it does not."""
    method = getattr(error, name, None)
    try:
        return method() if callable(method) else None
    except Exception:  # an error that cannot tell its code is advised on by its words
        return None


def _request_id(error: BaseException, said: str) -> str:
    details = _called(error, "get_error_details")
    known = getattr(getattr(details, "request_info", None), "request_id", "")
    in_text = _REQUEST_ID.search(said)
    return str(known or "") or (in_text[1] if in_text else "")


def _clean(text: str) -> str:
    for cut in _CUTS:
        text = cut.sub("", text)
    text = _REQUEST_ID.sub("", scrub(text)).strip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _in_words(name: str) -> str:
    """PermissionDenied is permission denied."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
