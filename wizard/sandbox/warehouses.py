"""SQL warehouses: doors to the one engine, with the states, sizes and permissions that clients look at.

A warehouse that starts is STARTING for as long as the workspace's character says. Nothing happens meanwhile, so that is
worked out from the clock whenever somebody asks.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wizard.sandbox import acl
from wizard.sandbox.api import Json, Principal, denied, invalid, missing
from wizard.sandbox.characters import refusals

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.store import Document

STARTER = "Serverless Starter Warehouse"
LEVELS = ("CAN_VIEW", "CAN_USE", "CAN_MONITOR", "IS_OWNER", "CAN_MANAGE")
_SETTINGS = (
    "auto_stop_mins", "channel", "cluster_size", "enable_photon", "enable_serverless_compute", "max_num_clusters",
    "min_num_clusters", "name", "spot_instance_policy", "tags", "warehouse_type", "statement_timeout",
)  # fmt: skip
_DEFAULTS: Json = {
    "auto_stop_mins": 10, "cluster_size": "2X-Small", "enable_photon": True, "enable_serverless_compute": True,
    "max_num_clusters": 1, "min_num_clusters": 1, "spot_instance_policy": "COST_OPTIMIZED", "warehouse_type": "PRO",
}  # fmt: skip


def seed(sb: Sandbox, owner: Principal) -> None:
    """Make the one warehouse that a workspace starts with; everybody may use it."""
    if not sb.store.list("warehouse") and "warehouse" not in sb.choice.without:
        found = create(sb, owner, {"name": STARTER, "enable_serverless_compute": sb.character.serverless})
        set_state(sb, found, sb.character.warehouse_state)
        acl.allow(sb, "warehouses", found["id"], {"group_name": "users", "permission_level": "CAN_USE"})


def create(sb: Sandbox, principal: Principal, settings: dict[str, Any]) -> Document:
    """Create a warehouse; it runs at once."""
    name = settings.get("name")
    if not isinstance(name, str) or not name:
        raise invalid("Missing required field: name")
    if any(doc["name"] == name for doc in sb.store.list("warehouse")):
        raise invalid(f"SQL warehouse with name `{name}` already exists")
    refusals.another_warehouse(sb, len(sb.store.list("warehouse")))
    refusals.kind_of_warehouse(sb, settings)
    number = secrets.token_hex(8)
    given = {field: settings[field] for field in _SETTINGS if settings.get(field) is not None}
    doc = {**_DEFAULTS, **given, "id": number, "creator_name": principal.user_name, "state": "RUNNING"}
    sb.store.put("warehouse", number, doc)
    acl.allow(sb, "warehouses", number, acl.entry(principal, "IS_OWNER"))
    return doc


def find(sb: Sandbox, principal: Principal, number: str, level: str = "CAN_VIEW") -> Document:
    """Return a warehouse on which the principal has at least this level of permission."""
    found = sb.store.get("warehouse", number)
    if not found:
        raise missing(f"SQL warehouse {number} does not exist.")
    if not acl.holds(sb, principal, "warehouses", number, level, LEVELS):
        raise denied(f"{principal.user_name} does not have {level} permission on SQL warehouse {number}.")
    return found


def start(sb: Sandbox, found: Document) -> None:
    """Start a warehouse, unless it runs or starts already. It runs when its time has come."""
    if state_of(sb, found) not in ("RUNNING", "STARTING"):
        set_state(sb, found, "STARTING" if sb.choice.seconds else "RUNNING")


def set_state(sb: Sandbox, found: Document, state: str) -> None:
    """Keep the state that a warehouse has from now on."""
    sb.store.put("warehouse", found["id"], {**found, "state": state, "since": sb.clock()})


def state_of(sb: Sandbox, found: Document) -> str:
    """Return the state that a warehouse has now."""
    return "RUNNING" if found["state"] == "STARTING" and not _seconds_left(sb, found) else str(found["state"])


def seconds_until_running(sb: Sandbox, number: str) -> float:
    """Return how long statements on a warehouse still have to wait; 0 for one that is gone."""
    found = sb.store.get("warehouse", number)
    return _seconds_left(sb, found) if found and found["state"] == "STARTING" else 0.0


def is_serverless(sb: Sandbox, number: str) -> bool:
    """Say whether a warehouse has serverless compute."""
    return bool((sb.store.get("warehouse", number) or {}).get("enable_serverless_compute"))


def edit(sb: Sandbox, found: Document, settings: dict[str, Any]) -> None:
    """Change the settings of a warehouse."""
    refusals.kind_of_warehouse(sb, settings)
    given = {field: settings[field] for field in _SETTINGS if settings.get(field) is not None}
    sb.store.put("warehouse", found["id"], {**found, **given})


def delete(sb: Sandbox, found: Document) -> None:
    """Delete a warehouse with its permissions."""
    sb.store.delete("warehouse", found["id"])
    acl.forget(sb, "warehouses", found["id"])


def use(sb: Sandbox, principal: Principal, number: str) -> Document:
    """Return a warehouse that the principal may run statements on, starting it if it is stopped."""
    found = find(sb, principal, number, "CAN_USE")
    start(sb, found)
    return found


def describe(sb: Sandbox, found: Document) -> Json:
    """Return a warehouse as the API shows it."""
    address = urlsplit(sb.host_url)
    path = f"/sql/1.0/warehouses/{found['id']}"
    state = state_of(sb, found)
    shown = {name: value for name, value in found.items() if name != "since"}
    return {
        **shown, "state": state, "num_clusters": int(state == "RUNNING"), "num_active_sessions": 0,
        "health": {"status": "HEALTHY"},
        "odbc_params": {"hostname": address.hostname, "path": path, "port": address.port, "protocol": address.scheme},
        "jdbc_url": f"jdbc:databricks://{address.netloc}/default;transportMode=http;httpPath={path};",
    }  # fmt: skip


def _seconds_left(sb: Sandbox, found: Document) -> float:
    return max(0.0, float(found["since"]) + sb.choice.seconds - sb.clock())
