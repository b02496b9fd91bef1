"""What a workspace looks like before a plan is made: plain facts, read once, without a single write.

Planning is a pure function of a spec and these facts, so a plan can be built, tested and explained without a workspace.
`wizard.workspace.observe` fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

STAMP = "demo_wizard.demo"
"""Property on everything that a demo owns; its value is the demo's id, `catalog.schema`."""

RECIPE = "demo_wizard.recipe"
"""Property that holds the hash of what the object was made from."""

AS_OF = "demo_wizard.as_of"
"""Property of a table that holds the day, YYYY-MM-DD, that its rows are relative to."""

DATA = "demo_wizard.data"
"""Property of a table that holds `recipe/rows/hash` once all of its rows are there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One existing catalog, schema, table or view."""

    properties: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    owner: str = ""

    def is_stamped(self, demo: str) -> bool:
        """Whether the demo of that id made it."""
        return self.properties.get(STAMP) == demo


@dataclass(frozen=True, slots=True)
class SeenJob:
    """One existing job of this demo, and what its last successful run was made for."""

    job_id: int
    recipe: str
    last_success: str = ""


Grants = Mapping[str, frozenset[str]]
"""Privileges by principal, as granted on one securable itself."""


@dataclass(frozen=True, slots=True)
class Observed:
    """The facts a plan rests on. `closed` names a catalog or schema that is there and cannot be looked into."""

    target: str
    host: str
    user: str
    catalog: Seen | None = None
    schema: Seen | None = None
    tables: Mapping[str, Seen] = field(default_factory=dict)
    catalog_grants: Grants = field(default_factory=dict)
    schema_grants: Grants = field(default_factory=dict)
    unknown_principals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    jobs: Mapping[str, SeenJob] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
