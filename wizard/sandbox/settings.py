"""The numbers that name a workspace: drawn once, when the sandbox is new, and the same ever after."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.sandbox.store import Document, Store


def settings(store: Store) -> Document:
    """Return `workspace_id` (a decimal number) and `metastore_id` (a UUID)."""
    found = store.get("settings", "workspace")
    if not found:
        found = {"workspace_id": str(10**15 + secrets.randbelow(9 * 10**15)), "metastore_id": str(uuid.uuid4())}
        store.put("settings", "workspace", found)
    return found
