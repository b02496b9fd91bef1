"""Databricks Free Edition: one person, serverless compute only, and a quota on everything.

Databricks docs, "Databricks Free Edition limitations": one 2X-Small SQL warehouse, five job tasks at a time, no
account console, which leaves no groups but `account users`. Catalogs are made in Catalog Explorer only.
"""

from __future__ import annotations

from wizard.sandbox.characters import people
from wizard.sandbox.characters.model import Character, FirstCatalog

FREE_EDITION = Character(
    name="free-edition",
    summary="serverless, one small warehouse, no new catalogs, no groups",
    catalogs=(FirstCatalog("workspace", "The workspace's own catalog", owner=people.OWNER),),
    default_catalog="workspace",
    account_api=False,
    metastore_storage=False,
    external_locations=False,
    most_warehouses=1,
    warehouse_sizes=frozenset({"2X-Small"}),
    tasks_at_once=5,
)
