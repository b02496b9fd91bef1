"""What belongs to a demo in a workspace, in the order in which it can be taken away, and what has to stay and why.

The stamp alone decides: a property on catalogs, schemas, tables and views, a tag on jobs. A folder of the workspace
cannot carry one; the demo's is known by its path, and by holding nothing but task files. Reads only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from wizard.errors import WizardError
from wizard.identifiers import quote, quote_name
from wizard.plan.expiry import expiry
from wizard.plan.observed import Grants, Seen
from wizard.steps.job import SUFFIX
from wizard.workspace import deletion, files, grants, inventory
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised
from wizard.workspace.inventory import DEFAULT, Contents

Kind = Literal["job", "workspace folder", "view", "table", "schema", "catalog"]
Look = Callable[[], Iterable["Belonging"]]
NAMED = 5
"""So many things that stand in the way are named; the rest are counted."""
NOT_OURS = "this demo did not make it"


@dataclass(frozen=True, slots=True)
class Belonging:
    """One object, its full name, and why it has to stay: empty if it may go. `failed`: it could not be looked at;
    `expires`: the day that is noted on it, YYYY-MM-DD.

    `delete` takes it away, or answers False if it was gone already. Raises WizardError.
    """

    kind: Kind
    name: str
    delete: Callable[[], bool]
    stays: str = ""
    failed: bool = False
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """Whose objects are looked for. `granted` are the privileges that its spec asks for, by kind and principal."""

    ws: Workspace
    demo: str
    job_names: tuple[str, ...] = ()
    granted: Mapping[str, Grants] = field(default_factory=dict)

    @property
    def catalog(self) -> str:
        """The catalog that the demo is in."""
        return self.demo.partition(".")[0]

    @property
    def schema(self) -> str:
        """The demo's schema, by its own name."""
        return self.demo.partition(".")[2]

    @property
    def folder(self) -> str:
        """Where the demo's task files lie."""
        return files.folder(self.ws, self.demo)


def belongings(search: Search) -> list[Belonging]:
    """Everything that is there of a demo: jobs, their files, views, tables, schema, catalog."""
    looks: list[tuple[Kind, str, Look]] = [
        *(("job", name, partial(_jobs, search, name)) for name in dict.fromkeys(search.job_names)),
        ("workspace folder", search.folder, partial(_folder, search)),
        ("schema", search.demo, partial(_unity, search)),
    ]
    with ThreadPoolExecutor(len(looks)) as pool:
        return [one for found in pool.map(lambda look: _looked(*look), looks) for one in found]


def _looked(kind: Kind, name: str, look: Look) -> list[Belonging]:
    """What was found; a refusal is one object of which nothing is known, and no reason to give up the others."""
    try:
        return list(look())
    except WizardError as error:
        return [Belonging(kind, name, lambda: False, error.message, failed=True)]


def _jobs(search: Search, name: str) -> Iterator[Belonging]:
    for number in inventory.jobs(search.ws, name, search.demo):
        yield Belonging("job", name, partial(deletion.job, search.ws, number))


def _folder(search: Search) -> Iterator[Belonging]:
    held = inventory.files(search.ws, search.folder)
    if held is not None:
        foreign = [name for name, kind in held if not _is_task_file(name, kind)]
        stays = f"it holds what this demo did not put there: {_named(foreign)}" if foreign else ""
        yield Belonging("workspace folder", search.folder, partial(deletion.folder, search.ws, search.folder), stays)


def _is_task_file(name: str, kind: str) -> bool:
    """Whether a path below the demo's folder is what the job step uploads: JOB/TASK.sql or JOB/TASK.py."""
    return kind == "FILE" and name.count("/") == 1 and name.endswith(tuple(SUFFIX.values()))


def _unity(search: Search) -> Iterator[Belonging]:
    """Views, tables, schema and catalog."""
    catalog = inventory.catalog(search.ws, search.catalog)
    if catalog is None:
        return
    schema = inventory.schema(search.ws, search.demo)
    held = inventory.contents(search.ws, search.catalog, search.schema) if schema else Contents()
    found = list(_relations(search, held))
    if schema and not (search.schema == DEFAULT and catalog.is_stamped(search.demo)):
        found += _schema(search, schema, held, anything=bool(found))
    yield from found
    yield from _looked("catalog", search.catalog, partial(_catalog, search, catalog, found))


def _relations(search: Search, held: Contents) -> Iterator[Belonging]:
    """Views before tables, the newest first: what refers to another was made after it."""
    own = [one for one in held.relations if one.seen.is_stamped(search.demo)]
    for one in sorted(own, key=lambda one: (one.kind != "view", -one.created, one.name)):
        name = f"{search.demo}.{one.name}"
        yield Belonging(one.kind, name, partial(deletion.table, search.ws, name))


def _schema(search: Search, seen: Seen, held: Contents, *, anything: bool) -> Iterator[Belonging]:
    """The schema, unless it is somebody else's and holds nothing of the demo."""
    foreign, stays = _foreign(search, held), ""
    if not seen.is_stamped(search.demo):
        if not anything:
            return
        stays = NOT_OURS
    elif foreign:
        stays = f"it holds what this demo did not make: {_named(foreign)}"
    yield Belonging("schema", search.demo, partial(deletion.schema, search.ws, search.demo),
                    stays and stays + _grants_stay(search, "schema", search.demo),
                    expires=expiry(None, search.demo, seen))


def _catalog(search: Search, seen: Seen, found: Sequence[Belonging]) -> Iterator[Belonging]:
    """The catalog, unless it is somebody else's and holds nothing of the demo."""
    stays = ""
    if not seen.is_stamped(search.demo):
        if not found:
            return
        stays = NOT_OURS
    elif obstacles := _obstacles(search, found):
        stays = f"it holds {_named(obstacles)}"
    yield Belonging("catalog", search.catalog, partial(deletion.catalog, search.ws, search.catalog),
                    stays and stays + _grants_stay(search, "catalog", search.catalog))


def _obstacles(search: Search, found: Sequence[Belonging]) -> list[str]:
    """What would still be in the catalog when all that may go has gone."""
    goes = {one.name for one in found if one.kind == "schema" and not one.stays}
    there = inventory.schemas(search.ws, search.catalog)
    obstacles = [f"schema {name}" for name in there if name != DEFAULT and f"{search.catalog}.{name}" not in goes]
    if DEFAULT in there:
        held = inventory.contents(search.ws, search.catalog, DEFAULT)
        obstacles += [f"{one} in schema {DEFAULT}" for one in _foreign(search, held)]
    return obstacles


def _foreign(search: Search, held: Contents) -> list[str]:
    others = [f"{one.kind} {one.name}" for one in held.relations if not one.seen.is_stamped(search.demo)]
    return [*others, *held.rest]


def _grants_stay(search: Search, kind: str, name: str) -> str:
    """What the spec grants on an object that stays, with the SQL that revokes it.

    Grants carry no stamp: another demo may need the same ones, or somebody may have given them before.
    """
    wanted = search.granted.get(kind, {})
    if not wanted:
        return ""
    with advised(f"reading grants on {name}"):
        there = grants.granted(search.ws, kind, name)
    held = {principal: sorted(each & there.get(principal, frozenset())) for principal, each in wanted.items()}
    sql = [
        f"REVOKE {', '.join(p.replace('_', ' ') for p in each)} ON {kind.upper()} {quote_name(name)} "
        f"FROM {quote(principal)}"
        for principal, each in held.items() if each
    ]
    return f"; grants stay, as nobody can tell who gave them or needs them: {'; '.join(sql)}" if sql else ""


def _named(things: Sequence[str]) -> str:
    more = len(things) - NAMED
    return ", ".join(things[:NAMED]) + (f" and {more} more" if more > 0 else "")
