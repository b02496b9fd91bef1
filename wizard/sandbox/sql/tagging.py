"""SET TAGS and UNSET TAGS, for objects and for columns alike."""

from __future__ import annotations

from wizard.sandbox.sql.context import Context
from wizard.sandbox.sql.cursor import Cursor
from wizard.sandbox.unity import tags


def set_tags(context: Context, cursor: Cursor, plural: str, name: str) -> None:
    """Read and set tags: `('k' = 'v', 'k2')`, or `k = v` of SET TAG."""
    for key, value in cursor.listed(cursor.property) if cursor.word() == "(" else [cursor.property()]:
        tags.set_tag(context.sandbox, context.principal, plural, name, key, value)


def unset_tags(context: Context, cursor: Cursor, plural: str, name: str) -> None:
    """Read and remove tags: `('k', 'k2')`; a tag that is not there is passed over."""
    wanted = cursor.listed(cursor.property) if cursor.word() == "(" else [cursor.property()]
    held = {tag["tag_key"] for tag in tags.list_tags(context.sandbox, context.principal, plural, name)}
    for key, _ in wanted:
        if key in held:
            tags.unset_tag(context.sandbox, context.principal, plural, name, key)
