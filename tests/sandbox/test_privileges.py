"""The privilege model against a second, slower statement of the same rules, on random grants."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Principal
from wizard.sandbox.app import Sandbox
from wizard.sandbox.unity import access, objects, privileges

ADMIN = Principal("owner@example.com", admin=True)
CATALOG, SCHEMA, TABLE = ("catalog", "c"), ("schema", "c.s"), ("table", "c.s.t")
WHO = ("ana@example.com", "analysts", "account users", "dev@example.com")
RIGHTS = ("USE_CATALOG", "USE_SCHEMA", "SELECT", "MODIFY", "MANAGE", "ALL_PRIVILEGES")
_IN_ALL = {"USE_CATALOG", "USE_SCHEMA", "SELECT", "MODIFY"}

grants = st.lists(
    st.tuples(st.sampled_from([CATALOG, SCHEMA, TABLE]), st.sampled_from(WHO), st.sampled_from(RIGHTS)), max_size=8
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def sb(tmp_path: Path) -> Iterator[Sandbox]:
    made = Sandbox(tmp_path / "home", "http://127.0.0.1:1")
    objects.create_catalog(made, ADMIN, "c")
    objects.create_schema(made, ADMIN, "c", "s")
    objects.create_table(made, ADMIN, "c.s.t", table_type="MANAGED", columns=[])
    yield made
    made.close()


def apply(sb: Sandbox, chosen: list[tuple[tuple[str, str], str, str]]) -> list[tuple[tuple[str, str], str, str]]:
    """Set exactly these grants, leaving out those that the platform refuses; returns what was granted."""
    for kind, name in (CATALOG, SCHEMA, TABLE):
        sb.store.delete("grants", f"{kind}:{name}")
    kept = [item for item in chosen if item[2] in access.APPLICABLE[item[0][0]]]
    for (kind, name), who, right in kept:
        privileges.grant(sb, ADMIN, kind, name, who, [right])
    return kept


def has(granted: list[tuple[tuple[str, str], str, str]], names: set[str], right: str, *levels: tuple[str, str]) -> bool:
    """The rules again: a right counts on its object and on everything above, under any name of the principal."""
    wanted = {right} | ({"ALL_PRIVILEGES"} if right in _IN_ALL else set())
    return any(level in levels and who in names and held in wanted for level, who, held in granted)


@quick
@given(grants)
def test_reading_takes_select_and_the_way_down(sb: Sandbox, chosen: list[tuple[tuple[str, str], str, str]]) -> None:
    granted = apply(sb, chosen)
    for user in ("ana@example.com", "dev@example.com", "guest@example.com"):
        principal = directory.principal(sb.store, user)
        assert principal
        names = set(principal.names)
        way = has(granted, names, "USE_CATALOG", CATALOG) and has(granted, names, "USE_SCHEMA", CATALOG, SCHEMA)
        for right, check in (("SELECT", privileges.require_read), ("MODIFY", privileges.require_write)):
            expected = way and has(granted, names, right, CATALOG, SCHEMA, TABLE)
            assert allowed(lambda check=check, principal=principal: check(sb, principal, "c.s.t")) is expected


@quick
@given(grants)
def test_what_is_listed_can_be_got_and_the_other_way_round(
    sb: Sandbox, chosen: list[tuple[tuple[str, str], str, str]]
) -> None:
    apply(sb, chosen)
    principal = directory.principal(sb.store, "ana@example.com")
    assert principal
    for kind, name in (CATALOG, SCHEMA, TABLE):
        listed = access.visible(sb, principal, kind, name)
        assert listed is allowed(lambda kind=kind, name=name: access.require_visible(sb, principal, kind, name))


@quick
@given(grants)
def test_granting_then_revoking_leaves_nothing(
    sb: Sandbox, chosen: list[tuple[tuple[str, str], str, str]]
) -> None:
    for (kind, name), who, right in apply(sb, chosen):
        privileges.revoke(sb, ADMIN, kind, name, who, [right])
    for kind, name in (CATALOG, SCHEMA, TABLE):
        assert privileges.grants(sb, ADMIN, kind, name) == {"privilege_assignments": []}


@quick
@given(grants)
def test_nobody_without_manage_or_ownership_hands_on_rights(
    sb: Sandbox, chosen: list[tuple[tuple[str, str], str, str]]
) -> None:
    granted = apply(sb, chosen)
    principal = directory.principal(sb.store, "ana@example.com")
    assert principal
    if not has(granted, set(principal.names), "MANAGE", CATALOG, SCHEMA, TABLE):
        assert not allowed(lambda: privileges.grant(sb, principal, "table", "c.s.t", "analysts", ["SELECT"]))


def allowed(check: object) -> bool:
    try:
        check()  # type: ignore[operator]
    except ApiError as error:
        return error.code != "PERMISSION_DENIED"
    return True
