"""What we may do in Unity Catalog, as far as ownership and grants show it: reads only, made when somebody asks.

A privilege that is not seen is no proof that it is not there: an administrator may have rights that no grant shows, and
what is granted to a group on the metastore is shown to its owner only. `is_unsure` says when that counts.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.errors import WizardError
from wizard.workspace import grants
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised, is_missing

if TYPE_CHECKING:
    from databricks.sdk.service.catalog import CatalogInfo

READS_AT_ONCE = 8
GROUPS_ASKED = 12
"""So many of our groups are asked for what they may: each is a call."""
CATALOGS_ASKED = 20
"""So many catalogs are asked whether a schema can be made in them."""
ADMINS = "admins"
NOT_FOR_DEMOS = frozenset({"system", "samples", "hive_metastore", "__databricks_internal"})
NOT_IN_ALL = frozenset({"MANAGE", "EXTERNAL_USE_SCHEMA", "EXTERNAL_USE_LOCATION"})
"""What ALL PRIVILEGES leaves out."""


@dataclass(frozen=True, slots=True)
class Metastore:
    """The metastore; without storage of its own the API cannot make a catalog there."""

    id: str
    name: str
    owner: str
    has_storage: bool


class Rights:
    """Our rights. The metastore is asked for at once, in the background, everything else when it is wanted."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._pool = ThreadPoolExecutor(READS_AT_ONCE, thread_name_prefix="rights")
        self._known: dict[tuple[str, str, str], frozenset[str]] = {}
        self._metastore: Future[Metastore | None] = self._pool.submit(self._read_metastore)

    def close(self) -> None:
        """Wait for nobody any more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def user(self) -> str:
        """Who we are."""
        return self._ws.user

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that something can be granted to and that is ours: the user first, everybody last."""
        groups = [group.display or "" for group in self._ws.me.groups or []]
        return tuple(dict.fromkeys([self.user, *(name for name in groups if name), grants.EVERYONE]))

    @property
    def is_unsure(self) -> bool:
        """Whether we may have rights that cannot be seen here."""
        return ADMINS in self.names or len(self.names) > GROUPS_ASKED or self.owns(self._owner_of_all)

    def owns(self, owner: str) -> bool:
        """Whether an owner is us, or a group of ours."""
        return owner in self.names

    @property
    def metastore(self) -> Metastore | None:
        """None where no metastore is assigned. Raises WizardError when nobody says."""
        return self._metastore.result()

    def holds(self, privilege: str, kind: str, name: str) -> bool:
        """Whether a privilege is granted, here or above, to us or a group of ours: ourselves are asked first."""
        first, *others = self.names[: GROUPS_ASKED + 1]
        if _includes(self._held(kind, name, first), privilege):
            return True
        return any(_includes(held, privilege) for held in self._pool_map(kind, name, others))

    def catalogs(self) -> tuple[str, ...]:
        """Names of the catalogs in which we can be seen to be able to make a schema; none if they cannot be listed."""
        try:
            found = [one for one in self._ws.client.catalogs.list() if may_hold_a_demo(one)][:CATALOGS_ASKED]
        except Exception:  # whatever it is, nothing can be offered then
            return ()
        with ThreadPoolExecutor(READS_AT_ONCE) as pool:  # not ours: each of these waits for others in it
            open_ = pool.map(self._takes_schemas, found)
            return tuple(sorted(one.name or "" for one, can in zip(found, open_, strict=True) if can))

    def _takes_schemas(self, found: CatalogInfo) -> bool:
        name = found.name or ""
        return self.owns(found.owner or "") or all(
            self.holds(wanted, "catalog", name) for wanted in ("CREATE_SCHEMA", "USE_CATALOG")
        )

    def _pool_map(self, kind: str, name: str, principals: list[str]) -> list[frozenset[str]]:
        return list(self._pool.map(lambda principal: self._held(kind, name, principal), principals))

    def _held(self, kind: str, name: str, principal: str) -> frozenset[str]:
        """As far as we may see; Unity Catalog knows only groups of the account."""
        key = (kind, name, principal)
        if key not in self._known:
            try:
                self._known[key] = grants.effective(self._ws, kind, name, principal)
            except WizardError:
                self._known[key] = frozenset()
        return self._known[key]

    @property
    def _owner_of_all(self) -> str:
        try:
            return self.metastore.owner if self.metastore else ""
        except WizardError:
            return ""

    def _read_metastore(self) -> Metastore | None:
        with advised("asking for the metastore"):
            try:
                found = self._ws.client.metastores.summary()
            except Exception as error:
                if is_missing(error) or "METASTORE_DOES_NOT_EXIST" in str(getattr(error, "error_code", "")):
                    return None
                raise
        return Metastore(found.metastore_id or "", found.name or "", found.owner or "", bool(found.storage_root))


def may_hold_a_demo(found: CatalogInfo) -> bool:
    """Whether a catalog is not one of the platform's own, a shared or a foreign one."""
    kind = found.catalog_type.value if found.catalog_type else "MANAGED_CATALOG"
    return kind == "MANAGED_CATALOG" and found.name not in NOT_FOR_DEMOS


def _includes(held: frozenset[str], privilege: str) -> bool:
    return privilege in held or ("ALL_PRIVILEGES" in held and privilege not in NOT_IN_ALL)
