"""The SDK's client, made of values that are handed in and of nothing else.

By itself the SDK lets the environment win over a profile, waits in silence for minutes, and logs to the terminal. Here
neither file nor environment is read again, waits are `wizard.workspace.calls`' own, and nobody hears its log.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wizard import __version__
from wizard.errors import WizardError
from wizard.scrub import ScrubbedStream

if TYPE_CHECKING:
    from databricks.sdk import WorkspaceClient
    from databricks.sdk.core import Config

PRODUCT = "demo-wizard"
HTTP_TIMEOUT_SECONDS = 15
FIRST_LOOK_SECONDS = 1
"""The SDK reads the host's own description first, and would go on trying for so long; nothing depends on it."""


def load() -> None:
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


def client(values: Mapping[str, str]) -> WorkspaceClient:
    """A client for the keys of a profile (host, token, auth_type, …).

    Raises what the SDK raises for values that are no credentials.
    """
    load()
    _silence()
    from databricks.sdk import WorkspaceClient

    config = _config(values)
    wanted = values.get("host", "")
    if wanted and (config.host or "").removeprefix("https://") != wanted.removeprefix("https://"):
        raise WizardError(f"The SDK would connect to {config.host} instead of {wanted}.",
                          "Unset DATABRICKS_HOST and try again.")  # fmt: skip
    return WorkspaceClient(config=config)


def _config(values: Mapping[str, str]) -> Config:
    from databricks.sdk.core import Config

    from wizard.workspace.calls import unwaiting_clock

    class OwnConfig(Config):
        """Only what it is given counts."""

        def _load_from_env(self) -> None:
            """The environment was read by us, or is not wanted."""

        def _known_file_config_loader(self) -> None:
            """So was the file."""

    Config.attributes()  # found on the class that asks first, and kept: a subclass has none
    limits: dict[str, Any] = {"http_timeout_seconds": HTTP_TIMEOUT_SECONDS, "retry_timeout_seconds": FIRST_LOOK_SECONDS}
    return OwnConfig(product=PRODUCT, product_version=__version__, clock=unwaiting_clock(), **{**values, **limits})


def _silence() -> None:
    """What libraries log, and nobody asked for, ends up on stderr. That is for people, unless it is a log itself."""
    root = logging.getLogger()
    if not root.handlers and not isinstance(sys.stderr, ScrubbedStream):
        root.addHandler(logging.NullHandler())
