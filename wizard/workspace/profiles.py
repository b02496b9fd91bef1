"""The profiles of the Databricks configuration file, by name, and what of the environment would get in their way.

Read with configparser, as every Databricks tool does, without importing the SDK. `[__settings__]` is the CLI's own, and
hosts `accounts.…` belong to the account console, where there is no workspace.
"""

from __future__ import annotations

import configparser
import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wizard.errors import UsageError

CLI_SETTINGS, FALLBACK = "__settings__", "DEFAULT"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile as the file has it; `host` has a scheme. It is the `default` one where no profile is named."""

    name: str
    host: str
    default: bool = False
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def path() -> Path:
    """The configuration file: DATABRICKS_CONFIG_FILE, or ~/.databrickscfg."""
    return Path(os.environ.get("DATABRICKS_CONFIG_FILE") or "~/.databrickscfg").expanduser()


def listed() -> list[Profile]:
    """Profiles of workspaces, as the file orders them. Raises UsageError when it cannot be read as one."""
    parser = configparser.ConfigParser(interpolation=None, default_section="")
    try:
        parser.read(path(), encoding="utf-8")
    except (configparser.Error, UnicodeDecodeError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise UsageError(f"{path()} cannot be read: {reason}", "Mend the file, or use --target sandbox.") from error
    sections = {name: dict(parser[name]) for name in parser.sections()}
    default = sections.pop(CLI_SETTINGS, {}).get("default_profile", "").strip() or FALLBACK
    found = (Profile(name, _host(values.get("host", "")), name == default, values) for name, values in sections.items())
    return [profile for profile in found if "//accounts." not in profile.host and "//accounts-dod." not in profile.host]


def names() -> list[str]:
    """The names of the profiles. Raises UsageError as `listed` does."""
    return [profile.name for profile in listed()]


def require(name: str) -> Profile:
    """The profile; raises UsageError when there is none of that name, with the ones there are."""
    known = listed()
    for profile in known:
        if profile.name == name:
            return profile
    close = difflib.get_close_matches(name, [*(profile.name for profile in known), "sandbox"], 1)
    guess = f"Did you mean {close[0]}? " if close else ""
    there = ", ".join(f"{profile.name} (default)" if profile.default else profile.name for profile in known)
    raise UsageError(
        f"{name} is neither the sandbox nor a profile of {path()}.",
        f"{guess}{f'Profiles there: {there}.' if there else 'It has no profiles.'} "
        f"Use --target sandbox, or make the profile: databricks auth login --profile {name}",
    )


def _host(text: str) -> str:
    """A host as people write it, with its scheme and without a slash at the end."""
    text = text.strip().rstrip("/")
    return f"https://{text}" if text and "://" not in text else text
