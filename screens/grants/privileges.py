"""Grants as people tick them: for each principal the privileges it has, whatever role the spec writes them as.

A role is the least that its work needs, so every principal may at least read (`wizard.spec.roles` says what a role
means); more is a role plus further privileges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec, Grant

ROLES = ("reader", "engineer")
COLUMNS = ("USE_CATALOG", "USE_SCHEMA", "SELECT", "MODIFY", "CREATE_TABLE", "EXECUTE", "READ_VOLUME", "MANAGE")
"""What the matrix has a column for; anything else that a spec grants stands behind them in words."""
ON_CATALOG = frozenset({"USE_CATALOG"})


def having(grant: Grant) -> frozenset[str]:
    """Everything that a grant of the spec amounts to, on catalog and schema."""
    from wizard.spec.roles import wanted_on_schema

    return wanted_on_schema(grant) | ON_CATALOG


def least() -> frozenset[str]:
    """What nobody can be without who is in the list."""
    from wizard.spec.roles import ON_SCHEMA

    return frozenset(ON_SCHEMA["reader"]) | ON_CATALOG


def written(principal: str, privileges: Iterable[str]) -> dict[str, Any]:
    """A grant as the spec has it: the largest role that the privileges cover, and what goes beyond it."""
    from wizard.spec.roles import ON_SCHEMA

    has = frozenset(privileges) - ON_CATALOG
    role = next((role for role in reversed(ROLES) if frozenset(ON_SCHEMA[role]) <= has), ROLES[0])
    more = sorted(has - frozenset(ON_SCHEMA[role]))
    grant: dict[str, Any] = {"principal": principal, "role": role}
    return {**grant, "privileges": more} if more else grant


def statements(spec: DemoSpec) -> Iterator[str]:
    """The SQL that the grants mean."""
    from wizard.identifiers import quote, quote_name

    for grant in spec.grants:
        to = quote(grant.principal)
        on_schema = ", ".join(name.replace("_", " ") for name in sorted(having(grant) - ON_CATALOG, key=_rank))
        yield f"GRANT USE CATALOG ON CATALOG {quote(spec.catalog)} TO {to};"
        yield f"GRANT {on_schema} ON SCHEMA {quote_name(spec.demo_id)} TO {to};"


def _rank(privilege: str) -> tuple[int, str]:
    return (COLUMNS.index(privilege) if privilege in COLUMNS else len(COLUMNS), privilege)
