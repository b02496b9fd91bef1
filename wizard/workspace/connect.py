"""From the name of a target to a workspace.

`sandbox` starts the sandbox when it is not running; every other name is a profile of ~/.databrickscfg. From here on the
two are alike: a host and credentials.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from wizard import __version__
from wizard.errors import UsageError
from wizard.workspace import profiles
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient

SANDBOX = "sandbox"
HTTP_TIMEOUT_SECONDS = 15
RETRY_TIMEOUT_SECONDS = 30


def connect(target: str, user: str = "") -> Workspace:
    """The workspace of a target, in the sandbox as any `user` of its directory.

    Raises WizardError with advice when it cannot be reached.
    """
    if target == SANDBOX:
        return connect_sandbox(user)
    if user:
        raise UsageError(f"--as {user}: only in the sandbox can you be somebody else.", "Use a profile of that user.")
    return connect_profile(target)


def connect_sandbox(user: str = "") -> Workspace:
    """Start or find the sandbox; the SDK is imported (1 to 2 s) while its process comes up."""
    from wizard.sandbox import lifecycle

    with ThreadPoolExecutor(1) as pool, advised("starting the sandbox"):
        starting = pool.submit(lifecycle.start)
        import_sdk()
        running = starting.result()
        token = lifecycle.environment(user)["DATABRICKS_TOKEN"] if user else running.token
    with advised("connecting to the sandbox"):
        # auth_type: credentials of a real workspace in the environment must not be mixed in.
        client = _client(host=running.host_url, token=token, auth_type="pat")
    remote = running.spark_remote
    return Workspace(SANDBOX, running.host_url, client, lambda: _open_remote(remote), remote.removeprefix("sc://"))


def connect_profile(profile: str) -> Workspace:
    """Use a profile of ~/.databrickscfg; environment variables win over it, as in every Databricks tool."""
    profiles.require(profile)
    with advised(f"connecting with the profile {profile}"):
        client = _client(profile=profile)
        host = client.config.host or ""
    return Workspace(profile, host, client, lambda: _open_profile(client))


def is_current(ws: Workspace) -> bool:
    """Whether a workspace that is kept can still be used: the sandbox may have been stopped or reset meanwhile."""
    from wizard.sandbox import lifecycle

    if ws.target != SANDBOX:
        return True
    running = lifecycle.status()
    return running is not None and (running.host_url, running.token) == (ws.host, ws.client.config.token)


def import_sdk() -> None:
    """Import the SDK, which takes 1 to 2 s the first time."""
    import gc

    # A third of the import is the collector walking a hundred thousand new dataclass objects.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        import databricks.sdk  # noqa: F401
    finally:
        if was_enabled:
            gc.enable()


def _client(**settings: Any) -> WorkspaceClient:
    import_sdk()
    from databricks.sdk import WorkspaceClient
    from databricks.sdk.core import Config

    return WorkspaceClient(
        config=Config(
            http_timeout_seconds=HTTP_TIMEOUT_SECONDS,
            retry_timeout_seconds=RETRY_TIMEOUT_SECONDS,
            product="demo-wizard",
            product_version=__version__,
            **settings,
        )
    )


def _open_remote(url: str) -> Any:
    # The builder reads SPARK_REMOTE only when it is given nothing else.
    os.environ["SPARK_REMOTE"] = url
    from databricks.connect import DatabricksSession

    return DatabricksSession.builder.getOrCreate()


def _open_profile(client: WorkspaceClient) -> Any:
    from databricks.connect import DatabricksSession

    config = client.config.deep_copy()  # type: ignore[no-untyped-call]
    if not config.cluster_id:
        config.serverless_compute_id = "auto"
    return DatabricksSession.builder.sdkConfig(config).getOrCreate()
