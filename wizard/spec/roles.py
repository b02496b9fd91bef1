"""What a grant of the spec amounts to: least privilege by role.

Privileges on a schema are inherited by everything in it, now and later, but SELECT alone opens nothing: reading a table
also takes USE CATALOG and USE SCHEMA (Unity Catalog privileges and securable objects, Databricks docs).
"""

from __future__ import annotations

from wizard.spec.model import Grant

ON_CATALOG = ("USE_CATALOG",)
ON_SCHEMA = {
    "reader": ("USE_SCHEMA", "SELECT"),
    "engineer": ("USE_SCHEMA", "SELECT", "MODIFY", "CREATE_TABLE"),
}


def wanted_on_schema(grant: Grant) -> frozenset[str]:
    """The privileges that a grant of the spec means on the schema."""
    extra = (p.strip().upper().replace(" ", "_") for p in grant.privileges)
    return frozenset((*ON_SCHEMA[grant.role], *extra))
