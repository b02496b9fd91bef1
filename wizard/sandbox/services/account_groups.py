"""Groups of the account, by way of the workspace: the ones that Unity Catalog accepts in a grant.

The service offers the account's SCIM to a workspace's administrators under an address of its own (databrickslabs/ucx
reads groups there). Here it is how an administrator makes the groups that a spec names.
"""

from __future__ import annotations

from wizard.sandbox.api import Call, Json, Service
from wizard.sandbox.services import scim

service = Service("/api/2.0/account/scim/v2/Groups")


@service.get("")
def list_groups(call: Call) -> Json:
    """List the account's groups, for administrators."""
    call.admin_only()
    return scim.listed(call, "group", account_only=True)


@service.post("")
def create_group(call: Call) -> Json:
    """Create a group of the account."""
    return scim.created(call, "group", account_level=True)
