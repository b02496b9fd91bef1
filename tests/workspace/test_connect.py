"""Targets through the real SDK: two profiles for two sandboxes, and environments that get in the way."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from databricks.sdk.core import Config

from wizard import scrub
from wizard.errors import PreflightError, UsageError, WizardError
from wizard.sandbox.lifecycle import Running
from wizard.workspace.connect import connect

Write = Callable[[str], Path]


def test_two_profiles_are_two_workspaces(profiles: None, first: Running, second: Running) -> None:
    one, other = connect("first"), connect("second")
    one.client.catalogs.create("only_in_the_first")
    assert (one.host, other.host) == (first.host_url, second.host_url)
    assert one.user == other.user == "owner@example.com"
    assert "only_in_the_first" in {found.name for found in one.client.catalogs.list()}
    assert "only_in_the_first" not in {found.name for found in other.client.catalogs.list()}
    assert (one.caller.target, one.caller.user) == ("first", "owner@example.com")


def test_an_environment_for_another_workspace_is_said_and_does_not_win(
    profiles: None, first: Running, second: Running, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", second.host_url)
    monkeypatch.setenv("DATABRICKS_TOKEN", second.token)
    ws = connect("first")
    assert ws.host == first.host_url
    assert ws.user == "owner@example.com"
    assert said == [ws.remark]
    assert first.host_url in ws.remark
    assert second.host_url in ws.remark


def test_credentials_of_another_kind_in_the_environment_do_not_mix(
    profiles: None, first: Running, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABRICKS_CLIENT_ID", "somebody")
    monkeypatch.setenv("DATABRICKS_CLIENT_SECRET", "of the environment")
    monkeypatch.setenv("DATABRICKS_AUTH_TYPE", "oauth-m2m")
    ws = connect("first")
    assert ws.user == "owner@example.com"
    assert ws.client.config.auth_type == "pat"
    assert "DATABRICKS_CLIENT_ID" in said[0]


def test_the_environment_is_a_target_of_its_own(
    profiles: None, second: Running, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABRICKS_HOST", second.host_url)
    monkeypatch.setenv("DATABRICKS_TOKEN", second.token)
    monkeypatch.setenv("DATABRICKS_CONFIG_PROFILE", "first")
    ws = connect("env")
    assert (ws.target, ws.host) == ("env", second.host_url)
    assert ws.user == "owner@example.com"
    assert said == []


def test_credentials_of_a_profile_are_secrets_from_then_on(profiles: None, first: Running) -> None:
    connect("first")
    assert first.token not in scrub.scrub(f"it was {first.token}")


def test_a_wrong_token_is_answered_with_the_login_of_this_profile(config: Write, first: Running) -> None:
    config(f"[work]\nhost = {first.host_url}\ntoken = dapi00000000000000000000000000000000\n")
    with pytest.raises(PreflightError) as raised:
        connect("work").user  # noqa: B018
    assert raised.value.message == "Asking who you are failed: Invalid access token"
    assert f"databricks auth login --host {first.host_url} --profile work" in raised.value.hint


def test_several_kinds_of_credentials_in_one_profile_are_said_to_be(config: Write, first: Running) -> None:
    config(f"[both]\nhost = {first.host_url}\ntoken = x\nclient_id = a\nclient_secret = b\n")
    with pytest.raises(PreflightError, match="more than one authorization method") as raised:
        connect("both")
    assert "auth_type" in raised.value.hint
    assert "Config:" not in str(raised.value)


def test_a_login_that_the_cli_keeps_needs_the_cli(
    config: Write, first: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config(f"[oauth]\nhost = {first.host_url}\nauth_type = databricks-cli\n")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PreflightError, match="not installed here") as raised:
        connect("oauth")
    assert "Install it" in raised.value.hint
    assert raised.value.hint.endswith(f"databricks auth login --host {first.host_url} --profile oauth")


def test_an_expired_login_of_the_cli_is_to_be_renewed(config: Write, first: Running, tmp_path: Path) -> None:
    cli = tmp_path / "databricks"
    cli.write_text("#!/bin/sh\necho 'Error: A new access token could not be retrieved because the refresh token is "
                   "invalid.' >&2\nexit 1\n")  # fmt: skip
    cli.chmod(0o755)
    config(f"[oauth]\nhost = {first.host_url}\nauth_type = databricks-cli\ndatabricks_cli_path = {cli}\n")
    with pytest.raises(PreflightError, match="refresh token is invalid") as raised:
        connect("oauth")
    assert raised.value.hint.endswith(f"databricks auth login --host {first.host_url} --profile oauth")


def test_a_login_of_the_cli_that_is_valid_is_used(config: Write, first: Running, tmp_path: Path) -> None:
    cli = tmp_path / "databricks"
    cli.write_text('#!/bin/sh\n[ "$1" = version ] && echo \'{"Major": 0, "Minor": 250, "Patch": 0}\' && exit 0\n'
                   f'[ "$1 $2 $3 $4" = "auth token --profile oauth" ] && echo \'{{"access_token": "{first.token}", '
                   '"token_type": "Bearer", "expiry": "2099-01-01T00:00:00Z"}\'\n')  # fmt: skip
    cli.chmod(0o755)
    config(f"[oauth]\nhost = {first.host_url}\nauth_type = databricks-cli\ndatabricks_cli_path = {cli}\n")
    assert connect("oauth").user == "owner@example.com"


def test_a_host_that_nothing_listens_at_is_known_at_once(config: Write) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{free.getsockname()[1]}"
        config(f"[work]\nhost = {host}\ntoken = x\n")
        with pytest.raises(WizardError, match=f"Connecting with the profile work failed: {host} refuses connections"):
            connect("work")


def test_a_host_that_does_not_exist_is_known_at_once(config: Write) -> None:
    config("[work]\nhost = https://nowhere.invalid\ntoken = x\n")
    with pytest.raises(WizardError, match=r"https://nowhere\.invalid cannot be found"):
        connect("work")


def test_only_in_the_sandbox_can_you_be_somebody_else(profiles: None) -> None:
    with pytest.raises(UsageError, match="--as ana"):
        connect("first", "ana")


def test_a_client_that_would_go_somewhere_else_is_not_made(
    profiles: None, first: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Config, "_resolve_host_metadata", lambda self: setattr(self, "host", "https://elsewhere"))
    with pytest.raises(WizardError, match=f"The SDK would connect to https://elsewhere instead of {first.host_url}"):
        connect("first")


def test_what_the_sdk_logs_reaches_no_terminal(
    profiles: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    connect("first")
    logging.getLogger("databricks.sdk").warning("Failed to automatically resolve config from host metadata")
    assert capsys.readouterr() == ("", "")
