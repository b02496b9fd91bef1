"""From the name of a target to a workspace.

`sandbox` starts the sandbox when it is not running, `env` is what the environment says, and every other name is a
profile of ~/.databrickscfg. From here on they are alike: a host and credentials.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from wizard import scrub
from wizard.errors import PreflightError, UsageError
from wizard.workspace import environment, profiles, sdk
from wizard.workspace.advice.caller import ENVIRONMENT, SANDBOX, Caller
from wizard.workspace.client import Workspace
from wizard.workspace.errors import advised
from wizard.workspace.notices import notice
from wizard.workspace.reach import cli_is_missing, knock
from wizard.workspace.spark import Opener, open_profile, open_remote

SECRETS = ("token", "password", "client_secret", "azure_client_secret", "google_credentials", "metadata_service_url")
GET_THE_CLI = (
    "Install it (macOS: brew install databricks/tap/databricks; elsewhere: "
    "https://docs.databricks.com/dev-tools/cli/install.html), then log in:"
)


def connect(target: str, user: str = "") -> Workspace:
    """The workspace of a target, in the sandbox as any `user` of its directory.

    Raises WizardError with advice when it cannot be reached.
    """
    if target == SANDBOX:
        return connect_sandbox(user)
    if user:
        raise UsageError(f"--as {user}: only in the sandbox can you be somebody else.", "Use a profile of that user.")
    return connect_environment() if target == ENVIRONMENT else connect_profile(target)


def connect_sandbox(user: str = "") -> Workspace:
    """Start or find the sandbox; the SDK is imported (1 to 2 s) while its process comes up."""
    from wizard.sandbox import lifecycle

    with ThreadPoolExecutor(1) as pool, advised("starting the sandbox"):
        starting = pool.submit(lifecycle.start)
        sdk.load()
        running = starting.result()
        token = lifecycle.environment(user)["DATABRICKS_TOKEN"] if user else running.token
    remote = running.spark_remote
    values = {"host": running.host_url, "token": token, "auth_type": "pat"}
    return _connected(SANDBOX, values, "connecting to the sandbox", lambda _: open_remote(remote),
                      remote.removeprefix("sc://"))  # fmt: skip


def connect_profile(name: str) -> Workspace:
    """Use a profile of ~/.databrickscfg and nothing else: what the environment has instead is said, and ignored."""
    profile = profiles.require(name)
    if said := environment.conflict(profile):
        notice(said)
    values = {**profile.values, "host": profile.host, "profile": name}
    ws = _connected(name, values, f"connecting with the profile {name}", open_profile)
    ws.remark = said
    return ws


def connect_environment() -> Workspace:
    """Use the environment and nothing else: no profile."""
    return _connected(ENVIRONMENT, environment.values(), "connecting as the environment says", open_profile)


def _connected(target: str, values: Mapping[str, str], doing: str, open_spark: Opener, spark_at: str = "") -> Workspace:
    caller = Caller(target, values.get("host", ""))
    for name in SECRETS:
        scrub.register(values.get(name, ""))
    if cli_is_missing(values):
        raise PreflightError(
            f"The login of {target} is kept by the Databricks CLI, which is not installed here.",
            f"{GET_THE_CLI}\n{caller.login}",
        )
    with advised(doing, caller):
        knock(caller.host)
        client = sdk.client(values)
        caller.host = client.config.host or caller.host
    return Workspace(target, caller.host, client, lambda: open_spark(client), spark_at, caller=caller)


def is_current(ws: Workspace) -> bool:
    """Whether a workspace that is kept can still be used: the sandbox may have been stopped or reset meanwhile."""
    from wizard.sandbox import lifecycle

    if ws.target != SANDBOX:
        return True
    running = lifecycle.status()
    return running is not None and (running.host_url, running.token) == (ws.host, ws.client.config.token)


def import_sdk() -> None:
    """Import the SDK, which takes 1 to 2 s the first time."""
    sdk.load()
