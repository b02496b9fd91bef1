"""GRANT, REVOKE and SHOW GRANTS, in terms of the same rights that the permissions service keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wizard.sandbox.api import ApiError
from wizard.sandbox.sql import result
from wizard.sandbox.sql.context import Context
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.sql.errors import failed
from wizard.sandbox.sql.result import Result
from wizard.sandbox.unity import access, names, privileges

_KINDS = {"CATALOG": "catalog", "SCHEMA": "schema", "DATABASE": "schema", "TABLE": "table", "VIEW": "table",
          "VOLUME": "volume", "METASTORE": "metastore"}  # fmt: skip


def grant(context: Context, cursor: Cursor) -> Result:
    """Answer GRANT privileges ON securable TO principal."""
    wanted, kind, name = _what(context, cursor)
    cursor.expect("TO")
    who = cursor.principal()
    cursor.end()
    _change(lambda: privileges.grant(context.sandbox, context.principal, kind, name, who, wanted))
    return result.done()


def revoke(context: Context, cursor: Cursor) -> Result:
    """Answer REVOKE privileges ON securable FROM principal."""
    wanted, kind, name = _what(context, cursor)
    cursor.expect("FROM")
    who = cursor.principal()
    cursor.end()
    _change(lambda: privileges.revoke(context.sandbox, context.principal, kind, name, who, wanted))
    return result.done()


def show_grants(context: Context, cursor: Cursor) -> Result:
    """Answer SHOW GRANTS [principal] ON securable, inherited grants included; the cursor is behind GRANTS."""
    who = None if cursor.word() == "ON" else cursor.principal()
    cursor.expect("ON")
    kind, name = securable(context, cursor)
    cursor.end()
    rows: list[tuple[str, str, str, str]] = []
    for level, level_name in access.lineage(kind, name):
        found = privileges.grants(context.sandbox, context.principal, level, level_name, who) if level == kind else {
            "privilege_assignments": _inherited(context, kind, level, level_name, who)}  # fmt: skip
        for entry in found["privilege_assignments"]:
            rows += [(entry["principal"], access.label(privilege), level.upper(), level_name)
                     for privilege in entry["privileges"]]  # fmt: skip
    return result.of_rows("Principal string, ActionType string, ObjectType string, ObjectKey string", rows)


def securable(context: Context, cursor: Cursor) -> tuple[str, str]:
    """Read `SCHEMA c.s` and the like: the kind of object, and its full name."""
    word = cursor.accept_one(*_KINDS)
    kind = _KINDS.get(word, "table")
    if kind in ("metastore", "catalog"):
        context.needs_unity_catalog(f"GRANT ON {word}")
    if kind == "metastore":
        return kind, context.sandbox.metastore_id
    parts = cursor.name()
    if kind == "catalog":
        return kind, names.parse(".".join(parts), kind)
    return kind, context.schema_name(parts) if kind == "schema" else context.full_name(parts)


def _what(context: Context, cursor: Cursor) -> tuple[list[str], str, str]:
    wanted = [_privilege(cursor)]
    while cursor.accept(","):
        wanted.append(_privilege(cursor))
    cursor.expect("ON")
    return wanted, *securable(context, cursor)


def _privilege(cursor: Cursor) -> str:
    """Read one privilege, which is one word or several."""
    words = [cursor.identifier().upper()]
    while cursor.word() not in ("", ",", "ON"):
        words.append(cursor.identifier().upper())
    name = "_".join(words)
    return access.ALL if name == "ALL" else name


def _inherited(context: Context, kind: str, level: str, name: str, who: str | None) -> list[dict[str, Any]]:
    held = access.grants_of(context.sandbox, level, name)
    listed = {principal: sorted(set(granted) & access.APPLICABLE[kind]) for principal, granted in held.items()}
    return [{"principal": principal, "privileges": granted} for principal, granted in sorted(listed.items())
            if granted and (who is None or principal.lower() == who.lower())]  # fmt: skip


def _change(change: Callable[[], None]) -> None:
    try:
        change()
    except ApiError as error:
        if error.code == "PRINCIPAL_DOES_NOT_EXIST":
            raise failed("PRINCIPAL_DOES_NOT_EXIST", f"{error.message}.") from None
        raise
