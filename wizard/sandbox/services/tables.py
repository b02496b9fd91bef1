"""Tables and views, as `w.tables` and the engine call them."""

from __future__ import annotations

import fnmatch
from urllib.parse import unquote

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Call, Json, Service, invalid
from wizard.sandbox.paging import page
from wizard.sandbox.plain_path import is_plain
from wizard.sandbox.store import Document, Documents
from wizard.sandbox.unity import access, objects

service = Service("/api/2.1/unity-catalog")


@service.get("/tables")
def list_tables(call: Call) -> Json:
    """List the tables and views of a schema that the caller may see."""
    for field in ("catalog_name", "schema_name"):
        if not call.query.get(field):
            raise invalid(f"Missing required field: {field}")
    schema = f"{call.query['catalog_name']}.{call.query['schema_name']}"
    schema = access.require_visible(call.sandbox, call.principal, "schema", schema)["full_name"]
    hidden = {"table_constraints"} | {name for name in ("columns", "properties") if call.flag(f"omit_{name}")}
    return page(
        call, "tables", call.sandbox.store.list("table", schema), "full_name", lambda doc: _visible(call, doc),
        lambda doc: {name: value for name, value in doc.items() if name not in hidden},
    )  # fmt: skip


@service.get("/table-summaries")
def list_summaries(call: Call) -> Json:
    """List names and types of a catalog's tables, with `%` patterns for schema and table."""
    catalog = access.require_visible(call.sandbox, call.principal, "catalog", call.query.get("catalog_name", ""))
    found: Documents = []
    for schema in call.sandbox.store.list("schema", catalog["name"]):
        if _like(schema["name"], call.query.get("schema_name_pattern")):
            found += call.sandbox.store.list("table", schema["full_name"])
    found = [doc for doc in found if _like(doc["name"], call.query.get("table_name_pattern"))]
    return page(
        call, "tables", found, "full_name", lambda doc: _visible(call, doc),
        lambda doc: {"full_name": doc["full_name"], "table_type": doc["table_type"]},
    )  # fmt: skip


@service.post("/tables")
def create_table(call: Call) -> Json:
    """Register an external Delta table that already lies in a folder of this machine."""
    if call.body.get("table_type") != "EXTERNAL" or call.body.get("data_source_format") != "DELTA":
        raise invalid("Only EXTERNAL tables of format DELTA can be created here; use SQL for managed tables and views.")
    # Whoever registers a folder can read it through the engine, with the rights of the sandbox's owner.
    call.admin_only()
    location = call.text("storage_location")
    if not location.startswith("file:///") or not (objects.path_of(location) / "_delta_log").is_dir():
        raise invalid(f"storage_location must be the file:// address of a Delta table, not {location}.")
    name = ".".join(call.text(field) for field in ("catalog_name", "schema_name", "name"))
    if not is_plain(objects.path_of(location)):
        raise invalid("The engine reads tables only below paths of plain letters, digits and . _ ~ -")
    return objects.create_table(
        call.sandbox, call.principal, name, table_type="EXTERNAL", columns=call.body.get("columns") or [],
        comment=call.body.get("comment"), properties=call.body.get("properties"), storage_location=location,
    )  # fmt: skip


@service.get("/tables/{full_name}")
def get_table(call: Call) -> Json:
    """Return a table or view; the engine gets a version of its own."""
    if call.principal == directory.ENGINE:
        name = _engine_name(call.path["full_name"])
        return objects.for_engine(call.sandbox, objects.get_table(call.sandbox, call.principal, name))
    return objects.get_table(call.sandbox, call.principal, call.path["full_name"])


@service.get("/tables/{full_name}/exists")
def table_exists(call: Call) -> Json:
    """Say whether a table or view exists."""
    try:
        objects.get_table(call.sandbox, call.principal, call.path["full_name"])
    except ApiError as error:
        if error.code != "TABLE_DOES_NOT_EXIST":
            raise
        return {"table_exists": False}
    return {"table_exists": True}


@service.patch("/tables/{full_name}")
def update_table(call: Call) -> Json:
    """Give a table another owner."""
    objects.update_table(call.sandbox, call.principal, call.path["full_name"], {"owner": call.text("owner")})
    return {}


@service.delete("/tables/{full_name}")
def delete_table(call: Call) -> Json:
    """Delete a table or view."""
    objects.delete_table(call.sandbox, call.principal, call.path["full_name"])
    return {}


def _engine_name(text: str) -> str:
    """Return the name that the engine means: it quotes unusual parts with backticks and escapes them once too often."""
    return ".".join(part.removeprefix("`").removesuffix("`").replace("``", "`") for part in unquote(text).split("."))


def _visible(call: Call, doc: Document) -> bool:
    return access.visible(call.sandbox, call.principal, "table", doc["full_name"])


def _like(name: str, pattern: str | None) -> bool:
    return not pattern or fnmatch.fnmatchcase(name, pattern.lower().replace("%", "*"))
