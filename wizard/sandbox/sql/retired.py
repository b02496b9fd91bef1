"""Folders of replaced tables: kept for a while, since somebody may still be reading them.

CREATE OR REPLACE TABLE puts the new rows in a new folder. A query that began before goes on reading the old one, file
by file, so it is deleted only at the next occasion after a quarter of an hour.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from wizard.sandbox.unity import objects

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

KEPT_MILLISECONDS = 15 * 60 * 1000


def retire(sb: Sandbox, location: str | None) -> None:
    """Remember a folder that no table uses any more, and delete those retired long enough ago."""
    if location:
        number = uuid.uuid4().hex
        sb.store.put("retired", number, {"id": number, "location": location, "at": sb.now()})
    sweep(sb)


def sweep(sb: Sandbox) -> None:
    """Delete the folders that were retired long enough ago."""
    for doc in sb.store.list("retired"):
        if sb.now() - doc["at"] > KEPT_MILLISECONDS:
            objects.remove(sb, doc["location"])
            sb.store.delete("retired", doc["id"])
