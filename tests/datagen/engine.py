"""A real engine for these tests: the sandbox's, in this process, with a catalog that knows what the tests create."""

from __future__ import annotations

import json
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable, Field, Schema
from deltalake.schema import PrimitiveType

from wizard.datagen.recipe import TableRecipe
from wizard.sandbox.engine import Engine as Sail

_DELTA = {"int": "integer", "bigint": "long"}


class Engine:
    """SQL in, Arrow out; `create` makes an empty Delta table that INSERT can write."""

    def __init__(self, root: Path, catalog: ThreadingHTTPServer) -> None:
        self.root = root
        self.tables: dict[str, dict[str, Any]] = catalog.tables  # type: ignore[attr-defined]
        self.sail = Sail(f"http://127.0.0.1:{catalog.server_port}/api/2.1/unity-catalog", "t")
        self.sail.start()

    @cached_property
    def spark(self) -> Any:
        """A Spark Connect session, for what is written through one. Importing pyspark takes a second."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # importing pyspark and pandas warns of their own plans
            from pyspark.sql.connect.session import SparkSession

            return SparkSession.builder.remote(f"sc://{self.sail.address}").create()

    def stop(self) -> None:
        if "spark" in self.__dict__:
            self.spark.stop()
        self.sail.stop()

    def table(self, sql: str) -> pa.Table:
        return self.sail.query(sql, reads=not sql.startswith("INSERT"))

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return self.table(sql).to_pylist()

    def create(self, full_name: str, recipe: TableRecipe) -> str:
        path = self.root / full_name
        path.mkdir()
        fields = [Field(c.name, PrimitiveType(_DELTA.get(c.type, c.type)), nullable=c.nullable) for c in recipe.columns]
        DeltaTable.create(str(path), schema=Schema(fields))
        catalog, schema, name = full_name.split(".")
        self.tables[full_name] = {
            "catalog_name": catalog, "schema_name": schema, "name": name, "full_name": full_name,
            "table_type": "EXTERNAL", "data_source_format": "DELTA", "storage_location": path.as_uri(), "columns": [],
            "table_id": f"00000000-0000-0000-0000-{len(self.tables):012}", "created_at": 1, "updated_at": 1,
        }
        return full_name


@contextmanager
def running(root: Path) -> Iterator[Engine]:
    catalog = ThreadingHTTPServer(("127.0.0.1", 0), _Catalog)
    catalog.tables = {}  # type: ignore[attr-defined]
    threading.Thread(target=catalog.serve_forever, daemon=True).start()
    engine = Engine(root, catalog)
    yield engine
    engine.stop()
    catalog.shutdown()
    catalog.server_close()


class _Catalog(BaseHTTPRequestHandler):
    """The one call of Unity Catalog that the engine makes: GET tables/{full_name}."""

    def do_GET(self) -> None:
        found = self.server.tables.get(unquote(self.path).rsplit("/", 1)[-1])  # type: ignore[attr-defined]
        body = json.dumps(found or {"error_code": "TABLE_DOES_NOT_EXIST", "message": "no such table"}).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass
