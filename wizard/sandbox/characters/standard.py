"""The convenient workspace: its person is an administrator, and everything that a demo asks for can be made."""

from __future__ import annotations

from wizard.sandbox.characters import people
from wizard.sandbox.characters.model import Character, FirstCatalog

GROUPS = {"analysts": (people.ANALYST,), "data_engineers": (people.ENGINEER,)}

STANDARD = Character(
    name="standard",
    summary="you are an administrator, and everything can be made",
    catalogs=(
        FirstCatalog("main", "The workspace's default catalog", grants={people.EVERYONE: ("USE_CATALOG",)}),
    ),
    default_catalog="main",
    groups=GROUPS,
)  # fmt: skip
