"""A company's workspace: its person is an ordinary user, who may make schemas in one catalog and nothing else.

The groups that specs name do not exist, and the only warehouse sleeps. Whatever is missing can be granted by the
administrator, as whom anybody at this machine may act: `demo-wizard sandbox env --as admin@example.com`. The default
catalog `main` is one that she cannot use: whoever takes it for granted finds that out here.
"""

from __future__ import annotations

from wizard.sandbox.characters import people
from wizard.sandbox.characters.model import Character, FirstCatalog

LOCKED_DOWN = Character(
    name="locked-down",
    summary="schemas in one catalog, a warehouse that sleeps, no more",
    catalogs=(
        FirstCatalog("main", "The company's own data"),
        FirstCatalog(
            "sales_demos",
            "Demos of the sales team",
            owner=people.ADMIN,
            grants={people.OWNER: ("CREATE_SCHEMA", "USE_CATALOG")},
        ),
    ),
    default_catalog="main",
    admin=people.ADMIN,
    warehouse_state="STOPPED",
    warehouse_seconds=6.0,
)
