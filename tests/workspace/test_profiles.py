"""The configuration file, and an environment that says something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from databricks.sdk.core import Config

from wizard.errors import UsageError
from wizard.workspace import environment, profiles
from wizard.workspace.profiles import Profile

Write = Callable[[str], Path]
FILE = """
[DEFAULT]
host = dbc-0.cloud.databricks.com

[work]
host = https://dbc-1.cloud.databricks.com/
token = dapi-%1

[account]
host = https://accounts.cloud.databricks.com

[__settings__]
default_profile = work
"""


def test_profiles_of_workspaces_are_listed_with_the_default_one(config: Write) -> None:
    config(FILE)
    found = profiles.listed()
    assert [(one.name, one.host, one.default) for one in found] == [
        ("DEFAULT", "https://dbc-0.cloud.databricks.com", False),
        ("work", "https://dbc-1.cloud.databricks.com", True),
    ]
    assert found[1].values["token"] == "dapi-%1"
    assert "dapi" not in repr(found)


def test_without_settings_the_section_of_that_name_is_the_default(config: Write) -> None:
    config("[DEFAULT]\nhost = a\n[other]\nhost = b\n")
    assert [one.default for one in profiles.listed()] == [True, False]


def test_who_mistypes_a_profile_is_shown_all_of_them(config: Write) -> None:
    config(FILE)
    with pytest.raises(UsageError) as raised:
        profiles.require("wrk")
    assert "Did you mean work?" in raised.value.hint
    assert "Profiles there: DEFAULT, work (default)." in raised.value.hint


def test_a_file_that_is_none_is_said_to_be_none(config: Write) -> None:
    config("no section\n")
    with pytest.raises(UsageError, match="cannot be read"):
        profiles.names()


def test_an_environment_that_agrees_is_not_worth_a_word(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    config(FILE)
    assert environment.conflict(profiles.require("work")) == ""
    monkeypatch.setenv("DATABRICKS_HOST", "dbc-1.cloud.databricks.com/")
    monkeypatch.setenv("DATABRICKS_TOKEN", "dapi-%1")
    assert environment.conflict(profiles.require("work")) == ""


def test_an_environment_for_another_workspace_is_named_with_both_hosts(
    config: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(FILE)
    monkeypatch.setenv("DATABRICKS_HOST", "https://dbc-9.cloud.databricks.com")
    monkeypatch.setenv("DATABRICKS_TOKEN", "dapi-of-the-environment")
    told = environment.conflict(profiles.require("work"))
    assert told.startswith("DATABRICKS_HOST and DATABRICKS_TOKEN in the environment (https://dbc-9")
    assert "(https://dbc-1.cloud.databricks.com)" in told
    assert "--target env" in told
    assert "dapi" not in told


def test_credentials_of_another_kind_would_mix_with_the_profile(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    config(FILE)
    monkeypatch.setenv("DATABRICKS_CLIENT_ID", "id")
    assert environment.conflict(profiles.require("work")).startswith("DATABRICKS_CLIENT_ID in the environment would")


def test_the_environment_alone_needs_a_host(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABRICKS_TOKEN", "x")
    with pytest.raises(UsageError, match="DATABRICKS_HOST is not set"):
        environment.values()
    monkeypatch.setenv("DATABRICKS_HOST", "https://x")
    assert environment.values() == {"host": "https://x", "token": "x"}


def test_a_target_is_shown_with_its_host(config: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    config(FILE)
    assert environment.place("work") == "work (https://dbc-1.cloud.databricks.com)"
    assert environment.place("sandbox") == "sandbox"
    assert environment.place("nobody") == "nobody"
    monkeypatch.setenv("DATABRICKS_HOST", "https://x")
    assert environment.place("env") == "env (https://x)"


def test_every_variable_that_the_sdk_takes_credentials_from_is_known() -> None:
    credentials = {a.env for a in Config.attributes() if a.env and (a.auth or a.name in ("host", "auth_type"))}
    assert credentials <= set(environment.VARIABLES)
    names = {a.env: a.name for a in Config.attributes()}
    assert all(names[variable] == key for variable, key in environment.VARIABLES.items())


def test_a_profile_is_compared_without_what_makes_no_difference(monkeypatch: pytest.MonkeyPatch, config: Write) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", "HTTPS://x".lower())
    assert environment.conflict(Profile("p", "https://x", values={"host": "x/"})) == ""
