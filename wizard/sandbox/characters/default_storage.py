"""A workspace on default storage: its metastore has no storage root, so the API cannot make a catalog.

The API's refusal is that of databricks/cli reports 4513 and 5695. That SQL on a serverless warehouse can do it is what
the Databricks docs say and what dbdemos relies on; a report of June 2026 (databricks-industry-solutions/
lakehouse-industry-data-models 5) found it refused as well, and that is how `free-edition` answers. The privileges
on `workspace` are those that the docs list for a workspace catalog.
"""

from __future__ import annotations

from wizard.sandbox.characters import people
from wizard.sandbox.characters.model import Character, FirstCatalog
from wizard.sandbox.characters.standard import GROUPS

DEFAULT_STORAGE = Character(
    name="default-storage",
    summary="catalogs cannot be made through the API, only by SQL",
    catalogs=(
        FirstCatalog(
            "workspace",
            "The workspace's own catalog",
            grants={people.OWNER: ("CREATE_SCHEMA", "USE_CATALOG"), people.EVERYONE: ("USE_CATALOG",)},
        ),
    ),
    default_catalog="workspace",
    groups=GROUPS,
    metastore_storage=False,
    storage_for_catalogs_by=frozenset({"serverless"}),
)
