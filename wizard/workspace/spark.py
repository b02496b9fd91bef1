"""Opens Spark Connect: in the sandbox at its port, in a workspace on a cluster or on serverless compute.

What can be known beforehand is looked at first: a cluster takes minutes to start, and only then would it be said that
this databricks-connect is too new for it.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from wizard import __version__
from wizard.errors import WizardError
from wizard.workspace.notices import notice
from wizard.workspace.sdk import PRODUCT

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient

Opener = Callable[["WorkspaceClient"], Any]
WAREHOUSE = "The SQL warehouse makes the same rows: generate.engine: warehouse"
AGENT = f"{PRODUCT}/{__version__}"
TOLD_EVERY = 10.0


def open_remote(url: str) -> Any:
    """A session at a port that needs no login."""
    # The builder reads SPARK_REMOTE only when it is given nothing else.
    os.environ["SPARK_REMOTE"] = url
    from databricks.connect import DatabricksSession

    return told(DatabricksSession.builder.getOrCreate())


def open_profile(client: WorkspaceClient) -> Any:
    """A session on the cluster that the profile names, or on serverless compute.

    Raises WizardError when that cannot work, and what databricks-connect raises otherwise.
    """
    config = client.config.deep_copy()  # type: ignore[no-untyped-call]
    if str(config.host).startswith("http://"):
        raise WizardError(f"{config.host} has no TLS, and Spark Connect takes nothing else.", WAREHOUSE)
    if config.cluster_id:
        refuse_older(client.clusters.get(config.cluster_id).spark_version or "")
        config.as_dict().pop("serverless_compute_id", None)
    else:
        config.serverless_compute_id = "auto"
    from databricks.connect import DatabricksSession

    return told(DatabricksSession.builder.sdkConfig(config).userAgent(AGENT).getOrCreate())


def told(session: Any) -> Any:
    """The session, whose client says when it tries a call again: it does so for up to ten minutes, in silence."""
    from pyspark.sql.connect.client.retries import RetryPolicy

    policies = list(session.client.get_retry_policies())
    if any(policy.name == "Telling" for policy in policies):  # a session that was there already
        return session

    class Telling(RetryPolicy):  # type: ignore[misc]
        said_at = float("-inf")

        def can_retry(self, exception: BaseException) -> bool:
            """Asked of every failed call; the retry itself is left to the policies that the client has."""
            now = time.monotonic()
            if any(policy.can_retry(exception) for policy in policies) and now - self.said_at > TOLD_EVERY:
                self.said_at = now
                notice("Spark Connect does not answer: its client goes on trying, for ten minutes at most")
            return False

    session.client.set_retry_policies([Telling(), *policies])
    return session


def refuse_older(runtime: str, ours: str = "") -> None:
    """Raise WizardError when a cluster's runtime (15.4.x-scala2.12) is older than databricks-connect (`ours`).

    A client may be as new as the runtime, and no newer. An image with a version of its own is let through.
    """
    ours = ours or version("databricks-connect")
    there, here = _numbers(runtime), _numbers(ours)
    if not there or not here or there >= here:
        return
    fits = ".".join(map(str, there))
    raise WizardError(
        f"databricks-connect {ours} is too new for the cluster, which has Databricks Runtime {fits}.",
        f'{WAREHOUSE}. Or take a newer cluster, or install what fits:\npip install "databricks-connect=={fits}.*"',
    )


def _numbers(text: str) -> tuple[int, int] | None:
    """Major and minor version."""
    found = re.match(r"(\d+)\.(\d+)", text)
    return (int(found[1]), int(found[2])) if found else None
