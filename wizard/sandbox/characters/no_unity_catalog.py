"""A workspace that no metastore is assigned to: SQL knows hive_metastore, Unity Catalog's API knows nothing.

Serverless warehouses need Unity Catalog, so the one that is there is a classic one.
"""

from __future__ import annotations

from wizard.sandbox.characters import people
from wizard.sandbox.characters.model import Character, FirstCatalog
from wizard.sandbox.characters.standard import GROUPS

HIVE = "hive_metastore"

NO_UNITY_CATALOG = Character(
    name="no-unity-catalog",
    summary="no metastore: SQL knows hive_metastore, the API nothing",
    catalogs=(FirstCatalog(HIVE, "The workspace's Hive metastore", grants={people.EVERYONE: ("ALL_PRIVILEGES",)}),),
    default_catalog=HIVE,
    groups=GROUPS,
    unity_catalog=False,
    serverless=False,
)
