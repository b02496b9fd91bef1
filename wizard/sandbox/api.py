"""What every service of the sandbox is written in: calls, errors, principals and routes.

Handlers are plain functions from a `Call` to a JSON object. They know nothing of HTTP servers or event loops, so that
a service reads like the API it imitates and can be called from a test or from SQL as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from starlette.responses import Response

from wizard.sandbox.characters import people

if TYPE_CHECKING:
    from wizard.sandbox.app import Sandbox

Json = dict[str, Any]
PrincipalKind = Literal["user", "service_principal", "engine"]


class ApiError(Exception):
    """An answer other than 2xx: an HTTP status with the error code and wording that Databricks uses for it."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}

    def body(self) -> Json:
        """Return the JSON that the SDK turns into its own exception."""
        return {"error_code": self.code, "message": self.message}


def invalid(message: str) -> ApiError:
    """Return the error for a parameter that cannot be used."""
    return ApiError(400, "INVALID_PARAMETER_VALUE", message)


def missing(message: str) -> ApiError:
    """Return the error for a workspace resource that does not exist."""
    return ApiError(404, "RESOURCE_DOES_NOT_EXIST", message)


def denied(message: str) -> ApiError:
    """Return the error for something that the caller may not do."""
    return ApiError(403, "PERMISSION_DENIED", message)


@dataclass(frozen=True)
class Principal:
    """Who asks. `user_name` is an e-mail address, or the application id of a service principal."""

    user_name: str
    kind: PrincipalKind = "user"
    groups: frozenset[str] = frozenset()
    admin: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Return every name that a grant to this principal may be written under."""
        return self.groups | {self.user_name}


@dataclass
class Call:
    """One request: `path` holds the values of the route's placeholders, `body` the JSON object that was sent."""

    sandbox: Sandbox
    principal: Principal
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    raw: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    notes: Json = field(default_factory=dict)

    def note(self, **facts: str) -> None:
        """Add facts to this request's line in the request log."""
        self.notes.update(facts)

    def need(self, name: str) -> Any:
        """Return a field of the body, or answer 400 when it is missing or empty."""
        value = self.body.get(name)
        if value in (None, ""):
            raise invalid(f"Missing required field: {name}")
        return value

    def text(self, name: str) -> str:
        """Return a required field of the body that must be a string."""
        value = self.need(name)
        if not isinstance(value, str):
            raise invalid(f"Field {name} must be a string.")
        return value

    def flag(self, name: str) -> bool:
        """Return a switch from the query, or from the body."""
        return str(self.query.get(name, self.body.get(name, ""))).lower() == "true"

    def admin_only(self) -> None:
        """Answer 403 unless a workspace administrator asks."""
        if not self.principal.admin:
            raise denied(f"{self.principal.user_name} is not an administrator of this workspace.")

    def keeper_only(self) -> None:
        """Answer 403 unless an administrator asks, or the person at this machine: she keeps the sandbox itself."""
        if self.principal.user_name != people.OWNER:
            self.admin_only()


Handler = Callable[[Call], Json | Response]


@dataclass(frozen=True)
class Route:
    """A method and path with its handler. An `open` route answers without a token."""

    method: str
    path: str
    handler: Handler
    open: bool = False


class Service:
    """One family of endpoints. Its decorators collect handlers; placeholders are written `{name}`.

    `{name:path}` also matches slashes. Handlers run in a thread pool and may block.
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.routes: list[Route] = []

    def get(self, path: str, *, open: bool = False) -> Callable[[Handler], Handler]:  # noqa: A002
        """Collect a handler of GET requests."""
        return self._collect("GET", path, open)

    def post(self, path: str) -> Callable[[Handler], Handler]:
        """Collect a handler of POST requests."""
        return self._collect("POST", path)

    def put(self, path: str) -> Callable[[Handler], Handler]:
        """Collect a handler of PUT requests."""
        return self._collect("PUT", path)

    def patch(self, path: str) -> Callable[[Handler], Handler]:
        """Collect a handler of PATCH requests."""
        return self._collect("PATCH", path)

    def delete(self, path: str) -> Callable[[Handler], Handler]:
        """Collect a handler of DELETE requests."""
        return self._collect("DELETE", path)

    def _collect(self, method: str, path: str, is_open: bool = False) -> Callable[[Handler], Handler]:
        def keep(handler: Handler) -> Handler:
            self.routes.append(Route(method, self.prefix + path, handler, is_open))
            return handler

        return keep
