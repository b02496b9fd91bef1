"""Credentials in the environment, which win over a profile in every Databricks tool but this one.

Somebody who names a profile means that workspace. With DATABRICKS_HOST set for another one, other tools write there; so
here the profile's own values are used alone, and the difference is said. Who wants the environment says `env`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress

from wizard.errors import UsageError
from wizard.workspace import profiles
from wizard.workspace.advice.caller import ENVIRONMENT, SANDBOX
from wizard.workspace.profiles import Profile

VARIABLES: Mapping[str, str] = {
    "DATABRICKS_HOST": "host", "DATABRICKS_TOKEN": "token", "DATABRICKS_USERNAME": "username",
    "DATABRICKS_PASSWORD": "password", "DATABRICKS_CLIENT_ID": "client_id",
    "DATABRICKS_CLIENT_SECRET": "client_secret", "DATABRICKS_AUTH_TYPE": "auth_type",
    "DATABRICKS_AZURE_RESOURCE_ID": "azure_workspace_resource_id", "ARM_USE_MSI": "azure_use_msi",
    "ARM_CLIENT_ID": "azure_client_id", "ARM_CLIENT_SECRET": "azure_client_secret", "ARM_TENANT_ID": "azure_tenant_id",
    "DATABRICKS_GOOGLE_SERVICE_ACCOUNT": "google_service_account", "GOOGLE_CREDENTIALS": "google_credentials",
    "DATABRICKS_METADATA_SERVICE_URL": "metadata_service_url", "DATABRICKS_OIDC_TOKEN_ENV": "oidc_token_env",
    "DATABRICKS_OIDC_TOKEN_FILEPATH": "oidc_token_filepath", "DATABRICKS_CLUSTER_ID": "cluster_id",
    "DATABRICKS_SERVERLESS_COMPUTE_ID": "serverless_compute_id", "DATABRICKS_WORKSPACE_ID": "workspace_id",
    "DATABRICKS_ACCOUNT_ID": "account_id",
}  # fmt: skip
"""What says where to connect, and as whom, by the name that a profile has for it (`Config` of the SDK)."""


def values() -> dict[str, str]:
    """What the environment says, by the names of a profile's keys. Raises UsageError when it names no workspace."""
    found = {key: os.environ[name] for name, key in VARIABLES.items() if os.environ.get(name)}
    if not found.get("host") and not found.get("azure_workspace_resource_id"):
        raise UsageError(
            "The environment names no workspace: DATABRICKS_HOST is not set.",
            "Set DATABRICKS_HOST and DATABRICKS_TOKEN, or use a profile: --target PROFILE",
        )
    return found


def place(target: str) -> str:
    """A target as people see it: with its host, as far as that can be told without asking it."""
    host = os.environ.get("DATABRICKS_HOST", "") if target == ENVIRONMENT else ""
    if target not in (SANDBOX, ENVIRONMENT):
        with suppress(UsageError):  # who connects says what is wrong
            host = profiles.require(target).host
    return f"{target} ({host})" if host else target


def conflict(profile: Profile) -> str:
    """What to say when other tools would not do what the profile says, with both hosts; empty when they would."""
    other = [name for name, key in VARIABLES.items()
             if os.environ.get(name) and _plain(os.environ[name]) != _plain(profile.values.get(key, ""))]  # fmt: skip
    if not other:
        return ""
    names = " and ".join(filter(None, (", ".join(other[:-1]), other[-1])))
    host = os.environ.get("DATABRICKS_HOST", "")
    there = f" ({host})" if "DATABRICKS_HOST" in other else ""
    return (
        f"{names} in the environment{there} would win over the profile {profile.name} in other tools; here the profile "
        f"alone is used ({profile.host or 'no host in it'}). For the environment instead: --target env"
    )


def _plain(value: str) -> str:
    """Without what makes no difference to a host."""
    return value.strip().removeprefix("https://").rstrip("/")
