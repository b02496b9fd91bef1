"""Grants: each principal once, and privileges that a schema knows."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.spec.draft import Draft
from wizard.spec.problems import Finding, did_you_mean

# What can be granted on a schema (Databricks docs: Unity Catalog privileges and securable objects).
PRIVILEGES = frozenset({
    "ALL_PRIVILEGES", "APPLY_TAG", "CREATE_FUNCTION", "CREATE_MATERIALIZED_VIEW", "CREATE_MODEL", "CREATE_TABLE",
    "CREATE_VOLUME", "EXECUTE", "EXTERNAL_USE_SCHEMA", "MANAGE", "MODIFY", "READ_VOLUME", "REFRESH", "SELECT",
    "USE_SCHEMA", "WRITE_VOLUME",
})


def check(draft: Draft) -> Iterator[Finding]:
    """Principals that stand twice, unknown privileges, privileges that stand twice."""
    seen: set[str] = set()
    for index, grant in enumerate(draft.grants):
        if grant is None:
            continue
        if grant.principal.lower() in seen:
            hint = "Keep one entry for each principal; add `privileges` to it."
            yield Finding(("grants", index, "principal"), f"{grant.principal!r} stands here twice", hint)
        seen.add(grant.principal.lower())
        for number, privilege in enumerate(grant.privileges):
            path = ("grants", index, "privileges", number)
            if privilege not in PRIVILEGES:
                hint = did_you_mean(privilege.replace(" ", "_"), sorted(PRIVILEGES))
                yield Finding(path, f"{privilege!r} is no privilege on a schema", hint)
            elif privilege in grant.privileges[:number]:
                yield Finding(path, f"{privilege!r} stands here twice", "Keep one of the two.")
