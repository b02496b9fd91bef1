"""Names of Unity Catalog objects: which are legal, how they are stored, and how they are put together.

Databricks docs, "Names": at most 255 characters; no dot, space, slash or control character; stored in lower case.
"""

from __future__ import annotations

import re

from wizard.sandbox.api import ApiError, invalid

_FORBIDDEN = re.compile(r"[. /\x00-\x1f\x7f]")
_LEVELS = {"catalog": 1, "schema": 2, "table": 3, "volume": 3, "function": 3}


def check(name: object, what: str) -> str:
    """Return a new object's name as it is stored, or raise 400. `what` is catalog, schema, table or volume."""
    if not isinstance(name, str) or not name:
        raise invalid(f"Invalid input: RPC Create{what.capitalize()} Field name is required.")
    if len(name) > 255 or _FORBIDDEN.search(name):
        raise invalid(
            f"Invalid input: '{name[:60]}' is not a valid {what} name. Names have at most 255 characters and no "
            "period, space, forward slash or control character."
        )
    return name.lower()


def parse(full_name: str, kind: str) -> str:
    """Return a full name as it is stored, or raise 400 when it has too few or too many parts for its kind."""
    parts = full_name.split(".")
    if len(parts) != _LEVELS[kind] or not all(parts):
        raise invalid(f"'{full_name}' is not a valid name of a {kind}: it needs {_LEVELS[kind]} part(s).")
    return full_name.lower()


def parent(full_name: str) -> str:
    """Return the name of the container, empty for a catalog."""
    return full_name.rpartition(".")[0]


def last(full_name: str) -> str:
    """Return the name without its container."""
    return full_name.rpartition(".")[2]


def not_found(kind: str, full_name: str) -> ApiError:
    """Return the service's error for an object that does not exist."""
    return ApiError(404, f"{kind.upper()}_DOES_NOT_EXIST", f"{kind.capitalize()} '{full_name}' does not exist.")


def exists(kind: str, full_name: str) -> ApiError:
    """Return the service's error for a name already taken: HTTP 400, which the SDK raises as a plain BadRequest."""
    name = full_name if kind in ("table", "volume") else last(full_name)
    return ApiError(400, f"{kind.upper()}_ALREADY_EXISTS", f"{kind.capitalize()} '{name}' already exists")
