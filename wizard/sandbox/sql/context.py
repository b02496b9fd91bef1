"""Who runs a statement, and from where: the principal, the default catalog and schema, and the way to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Principal
from wizard.sandbox.engine import Limits
from wizard.sandbox.sql.engine_errors import EngineError
from wizard.sandbox.sql.errors import SqlError, failed, from_engine, table_not_found
from wizard.sandbox.unity import privileges

if TYPE_CHECKING:
    import pyarrow as pa

    from wizard.sandbox.app import Sandbox

Document = dict[str, Any]
INFORMATION_SCHEMA = "information_schema"


@dataclass(frozen=True)
class Context:
    """The surroundings of one statement."""

    sandbox: Sandbox
    principal: Principal
    catalog: str
    schema: str
    operation_id: str | None = None
    limits: Limits = field(default_factory=Limits)
    serverless: bool = True

    def full_name(self, parts: Sequence[str]) -> str:
        """Return the three-part name, in lower case, that these parts mean here."""
        if len(parts) > 3 or any("." in part for part in parts):
            raise failed("REQUIRES_SINGLE_PART_NAMESPACE" if len(parts) > 3 else "INVALID_NAME",
                         f"{'.'.join(parts)} is not a valid name of a table or view.")  # fmt: skip
        name = ".".join([*(self.catalog, self.schema)[: 3 - len(parts)], *parts]).lower()
        self._reachable(name)
        return name

    def schema_name(self, parts: Sequence[str]) -> str:
        """Return the two-part name of a schema that these parts mean here."""
        if len(parts) > 2:
            raise failed("REQUIRES_SINGLE_PART_NAMESPACE", f"{'.'.join(parts)} is not a valid name of a schema.")
        name = ".".join([*([self.catalog] if len(parts) == 1 else []), *parts]).lower()
        self._reachable(name)
        return name

    def needs_unity_catalog(self, operation: str) -> None:
        """Refuse an operation that Hive's metastore does not have, where there is nothing else."""
        if not self.sandbox.character.unity_catalog:
            raise failed("OPERATION_REQUIRES_UNITY_CATALOG",
                         f"Operation {operation} requires Unity Catalog enabled.")  # fmt: skip

    def readable(self, full_name: str, where: str = "") -> Document:
        """Return the document of a table or view whose rows the principal may read."""
        return self._checked("SELECT", full_name, where)

    def writable(self, full_name: str, where: str = "") -> Document:
        """Return the document of a table whose rows the principal may change; a view is refused."""
        found = self._checked("MODIFY", full_name, where)
        self.no_view(found, full_name)
        return found

    def table(self, full_name: str, privilege: str = "MANAGE") -> Document:
        """Return the document of a table that the principal has a privilege on; a view is refused."""
        found = self._checked(privilege, full_name)
        self.no_view(found, full_name)
        return found

    def no_view(self, document: Document, full_name: str) -> None:
        """Refuse a view where a table is needed."""
        if document["table_type"] == "VIEW":
            raise failed("EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE",
                         f"'{full_name}' is a view: the statement expects a table.")  # fmt: skip

    def acting_as(self, name: str, catalog: str, schema: str) -> Context:
        """Return the context in which a view's text is read: with its owner's rights, from where it was created."""
        owner = directory.principal(self.sandbox.store, name)
        # The system, and a group that owns something, are no users; their name alone decides.
        as_owner = owner or Principal(name, groups=frozenset({name}), admin=name == directory.SYSTEM)
        return replace(self, principal=as_owner, catalog=catalog, schema=schema)

    def ask(self, sql: str) -> pa.Table:
        """Run SQL that has been resolved on the engine and return its rows."""
        try:
            return self.sandbox.engine.query(
                sql, operation_id=self.operation_id, user=self.principal.user_name, limits=self.limits
            )
        except EngineError as error:
            if error.code == "INTERNAL_ERROR" and "raise_error" in sql.lower():
                raise failed("USER_RAISED_EXCEPTION", error.message) from None
            raise from_engine(error) from None

    def _reachable(self, name: str) -> None:
        character = self.sandbox.character
        if not character.unity_catalog and name.partition(".")[0] != character.default_catalog:
            raise failed("UC_NOT_ENABLED", "Unity Catalog is not enabled on this cluster.")

    def _checked(self, privilege: str, full_name: str, where: str = "") -> Document:
        try:
            return privileges.require(self.sandbox, self.principal, privilege, "table", full_name)
        except ApiError as error:
            if error.status == 404:
                raise table_not_found(full_name, where) from None
            raise


def place(text: str, offset: int) -> str:
    """Return where an offset is, as errors show it: `(line 1, pos 14)`."""
    return f"(line {text.count(chr(10), 0, offset) + 1}, pos {offset - (text.rfind(chr(10), 0, offset) + 1)})"


__all__ = ["INFORMATION_SCHEMA", "Context", "Document", "SqlError", "place"]
