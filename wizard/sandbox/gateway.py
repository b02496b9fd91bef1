"""From an HTTP request to a service's handler and back.

Everything that is the same for every endpoint happens here, once: who asks, planned faults, the JSON error shape, the
request log. An unexpected exception becomes INTERNAL_ERROR without a trace; the trace goes to the server's own log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from wizard.sandbox import directory
from wizard.sandbox.api import ApiError, Call, Json, Principal, Route
from wizard.sandbox.characters import refusals
from wizard.sandbox.faults import Fault

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

_log = logging.getLogger(__name__)
_NOBODY = Principal("")


class Gateway:
    """Answers requests with the handlers of one sandbox.

    `drop` closes the client's connection, given its port; a server that can do that hands it in.
    """

    def __init__(self, sandbox: Sandbox, drop: Callable[[int], None]) -> None:
        self._sandbox = sandbox
        self._drop = drop
        self._threads = ThreadPoolExecutor(48, "call")
        # A statement occupies a thread while the engine asks for its tables: those look-ups must never queue behind it.
        self._engine_threads = ThreadPoolExecutor(8, "engine-call")

    def endpoint(self, route: Route) -> Callable[[Request], Awaitable[Response]]:
        """Return the ASGI endpoint of a route."""

        async def endpoint(request: Request) -> Response:
            return await self._logged(request, route)

        return endpoint

    async def unknown(self, request: Request, _error: Exception) -> Response:
        """Answer a path or method that no service has."""
        message = f"No API found for '{request.method} {request.url.path}'"
        error = ApiError(404, "ENDPOINT_NOT_FOUND", message)
        return self._finish(request, _NOBODY, _error_response(error), {"ms": 0})

    async def _logged(self, request: Request, route: Route) -> Response:
        started = time.perf_counter()
        call = Call(self._sandbox, _NOBODY, dict(request.path_params), dict(request.query_params),
                    headers=dict(request.headers))  # fmt: skip
        try:
            call.raw = await request.body()
            if not route.open:
                call.principal = self._sandbox.tokens.principal(call.headers.get("authorization", ""))
            response = await self._with_faults(request, route, call)
        except ApiError as error:
            response = _error_response(error)
        except Exception:
            _log.exception("%s %s", request.method, request.url.path)
            response = _error_response(ApiError(500, "INTERNAL_ERROR", "The sandbox could not handle this request."))
        spent = {"ms": round((time.perf_counter() - started) * 1000)}
        return self._finish(request, call.principal, response, spent | call.notes)

    async def _with_faults(self, request: Request, route: Route, call: Call) -> Response:
        fault = self._sandbox.faults.take(request.method, request.url.path)
        if fault and fault.when == "before":
            await self._strike(fault, request)
        response = await self._handle(route, call)
        if fault and fault.when == "after":
            await self._strike(fault, request)
        return response

    async def _handle(self, route: Route, call: Call) -> Response:
        call.body = _json(call)
        is_engine = call.principal == directory.ENGINE
        if not is_engine:
            refusals.closed(self._sandbox, route.path)
        threads = self._engine_threads if is_engine else self._threads
        answer = await asyncio.get_running_loop().run_in_executor(threads, route.handler, call)
        return answer if isinstance(answer, Response) else JSONResponse(answer)

    async def _strike(self, fault: Fault, request: Request) -> None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.drop and request.client:
            self._drop(request.client.port)
        if fault.status or fault.drop:
            raise fault.error()

    def _finish(self, request: Request, principal: Principal, response: Response, notes: Json) -> Response:
        response.headers["X-Databricks-Org-Id"] = self._sandbox.workspace_id
        line: dict[str, Any] = {
            "ts": round(self._sandbox.clock(), 3), "principal": principal.user_name, "method": request.method,
            "path": request.url.path, "query": request.url.query, "status": response.status_code,
            "agent": request.headers.get("user-agent", ""), **notes,
        }  # fmt: skip
        self._sandbox.requests.write(line)
        return response


def _json(call: Call) -> Json:
    kind = call.headers.get("content-type", "")
    if not call.raw or (kind and "json" not in kind):
        return {}
    try:
        body = json.loads(call.raw)
    except ValueError:
        body = None
    if isinstance(body, dict):
        return body
    if kind:
        raise ApiError(400, "MALFORMED_REQUEST", "Could not parse request object: expected a JSON object.")
    return {}


def _error_response(error: ApiError) -> Response:
    return JSONResponse(error.body(), error.status, headers=error.headers)
