"""What a character decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wizard.sandbox.characters import people

Way = Literal["rest", "serverless", "classic"]
"""How a catalog is asked for: through the API, or by SQL on a serverless or another warehouse."""


@dataclass(frozen=True)
class FirstCatalog:
    """A catalog that is there from the start: who owns it, and which privileges it grants to whom."""

    name: str
    comment: str
    owner: str = people.SYSTEM
    grants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Character:
    """One sort of workspace. `summary` is a line for the help; every other field decides one thing."""

    name: str
    summary: str
    catalogs: tuple[FirstCatalog, ...]
    default_catalog: str
    """What names without a catalog refer to."""
    admin: str = people.OWNER
    """Who administers workspace and metastore, besides members added to `admins` later."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The account's groups with their members."""
    account_api: bool = True
    """Whether administrators reach the account, where groups are made."""
    unity_catalog: bool = True
    metastore_storage: bool = True
    """Whether the metastore has a storage root, where catalogs without a place of their own lie."""
    storage_for_catalogs_by: frozenset[Way] = frozenset()
    """Without a storage root: the ways that put a new catalog into default storage by themselves."""
    external_locations: bool = True
    """Whether a `storage_root` leads anywhere."""
    warehouse_state: Literal["RUNNING", "STOPPED"] = "RUNNING"
    """The first warehouse's state in a new workspace."""
    warehouse_seconds: float = 0.0
    """How long a warehouse takes to start."""
    serverless: bool = True
    """Whether the first warehouse is a serverless one."""
    most_warehouses: int | None = None
    warehouse_sizes: frozenset[str] = frozenset()
    """The sizes that a warehouse may have; empty for any."""
    tasks_at_once: int | None = None
    """How many tasks of jobs run at the same time; others are queued."""
