"""Errors as the libraries make them: out of real answers, real sockets and real statuses."""

from __future__ import annotations

import json
from typing import Any

import requests
from databricks.sdk.core import Config
from databricks.sdk.core import _AddDebugErrorCustomizer as DebugTail
from databricks.sdk.errors.base import DatabricksError
from databricks.sdk.errors.parser import _Parser as Parser

TOKEN = "dapi0123456789abcdef0123456789abcdef"
HOST = "https://dbc-1.cloud.databricks.com"


class _Account(Config):
    """A configuration that asks nobody, with a token in it."""

    def __init__(self) -> None:
        self._inner = {"host": HOST, "token": TOKEN, "profile": "demo"}


def answered(status: int, body: object = b"", headers: dict[str, str] | None = None) -> Exception:
    """What the SDK raises for an answer of the service: `body` is JSON, or bytes as they are."""
    response = requests.Response()
    response.status_code = status
    response.reason = "Reason"
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.url = f"{HOST}/api/2.1/unity-catalog/catalogs"
    response.request = requests.Request("POST", response.url).prepare()
    response.headers.update(headers or {})
    found = Parser(extra_error_customizers=[DebugTail(_Account())]).get_api_error(response)
    assert isinstance(found, DatabricksError)
    return found


def refused(status: int, code: str, message: str, **more: Any) -> Exception:
    """An answer in the service's usual form."""
    return answered(status, {"error_code": code, "message": message, **more})


def spark(message: str, error_class: str | None = None, stacktrace: str | None = None) -> Exception:
    """What Spark Connect raises."""
    from pyspark.errors.exceptions.connect import SparkConnectGrpcException

    made: Exception = SparkConnectGrpcException(
        message, errorClass=error_class, server_stacktrace=stacktrace, display_server_stacktrace=bool(stacktrace)
    )
    return made


def rpc(status: str, details: str) -> Exception:
    """What Spark Connect raises for a call that did not reach the server's own error handling."""
    return spark(
        f"<_InactiveRpcError of RPC that terminated with:\n\tstatus = StatusCode.{status}\n"
        f'\tdetails = "{details}"\n\tdebug_error_string = "UNKNOWN">'
    )
