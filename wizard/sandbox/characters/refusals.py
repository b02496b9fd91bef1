"""What a workspace refuses by its character, in the service's words.

Where no report of the exact code could be found the docstring says so; the sentences are the service's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard.sandbox.api import ApiError, invalid

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox
    from wizard.sandbox.characters.model import Way

_UNITY_CATALOG = "/api/2.1/unity-catalog"
_ACCOUNT = "/api/2.0/account/"
_NO_STORAGE = (
    "Metastore storage root URL does not exist. Default Storage is enabled in your account. You can use the UI to "
    "create a new catalog using Default Storage, or please provide a storage location for the catalog (for example "
    "'CREATE CATALOG myCatalog MANAGED LOCATION '<location-path>')."
)


def closed(sb: Sandbox, path: str) -> None:
    """Refuse the whole of Unity Catalog's API where there is no metastore, and of an account that nobody reaches.

    What the service answers for the account is a guess.
    """
    if not sb.character.account_api and path.startswith(_ACCOUNT):
        raise ApiError(404, "ENDPOINT_NOT_FOUND", f"No API found for '{path}'")
    if not sb.character.unity_catalog and path.startswith(_UNITY_CATALOG):
        raise ApiError(404, "METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace.")


def place_for_catalog(sb: Sandbox, storage_root: str | None, way: Way) -> None:
    """Refuse a catalog that would have no place to lie in.

    The service looks for the place before it looks whether the catalog exists, so IF NOT EXISTS does not help.
    The code for a location that nobody registered is a guess.
    """
    character = sb.character
    if storage_root and not character.external_locations:
        raise ApiError(404, "EXTERNAL_LOCATION_DOES_NOT_EXIST",
                       f"No parent external location was found for path '{storage_root}'. Please create an external "
                       "location on one of the parent paths and then retry the query or command again.")  # fmt: skip
    if not (storage_root or character.metastore_storage or way in character.storage_for_catalogs_by):
        raise ApiError(400, "INVALID_STATE", _NO_STORAGE)


def another_warehouse(sb: Sandbox, number: int) -> None:
    """Refuse one warehouse more than there may be; `number` are there. The code is a guess, the sentence is not."""
    most = sb.character.most_warehouses
    if most is not None and number >= most:
        message = "You have reached the maximum number of SQL warehouses. Delete an existing warehouse to create a new"
        raise ApiError(400, "QUOTA_EXCEEDED", f"{message} one.")


def kind_of_warehouse(sb: Sandbox, settings: Mapping[str, Any]) -> None:
    """Refuse a warehouse of a size, or without serverless compute, where there is no such thing. Wording unverified."""
    sizes = sb.character.warehouse_sizes
    if not sizes:
        return
    if settings.get("cluster_size", next(iter(sizes))) not in sizes:
        raise invalid(f"Invalid cluster size {settings['cluster_size']}. Use one of {', '.join(sorted(sizes))}.")
    if settings.get("enable_serverless_compute") is False:
        raise invalid("Only serverless compute is supported in the workspace.")
