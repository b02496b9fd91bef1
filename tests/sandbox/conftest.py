"""One real sandbox for all tests, spoken to by the real SDK, each test in a catalog of its own."""

from __future__ import annotations

import itertools
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config

from wizard.sandbox import lifecycle
from wizard.sandbox.lifecycle import Running

ClientAs = Callable[[str], WorkspaceClient]
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """What plain HTTP got back."""

    status: int
    body: Any
    headers: dict[str, str]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("sandbox-home") / "sandbox"
    running = lifecycle.start(home)
    yield running
    lifecycle.stop(home)


@pytest.fixture(scope="session")
def client_as(sandbox: Running) -> ClientAs:
    """Make a client for a user; one for each user is kept."""
    made: dict[str, WorkspaceClient] = {}

    def client_as(user: str) -> WorkspaceClient:
        if user not in made:
            token = lifecycle.environment(user, sandbox.home)["DATABRICKS_TOKEN"]
            config = Config(
                host=sandbox.host_url, token=token, auth_type="pat", config_file="/dev/null",
                http_timeout_seconds=20, retry_timeout_seconds=5,
            )  # fmt: skip
            made[user] = WorkspaceClient(config=config)
        return made[user]

    return client_as


@pytest.fixture(scope="session")
def client(client_as: ClientAs) -> WorkspaceClient:
    """The owner's client."""
    return client_as(lifecycle.OWNER)


@pytest.fixture
def catalog(client: WorkspaceClient) -> Iterator[str]:
    """A fresh catalog, gone afterwards."""
    name = f"test_{next(_numbers)}"
    client.catalogs.create(name)
    yield name
    if any(found.name == name for found in client.catalogs.list()):
        client.catalogs.delete(name, force=True)


@pytest.fixture
def http(sandbox: Running) -> Callable[..., Answer]:
    """Plain requests, for what the SDK would hide or retry."""

    def http(method: str, path: str, body: object = None, token: str | None = sandbox.token,
             headers: dict[str, str] | None = None) -> Answer:  # fmt: skip
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        given = {"Authorization": f"Bearer {token}"} if token else {}
        if data is not None and not isinstance(body, bytes):
            given["Content-Type"] = "application/json"
        request = urllib.request.Request(sandbox.host_url + path, data, {**given, **(headers or {})}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return Answer(answer.status, json.loads(answer.read() or b"null"), _lower(answer.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, json.loads(error.read()), _lower(error.headers))

    return http


@pytest.fixture
def request_log(sandbox: Running) -> Callable[[], list[dict[str, Any]]]:
    """The requests logged since the test began."""
    path: Path = sandbox.home / "requests.jsonl"
    before = len(path.read_text().splitlines())
    return lambda: [json.loads(line) for line in path.read_text().splitlines()[before:]]


@pytest.fixture
def put_table(sandbox: Running, client: WorkspaceClient, tmp_path: Path) -> Callable[[str], None]:
    """Register a table without going through SQL: an external one over a tiny Delta folder."""
    from databricks.sdk.service.catalog import DataSourceFormat, TableType
    from deltalake import DeltaTable, Field, Schema
    from deltalake.schema import PrimitiveType

    def put_table(full_name: str) -> None:
        place = tmp_path / full_name
        place.mkdir()
        DeltaTable.create(str(place), schema=Schema([Field("id", PrimitiveType("long"))]))
        catalog, schema, name = full_name.split(".")
        client.tables.create(
            name=name, catalog_name=catalog, schema_name=schema, table_type=TableType.EXTERNAL,
            data_source_format=DataSourceFormat.DELTA, storage_location=place.as_uri(),
        )  # fmt: skip

    return put_table


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
