"""Every operation on Unity Catalog's objects in one import, for the REST services and the SQL front end alike."""

from __future__ import annotations

from wizard.sandbox.unity.catalogs import create_catalog, delete_catalog, get_catalog, update_catalog
from wizard.sandbox.unity.renaming import rename
from wizard.sandbox.unity.schemas import create_schema, delete_schema, get_schema, update_schema
from wizard.sandbox.unity.storage import location_of, managed_location, path_of, remove
from wizard.sandbox.unity.tables import create_table, delete_table, for_engine, get_table, require_new, update_table
from wizard.sandbox.unity.volumes import create_volume, delete_volume, get_volume, update_volume

__all__ = [
    "create_catalog",
    "create_schema",
    "create_table",
    "create_volume",
    "delete_catalog",
    "delete_schema",
    "delete_table",
    "delete_volume",
    "for_engine",
    "get_catalog",
    "get_schema",
    "get_table",
    "get_volume",
    "location_of",
    "managed_location",
    "path_of",
    "remove",
    "rename",
    "require_new",
    "update_catalog",
    "update_schema",
    "update_table",
    "update_volume",
]
