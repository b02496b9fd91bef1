"""Which requests may be sent again although their first answer was lost: it may have been carried out.

Reads, of course; writes that end in the same state however often they come; creations that are refused the second time,
whose caller takes "already exists" for an answer. Not rows: an INSERT that came twice is there twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_SAFE_METHODS = frozenset({"GET", "HEAD", "PUT", "PATCH", "DELETE"})
_SAFE_POSTS = re.compile(
    r"/jobs/(?:reset|update|delete|runs/cancel|runs/cancel-all)$|/workspace/(?:mkdirs|delete|import)$|"
    r"/sql/statements/[^/]+/cancel$|/sql/warehouses/[^/]+/start$|/clusters/start$|"
    r"/unity-catalog/(?:catalogs|schemas|volumes)$|/permissions/"
)
_SAFE_WITH_TOKEN = re.compile(r"/jobs/(?:run-now|runs/submit)$")
_STATEMENTS = re.compile(r"/sql/statements/?$")
_SAFE_SQL = re.compile(
    r"\s*(?:SELECT|WITH|VALUES|TABLE|SHOW|DESC|DESCRIBE|EXPLAIN|CREATE|DROP|GRANT|REVOKE|COMMENT\s+ON|OPTIMIZE|ANALYZE|"
    r"TRUNCATE|VACUUM|INSERT\s+OVERWRITE|ALTER\s+\w+\s+\S+\s+(?:SET|UNSET))\b",
    re.IGNORECASE,
)


def is_repeatable(method: str, path: str, body: Mapping[str, Any] | None = None) -> bool:
    """Whether this request does no harm a second time. `body` is its JSON."""
    given = body or {}
    if method.upper() in _SAFE_METHODS:
        return True
    if _STATEMENTS.search(path):
        return is_repeatable_sql(str(given.get("statement", "")))
    if _SAFE_WITH_TOKEN.search(path):
        return bool(given.get("idempotency_token"))
    return bool(_SAFE_POSTS.search(path))


def is_repeatable_sql(statement: str) -> bool:
    """Whether this statement does no harm a second time."""
    return bool(_SAFE_SQL.match(statement)) and not _adds_rows(statement)


def _adds_rows(statement: str) -> bool:
    """A WITH may lead an INSERT."""
    leading = re.match(r"\s*WITH\b", statement, re.IGNORECASE)
    return bool(leading and re.search(r"\bINSERT\s+INTO\b|\bMERGE\s+INTO\b", statement, re.IGNORECASE))
