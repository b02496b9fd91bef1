"""What a person wants to know of a target before making anything there. Reads only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a demo may need. `ok` is None where it cannot be known beforehand; `detail` says why, or which."""

    name: str
    ok: bool | None
    detail: str


@dataclass(frozen=True, slots=True)
class TargetFacts:
    """A target as it was found.

    `warehouse` and `warehouse_state` (RUNNING, STOPPED, …) are empty if there is none; `catalogs` are those that can be
    seen and hold tables of ours, by name.
    """

    target: str
    host: str
    user: str
    warehouse: str
    warehouse_state: str
    capabilities: tuple[Capability, ...]
    catalogs: tuple[str, ...]
