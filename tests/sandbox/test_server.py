"""What is the same for every request: tokens, error shapes, the log, faults."""

from __future__ import annotations

import http.client
import stat
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient, errors
from databricks.sdk.core import Config

from tests.sandbox.conftest import Answer
from wizard.sandbox.lifecycle import Running

Http = Callable[..., Answer]
ME = "/api/2.0/preview/scim/v2/Me"


def test_discovery_needs_no_token(http: Http, client: WorkspaceClient) -> None:
    found = http("GET", "/.well-known/databricks-config", token=None)
    assert found.status == 200
    assert found.body["workspace_id"] == str(client.get_workspace_id())
    assert found.headers["x-databricks-org-id"] == found.body["workspace_id"]


def test_a_browser_is_told_what_this_is_and_nothing_more(sandbox: Running) -> None:
    with urllib.request.urlopen(f"{sandbox.host_url}/?o=1#job/1/run/2", timeout=20) as answer:
        page = answer.read().decode()
        assert answer.headers["content-type"].startswith("text/html")
    assert "The sandbox is running" in page
    assert sandbox.token not in page


@pytest.mark.parametrize("token", [None, "wrong", "dapi" + "0" * 32, "böse"])
def test_no_or_a_wrong_token_is_401_in_the_service_shape(http: Http, token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")} if token else {}
    found = http("GET", ME, token=None, headers=headers)
    assert found.status == 401
    assert found.body.keys() == {"error_code", "message"}
    assert found.body["error_code"] == "UNAUTHENTICATED"


def test_the_sdk_sees_unauthenticated(sandbox: Running) -> None:
    config = Config(host=sandbox.host_url, token="dapi0", auth_type="pat", config_file="/dev/null")
    with pytest.raises(errors.Unauthenticated):
        WorkspaceClient(config=config).current_user.me()


def test_an_unknown_path_or_method_is_endpoint_not_found(http: Http) -> None:
    for method, path in (("GET", "/api/2.0/nothing"), ("DELETE", ME)):
        found = http(method, path)
        assert (found.status, found.body["error_code"]) == (404, "ENDPOINT_NOT_FOUND")
        assert path in found.body["message"]


def test_a_body_that_is_not_an_object_is_malformed(http: Http) -> None:
    for body in (b"{", b"[1]", b"\xff\xfe"):
        found = http("POST", "/api/2.1/unity-catalog/catalogs", body, headers={"Content-Type": "application/json"})
        assert (found.status, found.body["error_code"]) == (400, "MALFORMED_REQUEST")


def test_fields_of_a_wrong_type_never_become_500(http: Http) -> None:
    for body in ({"name": 5}, {"name": ["x"]}, {}, {"name": "x", "properties": 3}):
        found = http("POST", "/api/2.1/unity-catalog/catalogs", body)
        assert (found.status, found.body["error_code"]) == (400, "INVALID_PARAMETER_VALUE")


def test_token_and_state_files_are_private(sandbox: Running) -> None:
    assert stat.S_IMODE((sandbox.home / "tokens.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(sandbox.home.stat().st_mode) == 0o700


def test_every_request_is_logged_without_its_token(
    client: WorkspaceClient, sandbox: Running, request_log: Callable[[], list[dict[str, Any]]]
) -> None:
    client.current_user.me()
    (line,) = request_log()
    assert {"principal": "owner@example.com", "method": "GET", "path": ME, "status": 200}.items() <= line.items()
    assert sandbox.token not in (sandbox.home / "requests.jsonl").read_text()


def test_a_status_fault_happens_once_and_the_sdk_retries_it(http: Http, client: WorkspaceClient) -> None:
    http("POST", "/sandbox/faults", {"pattern": "/api/*/Me", "status": 429, "retry_after": 0})
    assert client.current_user.me().user_name == "owner@example.com"
    assert http("GET", "/sandbox/faults").body == {"faults": []}


def test_a_fault_after_the_handler_leaves_the_change_made(http: Http, client: WorkspaceClient) -> None:
    wish = {"pattern": "*/catalogs", "method": "POST", "status": 500, "when": "after"}
    http("POST", "/sandbox/faults", wish)
    with pytest.raises(errors.InternalError):
        client.catalogs.create("half_done")
    assert client.catalogs.get("half_done").name == "half_done"
    client.catalogs.delete("half_done", force=True)


def test_a_dropped_connection_gets_no_answer_at_all(sandbox: Running, http: Http) -> None:
    http("POST", "/sandbox/faults", {"pattern": ME, "drop": True})
    connection = http_connection(sandbox)
    connection.request("GET", ME, headers={"Authorization": f"Bearer {sandbox.token}"})
    with pytest.raises((ConnectionError, http_client_error())):
        connection.getresponse()
    connection.close()
    assert http("GET", ME).status == 200


def test_faults_are_for_administrators_and_checked(http: Http, client_as: Callable[[str], WorkspaceClient]) -> None:
    with pytest.raises(errors.PermissionDenied):
        client_as("ana@example.com").api_client.do("POST", "/sandbox/faults", body={"pattern": "*", "status": 500})
    for wish in ({"pattern": "*"}, {"status": 500}, {"pattern": "*", "status": 500, "when": "never"}, {"x": 1}):
        assert http("POST", "/sandbox/faults", wish).status == 400


def http_connection(sandbox: Running) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(sandbox.host_url.removeprefix("http://"), timeout=20)


def http_client_error() -> type[Exception]:
    return http.client.RemoteDisconnected
