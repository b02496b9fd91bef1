"""The privilege model in one import: checks (`access`) and changes (`grants`) of Unity Catalog rights."""

from __future__ import annotations

from wizard.sandbox.unity.access import holds, require, require_manage, require_read, require_visible, require_write
from wizard.sandbox.unity.grants import change, effective, grant, grants, revoke

__all__ = [
    "change",
    "effective",
    "grant",
    "grants",
    "holds",
    "require",
    "require_manage",
    "require_read",
    "require_visible",
    "require_write",
    "revoke",
]
