"""Looks that cost nothing, before anything that may take long: is the host there, is the CLI?"""

from __future__ import annotations

import shutil
import socket
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

KNOCK_SECONDS = 5.0
_CREDENTIALS = ("token", "client_id", "client_secret", "username", "azure_client_id", "azure_use_msi",
                "azure_workspace_resource_id", "google_credentials", "google_service_account", "metadata_service_url",
                "oidc_token_env", "oidc_token_filepath")  # fmt: skip


def knock(host: str) -> None:
    """Raise OSError within seconds when nothing listens at a host. Not through a proxy, which would have to be asked.

    The SDK would go on trying for a long time, and say nothing.
    """
    parts = urlsplit(host)
    name = parts.hostname or ""
    if not name or (urllib.request.getproxies() and not urllib.request.proxy_bypass(name)):
        return
    port = parts.port or (80 if parts.scheme == "http" else 443)
    with socket.create_connection((name, port), KNOCK_SECONDS):
        return


def cli_is_missing(values: Mapping[str, str]) -> bool:
    """Whether the login is kept by the Databricks CLI, and that is not here."""
    kept_by_it = values.get("auth_type") == "databricks-cli" or (
        not values.get("auth_type") and "azuredatabricks" not in values.get("host", "")
        and not any(values.get(name) for name in _CREDENTIALS)
    )  # fmt: skip
    if not kept_by_it:
        return False
    own = values.get("databricks_cli_path", "")
    return not (Path(own).is_file() if "/" in own else shutil.which(own or "databricks"))
