"""What a plan was decided on: facts in words, one an object, so that anybody can see later what has moved.

Only what planning looks at is among them. A table of somebody else that appears in the schema, or a privilege of
somebody whom the demo does not name, moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wizard.plan.expiry import EXPIRES
from wizard.plan.observed import AS_OF, DATA, RECIPE, Grants, Observed, Seen, SeenJob

ABSENT = "not there"
TOLD = {RECIPE: "made from", AS_OF: "for the day", DATA: "all rows there", EXPIRES: "expires on"}
"""Properties that say what an object was made from, and the words for them."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where was looked, enough to look again, and what was found.

    `relations` are names of tables and views, `jobs` job names by the key that the spec gives them; `facts` say in
    words what an object was like, by its name.
    """

    catalog: str = ""
    schema: str = ""
    relations: tuple[str, ...] = ()
    principals: tuple[str, ...] = ()
    jobs: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def demo(self) -> str:
        """The demo's id."""
        return f"{self.catalog}.{self.schema}"


@dataclass(frozen=True, slots=True)
class Moved:
    """An object that is not as it was when a plan was made."""

    object: str
    before: str
    now: str


def facts(observed: Observed, basis: Basis) -> dict[str, str]:
    """What was found of everything that the basis is about, in words, by the object's name."""
    return dict(_facts(observed, basis))


def moved(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Moved, ...]:
    """What differs between two looks, in the order of the first."""
    every = dict.fromkeys([*before, *now])
    pairs = ((name, before.get(name, ABSENT), now.get(name, ABSENT)) for name in every)
    return tuple(Moved(*pair) for pair in pairs if pair[1] != pair[2])


def tell(differences: Iterable[Moved]) -> str:
    """For people: each object with what was found before and now."""
    return "\n".join(f"  {one.object}\n    before  {one.before}\n    now     {one.now}" for one in differences)


def _facts(observed: Observed, basis: Basis) -> Iterator[tuple[str, str]]:
    if observed.target != "sandbox":  # a sandbox that was started anew may have another port
        yield "workspace", observed.host
    yield f"catalog {basis.catalog}", _open(observed, basis.catalog, "there" if observed.catalog else ABSENT)
    yield f"schema {basis.demo}", _open(observed, basis.demo, _seen(observed.schema, basis.demo))
    for name in basis.relations:
        yield f"{basis.demo}.{name}", _seen(observed.tables.get(name), basis.demo)
    yield from _granted(observed.catalog_grants, basis.principals, f"catalog {basis.catalog}")
    yield from _granted(observed.schema_grants, basis.principals, f"schema {basis.demo}")
    for name in basis.principals:
        yield f"principal {name}", "unknown" if name in observed.unknown_principals else "known"
    for key, name in basis.jobs.items():
        yield f"job {name}", _job(observed.jobs.get(key))


def _open(observed: Observed, name: str, told: str) -> str:
    return "not all of it may be looked at" if name in observed.closed else told


def _seen(seen: Seen | None, demo: str) -> str:
    if seen is None:
        return ABSENT
    if not seen.is_stamped(demo):
        return "there, made by somebody else"
    told = [f"{words} {seen.properties[key]}" for key, words in TOLD.items() if seen.properties.get(key)]
    return ", ".join(["made by this demo", *told])


def _granted(found: Grants, principals: Iterable[str], securable: str) -> Iterator[tuple[str, str]]:
    for name in principals:
        held = sorted(privilege.replace("_", " ") for privilege in found.get(name, ()))
        yield f"privileges of {name} on {securable}", ", ".join(held) or "none"


def _job(seen: SeenJob | None) -> str:
    if seen is None:
        return ABSENT
    success = f"succeeded for {seen.last_success}" if seen.last_success else "no success last time"
    return f"number {seen.job_id}, made from {seen.recipe}, {success}"
