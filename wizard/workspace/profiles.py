"""The profiles of the Databricks configuration file, by name.

Read with configparser, as every Databricks tool does, without importing the SDK. `[__settings__]` is the CLI's own, and
hosts `accounts.…` belong to the account console, where there is no workspace.
"""

from __future__ import annotations

import configparser
import difflib
import os
from pathlib import Path

from wizard.errors import UsageError

CLI_SETTINGS = "__settings__"


def path() -> Path:
    """The configuration file: DATABRICKS_CONFIG_FILE, or ~/.databrickscfg."""
    return Path(os.environ.get("DATABRICKS_CONFIG_FILE") or "~/.databrickscfg").expanduser()


def names() -> list[str]:
    """Profiles of workspaces. Raises UsageError when the file cannot be read as one."""
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read(path(), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{path()} cannot be read: {reason}", "Mend the file, or use --target sandbox.") from error
    hosts = {name: parser[name].get("host", "") for name in parser.sections() if name != CLI_SETTINGS}
    return [name for name, host in hosts.items() if "//accounts." not in host]


def require(name: str) -> None:
    """Raise UsageError when there is no such profile, with the ones there are."""
    known = names()
    if name in known:
        return
    close = difflib.get_close_matches(name, [*known, "sandbox"], 1)
    guess = f"Did you mean {close[0]}? " if close else ""
    there = f"Profiles there: {', '.join(known)}." if known else "It has no profiles."
    raise UsageError(
        f"{name} is neither the sandbox nor a profile of {path()}.",
        f"{guess}{there} Use --target sandbox, or make the profile: databricks auth login --profile {name}",
    )
