"""What a client asks before anything else, and what only the sandbox has: faults and tokens.

`/.well-known/databricks-config` answers without a token, as the SDK reads it while it is still being configured.
"""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service

service = Service()


@service.get("/.well-known/databricks-config", open=True)
def config(call: Call) -> Json:
    """Say which workspace this is."""
    return {"oidc_endpoint": f"{call.sandbox.host_url}/oidc", "workspace_id": call.sandbox.workspace_id}


@service.post("/sandbox/faults")
def plan_fault(call: Call) -> Json:
    """Plan a fault for requests to come."""
    call.keeper_only()
    call.sandbox.faults.add(call.body)
    return {"faults": call.sandbox.faults.waiting()}


@service.get("/sandbox/faults")
def list_faults(call: Call) -> Json:
    """List the faults still to come."""
    call.keeper_only()
    return {"faults": call.sandbox.faults.waiting()}


@service.delete("/sandbox/faults")
def clear_faults(call: Call) -> Json:
    """Forget the faults still to come."""
    call.keeper_only()
    call.sandbox.faults.clear()
    return {}


@service.post("/sandbox/tokens")
def mint_token(call: Call) -> Json:
    """Hand out the token of a user or service principal."""
    call.keeper_only()
    return {"token": call.sandbox.tokens.mint(call.text("user_name"))}
