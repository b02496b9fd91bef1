"""The statement execution API: submit SQL to a warehouse, wait a little or not, fetch the result, cancel.

A statement that fails is no failed request: the answer is HTTP 200 with state FAILED and the error inside (SDK source,
`StatementStatus`). Only a request that cannot be understood is answered with 400.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from wizard.sandbox import warehouses
from wizard.sandbox.api import ApiError, Call, Json, Service, denied, invalid

if TYPE_CHECKING:
    from wizard.sandbox.sql.executions import Executions, Statement

service = Service("/api/2.0/sql/statements")
MAX_TEXT_BYTES = 16 * 1024 * 1024
DEFAULT_WAIT_SECONDS = 10
# A cancelled statement is given this long to end before the answer, which then says that it still runs.
CANCEL_SECONDS = 5


@service.post("")
def execute(call: Call) -> Json | Response:
    """Submit a statement; wait for it at most `wait_timeout`, then go on without it or cancel it."""
    from wizard.sandbox.sql import statement_kind

    text = call.text("statement")
    call.note(statement_kind=statement_kind(text))
    wait = _validated(call, text)
    warehouses.use(call.sandbox, call.principal, call.text("warehouse_id"))
    known = _executions(call)
    found = known.submit(call.principal, call.body)
    call.note(statement_id=found.id)
    if wait and not found.over.wait(wait) and call.body.get("on_wait_timeout") == "CANCEL":
        known.cancel(found)
        found.over.wait(CANCEL_SECONDS)
    return _answer(found)


@service.get("/{statement_id}")
def get(call: Call) -> Json | Response:
    """Return a statement's state and, when it has succeeded, its first chunk."""
    return _answer(_found(call))


@service.get("/{statement_id}/result/chunks/{index}")
def get_chunk(call: Call) -> Json | Response:
    """Return one chunk of a result."""
    found = _found(call)
    if found.chunks is None:
        if found.state in ("PENDING", "RUNNING"):
            raise invalid(f"The statement {found.id} is not finished: its state is {found.state}.")
        raise ApiError(404, "NOT_FOUND", f"Statement {found.id} has no result: its state is {found.state}.")
    index = call.path["index"]
    if not index.isdigit() or int(index) >= max(1, len(found.chunks.pieces)):
        raise invalid(f"Chunk index {index} is out of range: the result has {len(found.chunks.pieces)} chunk(s).")
    return Response(found.chunks.chunk(int(index), found.id), media_type="application/json")


@service.post("/{statement_id}/cancel")
def cancel(call: Call) -> Json:
    """Ask a statement to stop; polling its state tells when it has."""
    found = _found(call)
    _executions(call).cancel(found)
    return {}


def _executions(call: Call) -> Executions:
    # 0.2 s for the parser, which a start of the sandbox need not pay.
    from wizard.sandbox.sql.executions import executions

    return executions(call.sandbox)


def _found(call: Call) -> Statement:
    """Return the statement of this call, for the one who submitted it or an administrator."""
    number = call.path["statement_id"]
    found = _executions(call).get(number)
    if found is None:
        raise ApiError(404, "NOT_FOUND", f"The statement {number} was not found.")
    if found.principal.user_name != call.principal.user_name and not call.principal.admin:
        raise denied(f"{call.principal.user_name} did not submit statement {number}.")
    return found


def _answer(found: Statement) -> Json | Response:
    # The state is read once: the statement goes on meanwhile.
    state, chunks, error = found.state, found.chunks, found.error
    status: dict[str, Any] = {"state": state}
    if error:
        status |= {"error": {"error_code": error.error_code, "message": error.message}, "sql_state": error.sql_state}
    answer: Json = {"statement_id": found.id, "status": status}
    if state != "SUCCEEDED" or chunks is None:
        return answer
    from wizard.sandbox.sql.chunks import with_field

    body = with_field({**answer, "manifest": chunks.manifest()}, "result", chunks.chunk(0, found.id))
    return Response(body, media_type="application/json")


def _validated(call: Call, text: str) -> int:
    """Check everything about a request but its SQL; return the seconds to wait."""
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise invalid(f"The statement is longer than {MAX_TEXT_BYTES} bytes.")
    if call.body.get("disposition", "INLINE") != "INLINE":
        raise invalid("The sandbox has no cloud storage: disposition must be INLINE, not EXTERNAL_LINKS.")
    if call.body.get("format", "JSON_ARRAY") != "JSON_ARRAY":
        raise invalid(f"Disposition INLINE needs the format JSON_ARRAY, not {call.body['format']}.")
    if call.body.get("on_wait_timeout", "CONTINUE") not in ("CONTINUE", "CANCEL"):
        raise invalid(f"on_wait_timeout must be CONTINUE or CANCEL, not {call.body['on_wait_timeout']}.")
    for limit in ("row_limit", "byte_limit"):
        value = call.body.get(limit)
        if value is not None and (not str(value).isdigit() or int(value) < 1):
            raise invalid(f"{limit} must be a positive number.")
        if value is not None:
            call.body[limit] = int(value)
    _check_parameters(call.body.get("parameters"))
    return _seconds(str(call.body.get("wait_timeout", f"{DEFAULT_WAIT_SECONDS}s")))


def _check_parameters(parameters: object) -> None:
    if parameters is None:
        return
    if not isinstance(parameters, list) or not all(isinstance(item, dict) and item.get("name") for item in parameters):
        raise invalid("parameters must be a list of objects with a name.")
    names = [item["name"] for item in parameters]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise invalid(f"Parameter '{twice}' is given twice.")


def _seconds(text: str) -> int:
    found = re.fullmatch(r"(\d+)s", text)
    seconds = int(found.group(1)) if found else -1
    if seconds != 0 and not 5 <= seconds <= 50:
        raise invalid(
            f"wait_timeout {text} is invalid. It must be 0 seconds (fully asynchronous call) or between 5 seconds and "
            "50 seconds."
        )
    return seconds
