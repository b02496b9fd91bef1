import threading
import time

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import InvalidParameterValue, NotFound, PermissionDenied, ResourceDoesNotExist
from databricks.sdk.service.sql import (
    Disposition,
    ExecuteStatementRequestOnWaitTimeout,
    Format,
    StatementParameterListItem,
    StatementResponse,
    StatementState,
)

from tests.sandbox.conftest import ClientAs
from tests.sandbox.sql.conftest import Sql

# Minutes of work that needs no memory.
ENDLESS = "select count(*) from range(100000000000) where hash(id) = 7"
DONE = (StatementState.SUCCEEDED, StatementState.FAILED, StatementState.CANCELED, StatementState.CLOSED)


def state(answer: StatementResponse) -> StatementState:
    assert answer.status
    assert answer.status.state
    return answer.status.state


def wait_until_over(client: WorkspaceClient, statement_id: str, seconds: float = 10) -> StatementResponse:
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while True:
        answer = client.statement_execution.get_statement(statement_id)
        if state(answer) in DONE:
            return answer
        assert time.monotonic() < deadline, f"still {state(answer)}"
        pause.wait(0.02)


def test_a_result_comes_with_its_manifest(sql: Sql) -> None:
    answer = sql.submit("select 1 as one, cast(1.5 as decimal(10,2)) as amount, array('a') as list, null as nothing")
    assert answer.manifest
    assert answer.manifest.schema
    columns = answer.manifest.schema.columns or []
    assert [(c.name, c.type_text, c.position) for c in columns] == [
        ("one", "INT", 0), ("amount", "DECIMAL(10,2)", 1), ("list", "ARRAY<STRING>", 2), ("nothing", "VOID", 3),
    ]  # fmt: skip
    assert columns[1].type_precision == 10
    assert columns[1].type_name
    assert answer.manifest.as_dict()["total_row_count"] == 1
    assert answer.manifest.truncated is False
    assert answer.result
    assert answer.result.data_array == [["1", "1.50", '["a"]', None]]


def test_rows_come_in_chunks_that_name_the_next(sql: Sql, client: WorkspaceClient) -> None:
    answer = sql.submit("select id, concat('row ', cast(id as string)) from range(25000) order by id")
    assert answer.statement_id
    assert answer.manifest
    assert (answer.manifest.total_chunk_count, answer.manifest.total_row_count) == (3, 25000)
    rows: list[list[str]] = []
    chunk = answer.result
    while chunk:
        assert chunk.row_offset == len(rows)
        rows += chunk.data_array or []
        if chunk.next_chunk_index is None:
            break
        assert chunk.next_chunk_internal_link
        assert chunk.next_chunk_internal_link.endswith(f"/result/chunks/{chunk.next_chunk_index}")
        chunk = client.statement_execution.get_statement_result_chunk_n(answer.statement_id, chunk.next_chunk_index)
    assert [row[0] for row in rows] == [str(number) for number in range(25000)]
    with pytest.raises(InvalidParameterValue):
        client.statement_execution.get_statement_result_chunk_n(answer.statement_id, 3)


def test_limits_truncate_and_say_so(sql: Sql) -> None:
    by_rows = sql.submit("select * from range(1000)", row_limit=10)
    assert by_rows.manifest
    assert (by_rows.manifest.truncated, by_rows.manifest.total_row_count) == (True, 10)
    by_bytes = sql.submit("select * from range(1000)", byte_limit=100)
    assert by_bytes.manifest
    assert by_bytes.manifest.truncated
    whole = sql.submit("select * from range(10)", row_limit=10)
    assert whole.manifest
    assert whole.manifest.truncated is False


def test_a_result_too_large_to_be_inline_fails(sql: Sql) -> None:
    failure = sql.fails("select repeat('x', 1000) from range(40000)")
    assert "26214400 bytes" in failure.message


def test_a_failed_statement_is_an_answer_and_no_exception(sql: Sql) -> None:
    failure = sql.fails("select 1/0")
    assert (failure.code, failure.sql_state) == ("BAD_REQUEST", "22012")
    assert failure.message.startswith("[DIVIDE_BY_ZERO]")


def test_parameters_are_values(sql: Sql) -> None:
    given = [
        StatementParameterListItem(name="text", value="a' or '1'='1"), StatementParameterListItem(name="nothing"),
        StatementParameterListItem(name="day", value="2026-01-01", type="DATE"),
        StatementParameterListItem(name="n", value="1", type="INT"),
    ]  # fmt: skip
    assert sql("select :text, :nothing, :day, :n + 1 limit :n", given) == [["a' or '1'='1", None, "2026-01-01", "2"]]
    assert "[UNBOUND_SQL_PARAMETER]" in sql.fails("select :missing").message


def test_an_asynchronous_statement_is_polled(sql: Sql, client: WorkspaceClient, warehouse: str) -> None:
    answer = client.statement_execution.execute_statement("select 1", warehouse, wait_timeout="0s")
    assert answer.statement_id
    over = wait_until_over(client, answer.statement_id)
    assert over.result
    assert over.result.data_array == [["1"]]


def test_a_running_statement_is_cancelled(client: WorkspaceClient, warehouse: str) -> None:
    answer = client.statement_execution.execute_statement(ENDLESS, warehouse, wait_timeout="0s")
    assert answer.statement_id
    client.statement_execution.cancel_execution(answer.statement_id)
    over = wait_until_over(client, answer.statement_id)
    assert state(over) is StatementState.CANCELED
    assert over.result is None


def test_a_statement_is_cancelled_when_its_time_is_over(client: WorkspaceClient, warehouse: str) -> None:
    answer = client.statement_execution.execute_statement(
        ENDLESS, warehouse, wait_timeout="5s", on_wait_timeout=ExecuteStatementRequestOnWaitTimeout.CANCEL
    )
    assert state(answer) is StatementState.CANCELED


@pytest.mark.parametrize("wait", ["1s", "51s", "ten", "5", ""])
def test_a_wait_that_the_service_does_not_allow_is_refused(client: WorkspaceClient, warehouse: str, wait: str) -> None:
    with pytest.raises(InvalidParameterValue, match="wait_timeout"):
        client.statement_execution.execute_statement("select 1", warehouse, wait_timeout=wait)


def test_external_links_and_unknown_warehouses_are_refused(client: WorkspaceClient, warehouse: str) -> None:
    execute = client.statement_execution.execute_statement
    with pytest.raises(InvalidParameterValue, match="EXTERNAL_LINKS"):
        execute("select 1", warehouse, disposition=Disposition.EXTERNAL_LINKS, format=Format.ARROW_STREAM)
    with pytest.raises(InvalidParameterValue, match="JSON_ARRAY"):
        execute("select 1", warehouse, format=Format.CSV)
    with pytest.raises(ResourceDoesNotExist, match="nope"):
        execute("select 1", "nope")


def test_only_who_submitted_a_statement_may_read_it(sql: Sql, client_as: ClientAs, client: WorkspaceClient,
                                                    warehouse: str) -> None:  # fmt: skip
    mine = sql.submit("select 1").statement_id
    assert mine
    other = client_as("guest@example.com")
    with pytest.raises(PermissionDenied):
        other.statement_execution.get_statement(mine)
    theirs = other.statement_execution.execute_statement("select current_user()", warehouse).statement_id
    assert theirs
    read_by_admin = client.statement_execution.get_statement(theirs)
    assert read_by_admin.result
    assert read_by_admin.result.data_array == [["guest@example.com"]]
    with pytest.raises(NotFound):
        client.statement_execution.get_statement("01ef-unknown")


def test_the_request_log_tells_reads_from_writes(sql: Sql, request_log) -> None:  # type: ignore[no-untyped-def]
    sql("select 1")
    sql("create table t (a int)")
    kinds = [line["statement_kind"] for line in request_log() if line["path"] == "/api/2.0/sql/statements"]
    assert kinds == ["read", "write"]
