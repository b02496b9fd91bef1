"""Every row of the table, met by an error as the service or the library makes it."""

from __future__ import annotations

import socket

import pytest
import requests

from tests.workspace.advice.samples import HOST, answered, refused, rpc, spark
from wizard.errors import PreflightError
from wizard.workspace.advice.caller import Caller
from wizard.workspace.advice.cases import CASES
from wizard.workspace.advice.giving import Advice, advice
from wizard.workspace.errors import already_exists
from wizard.workspace.sql import SqlError

ANA = Caller("demo", HOST, "ana@example.com")
STORAGE = ("Metastore storage root URL does not exist. Default Storage is enabled in your account. You can use the UI "
           "to create a new catalog using Default Storage, or please provide a storage location…")  # fmt: skip


def given(error: BaseException, caller: Caller = ANA) -> Advice:
    return advice(error, "creating catalog sales", caller)


def test_an_expired_login_names_the_command_with_host_and_profile() -> None:
    found = given(refused(401, "UNAUTHENTICATED", "Invalid access token."))
    assert found.run == f"databricks auth login --host {HOST} --profile demo"
    assert found.kind is PreflightError
    assert found.what == "Creating catalog sales failed: Invalid access token"


def test_an_expired_token_of_the_environment_or_the_sandbox_is_no_matter_of_profiles() -> None:
    error = refused(401, "UNAUTHENTICATED", "Invalid access token.")
    assert "DATABRICKS_TOKEN" in given(error, Caller("env", HOST)).do
    assert "sandbox was reset" in given(error, Caller("sandbox", "http://127.0.0.1:1")).do


@pytest.mark.parametrize(
    ("message", "grant"),
    [
        ("User does not have CREATE CATALOG on Metastore 'primary'.", "CREATE CATALOG ON METASTORE"),
        ("User does not have USE SCHEMA on Schema 'main.retail'.", "USE SCHEMA ON SCHEMA `main`.`retail`"),
        ("User does not have USE CATALOG on Catalog 'main'.", "USE CATALOG ON CATALOG `main`"),
        ("User does not have permission SELECT on view `a`.`b`.`c`.", "SELECT ON TABLE `a`.`b`.`c`"),
        ("User does not have MANAGE on Catalog 'main'.", "MANAGE ON CATALOG `main`"),
        ("User is not an owner of Table 'a.b.c'.", "MANAGE ON TABLE `a`.`b`.`c`"),
        ("ana@example.com does not have CREATE TABLE, CREATE VIEW on Schema 'a.b'", "CREATE TABLE ON SCHEMA `a`.`b`"),
        ("User does not have READ_VOLUME privilege on Volume 'a.b.c';", "READ VOLUME ON VOLUME `a`.`b`.`c`"),
    ],
)
def test_a_refusal_that_names_privilege_and_object_becomes_the_grant(message: str, grant: str) -> None:
    found = given(refused(403, "PERMISSION_DENIED", message))
    assert found.run == f"GRANT {grant} TO `ana@example.com`;"
    assert "owner" in found.do


def test_the_grant_behind_a_failed_statement_is_found_as_well() -> None:
    said = "Insufficient privileges:\nUser does not have SELECT on Table 'c.s.t'. SQLSTATE: 42501"
    found = given(SqlError("BAD_REQUEST", f"[INSUFFICIENT_PERMISSIONS] {said}", "SELECT 1"))
    assert found.run == "GRANT SELECT ON TABLE `c`.`s`.`t` TO `ana@example.com`;"


@pytest.mark.parametrize(
    "message", ["User does not have USE CATALOG on Catalog", "User does not have any privileges on View 'a.b.c'", "No."]
)
def test_a_refusal_that_does_not_say_what_is_missing_invents_nothing(message: str) -> None:
    found = given(refused(403, "PERMISSION_DENIED", message))
    assert found.run == ""
    assert "ana@example.com" in found.do


def test_a_user_that_nobody_knows_yet_is_a_place_to_fill_in() -> None:
    found = given(refused(403, "PERMISSION_DENIED", "User does not have MANAGE on Catalog 'x'."), Caller("demo", HOST))
    assert found.run == "GRANT MANAGE ON CATALOG `x` TO `YOUR USER NAME`;"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (refused(400, "INVALID_STATE", STORAGE), "default storage"),
        (refused(400, "CATALOG_ALREADY_EXISTS", "Catalog 'sales' already exists"), "there already"),
        (refused(409, "RESOURCE_ALREADY_EXISTS", "Node already exists"), "there already"),
        (refused(409, "ABORTED", "Conflicting update"), "same moment"),
        (refused(400, "BAD_REQUEST", "Endpoint x is pending deletion"), "still being deleted"),
        (refused(404, "METASTORE_DOES_NOT_EXIST", "No metastore assigned for the current workspace."), "Unity Catalog"),
        (refused(404, "FEATURE_DISABLED", "Vector search is not enabled for workspace 1."), "does not offer"),
        (refused(404, "FEATURE_DISABLED", "Serverless is off."), "does not offer"),
        (refused(404, "PRINCIPAL_DOES_NOT_EXIST", "Could not find principal with name analysts"), "`grants`"),
        (refused(404, "SCHEMA_DOES_NOT_EXIST", "Schema 'a.b' does not exist."), "may not see it"),
        (refused(404, "RESOURCE_DOES_NOT_EXIST", "Job 1 does not exist."), "may not see it"),
        (refused(400, "INVALID_PARAMETER_VALUE", "Job settings must be specified."), "refused it"),
        (refused(403, "PERMISSION_DENIED", "You do not have permission to use the SQL Warehouse."), "CAN USE"),
        (refused(403, "PERMISSION_DENIED",
                 "This API is disabled for users without the databricks-sql-access entitlement"), "SQL access"),
        (refused(403, "PERMISSION_DENIED", "This API is disabled for users without the workspace-access entitlement"),
         "Workspace access"),
        (answered(403, {"error_code": 403, "message": "Source IP address: 75.1.2.3 is blocked by Databricks IP ACL for "
                        "workspace: 7474 [ReqId: d326a0e7-36b8]"}), "VPN"),
        (refused(403, "PRIVATE_LINK_VALIDATION_ERROR", "The requested workspace has AWS PrivateLink enabled."),
         "private link"),
        (refused(429, "RESOURCE_EXHAUSTED", "Too many requests"), "more requests than it answers"),
        (refused(429, "REQUEST_LIMIT_EXCEEDED", "Your daily quota is exceeded"), "until tomorrow"),
        (refused(400, "BAD_REQUEST", "You have reached the usage limit of this workspace"), "until tomorrow"),
        (refused(400, "RESOURCE_EXHAUSTED", "Cannot create 1 Table(s) in Metastore x (limit: 1000)."), "raise it"),
        (refused(429, "RESOURCE_EXHAUSTED", "Too many concurrent runs."), "five tasks"),
        (refused(500, "INTERNAL_ERROR", "Unexpected"), "error of its own"),
        (refused(500, "UNKNOWN", "Unexpected"), "error of its own"),
        (refused(501, "NOT_IMPLEMENTED", "No."), "does not offer"),
        (refused(503, "TEMPORARILY_UNAVAILABLE", "Later"), "temporarily unavailable"),
        (refused(504, "DEADLINE_EXCEEDED", "Later"), "temporarily unavailable"),
        (refused(499, "CANCELLED", "Cancelled"), "stopped the statement"),
        (answered(502, b"<html>" + b"x" * 200), "Something other than the workspace"),
        (refused(404, "RESOURCE_DOES_NOT_EXIST", "SQL warehouse 12ab does not exist."), "another warehouse"),
        (refused(400, "INVALID_STATE", "Warehouse 12ab is stopped and cannot be started."), "could not be started"),
    ],
)  # fmt: skip
def test_what_the_service_answers_has_a_row(error: Exception, words: str) -> None:
    found = given(error)
    assert words in f"{found.why} {found.do}"
    assert found.known
    assert found.what.startswith("Creating catalog sales failed: ")


def test_the_code_of_an_existing_catalog_counts_although_it_comes_over_400() -> None:
    error = refused(400, "CATALOG_ALREADY_EXISTS", "Catalog 'sales' is there")
    assert already_exists(error)
    assert "there already" in given(error).why


@pytest.mark.parametrize(
    ("code", "message", "words"),
    [
        ("BAD_REQUEST", "[TABLE_OR_VIEW_NOT_FOUND] Table or view `a`.`b`.`quota` cannot be found.", "may not see it"),
        ("BAD_REQUEST", "[PARSE_SYNTAX_ERROR] Syntax error at or near 'x'.", "plan --sql"),
        ("BAD_REQUEST", "[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column cannot be resolved.", "plan --sql"),
        ("BAD_REQUEST", "[DELTA_CONCURRENT_APPEND] Files were added to the table", "same moment"),
        ("BAD_REQUEST", "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: none named", "let ana@example.com"),
        ("CANCELED", "", "stopped the statement"),
        ("CLOSED", "", "hour"),
        ("BAD_REQUEST", "[STATEMENT_TIMEOUT] too slow", "longer than the warehouse allows"),
    ],
)
def test_a_failed_statement_has_a_row(code: str, message: str, words: str) -> None:
    found = given(SqlError(code, message, "SELECT 1"))
    assert words in f"{found.why} {found.do}"


@pytest.mark.parametrize(
    ("error", "words", "run"),
    [
        (spark("The handle is invalid.", "INVALID_HANDLE.SESSION_CLOSED"), "new session", ""),
        (spark("BAD_REQUEST: session_id is no longer usable. Generate a new session."), "new session", ""),
        (Exception("Unsupported combination of Databricks Runtime & Databricks Connect versions: 15.4 (Databricks "
                   "Runtime) < 16.1.7 (Databricks Connect)."), "no newer", 'pip install "databricks-connect==15.4.*"'),
        (Exception("Databricks Connect 17.3.0 is unsupported with serverless. Use with caution! Databricks Connect "
                   "version 16.4 or lower is recommended. Install the recommended version by running "
                   "'pip install --upgrade \"databricks-connect==16.4.*\"'"), "newer than",
         'pip install "databricks-connect==16.4.*"'),
        (Exception("Databricks Connect 16.1.7 is unsupported with serverless. Use with caution! "), "does not fit", ""),
        (Exception("pyspark and databricks-connect cannot be installed at the same time."), "Remove pyspark",
         "pip uninstall -y pyspark pyspark-connect databricks-connect && pip install databricks-connect"),
        (spark("Python versions in the Spark Connect client and server are different."), "minor version", ""),
        (Exception("Cluster id or serverless are required but were not specified."), "cluster_id", ""),
        (ImportError("No module named 'databricks.connect'"), "not installed", "pip install databricks-connect"),
        (Exception("Serverless compute is not enabled for this workspace."), "cluster_id", ""),
        (refused(400, "INVALID_STATE", "Cluster 0712-1234-abc is in unexpected state Terminated."), "does not run",
         "databricks clusters start 0712-1234-abc --profile demo"),
        (rpc("UNAVAILABLE", "failed to connect to all addresses; last error: UNKNOWN"), "cannot be reached", ""),
        (rpc("UNAUTHENTICATED", "No."), "Log in again", f"databricks auth login --host {HOST} --profile demo"),
    ],
)  # fmt: skip
def test_what_spark_connect_says_has_a_row(error: Exception, words: str, run: str) -> None:
    found = given(error)
    assert words in f"{found.why} {found.do}"
    assert found.run == run


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("validate: more than one authorization method configured: oauth and pat", "several kinds"),
        ("resolve: /home/x/.databrickscfg has no prod profile configured", "profiles of"),
        ("default auth: cannot configure default credentials, please check https://docs", "Log in first"),
        ("default auth: databricks-cli: cannot get access token: Error: A new access token could not be retrieved "
         "because the refresh token is invalid. To reauthenticate, run databricks auth login", "has expired"),
    ],
)  # fmt: skip
def test_a_profile_that_does_not_work_has_a_row(message: str, words: str) -> None:
    found = given(ValueError(f"{message}. Config: host={HOST}, token=***, profile=demo. Env: DATABRICKS_HOST"))
    assert words in f"{found.why} {found.do}"
    assert found.kind is PreflightError
    assert "Config" not in found.what
    assert "DATABRICKS_HOST" not in found.what


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://nowhere.invalid", "https://x cannot be found"),
        ("http://127.0.0.1:{free}", "https://x refuses connections"),
        ("http://127.0.0.1:{silent}", "https://x did not answer in time"),
    ],
)
def test_the_networks_own_errors_are_told_in_plain_words(url: str, what: str) -> None:
    with socket.socket() as listening, socket.socket() as free:
        for one in (listening, free):
            one.bind(("127.0.0.1", 0))
        listening.listen()
        place = url.format(free=free.getsockname()[1], silent=listening.getsockname()[1])
        with pytest.raises(requests.RequestException) as raised:
            requests.get(place, timeout=0.05)
    assert given(raised.value, Caller("demo", "https://x")).what == f"Creating catalog sales failed: {what}"


def test_the_sdks_last_word_on_a_dead_host_is_told_by_what_caused_it() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(requests.ConnectionError) as raised:
            requests.get(f"http://127.0.0.1:{free.getsockname()[1]}", timeout=1)
    error = TimeoutError("Timed out after 0:00:30")
    error.__cause__ = raised.value
    assert "refuses connections" in given(error).what
    assert given(error, Caller("sandbox", "http://127.0.0.1:1")).run == "demo-wizard sandbox start"


def test_what_nobody_knows_carries_its_code_its_request_and_what_was_being_done() -> None:
    kind = "type.googleapis.com/google.rpc.RequestInfo"
    details = [{"@type": kind, "request_id": "bd9d1fb5-f1a5", "serving_data": ""}]
    found = given(refused(418, "TEAPOT", "I am short", details=details))
    assert found.what == "Creating catalog sales failed: I am short [TEAPOT] (request bd9d1fb5-f1a5)"
    assert not found.known


def test_every_row_of_the_table_can_be_said() -> None:
    for row in CASES:
        assert row.do
        assert row.names or row.codes or row.says or row.grant
