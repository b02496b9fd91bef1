"""Statements that make no sense, against a catalog without an engine behind it."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.sandbox.api import Principal
from wizard.sandbox.app import Sandbox
from wizard.sandbox.sql import SqlError, run

OWNER = Principal("owner@example.com", admin=True)
STARTS = [
    "select * from t", "create table u", "alter table t", "show", "describe", "grant select on", "insert into t",
    "merge into t", "create view w as", "drop", "comment on", "optimize t", "vacuum t", "update t set", "with",
    "explain", "use", "truncate", "revoke", "create schema", "alter schema", "delete from", "",
]  # fmt: skip
WORDS = """select from where t v main.default.t a b * ( ) , . ; 'x' `q` 1 2.5 as into values set using on when matched
    then detail history extended grants tables columns in like zorder by retain hours add column constraint primary key
    references is null to group by all qualify limit :p identifier( '' = < > / || cluster partitioned tblproperties tags
    owner rename int decimal(10,2) array<int> not default -- /* */ \\ " @ # ::""".split()  # noqa: SIM905


class NoRows:
    """In the place of the engine: every query has one row."""

    def query(self, _sql: str, **_: Any) -> pa.Table:
        return pa.table({"a": [1], "b": ["x"]})

    def stop(self) -> None:
        """Have nothing to stop."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    made = Sandbox(tmp_path_factory.mktemp("front") / "home", "http://127.0.0.1:1")
    engine: Future[Any] = Future()
    engine.set_result(NoRows())
    made._engine = engine
    run(made, OWNER, "create table t (a int, b string) cluster by (a)")
    run(made, OWNER, "create view v as select a, b from t")
    yield made
    made.close()


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(STARTS), st.lists(st.sampled_from(WORDS), max_size=8))
def test_no_statement_gets_anything_but_an_answer_or_an_error(workspace: Sandbox, start: str, words: list[str]) -> None:
    with suppress(SqlError):
        run(workspace, OWNER, " ".join([start, *words]), parameters=[{"name": "p", "value": "it's"}])


@pytest.mark.parametrize("statement", ["", "  ", "-- nothing", ";", "select 1; select 2", "(" * 2000, "nonsense"])
def test_what_is_not_one_statement_is_a_syntax_error(workspace: Sandbox, statement: str) -> None:
    with pytest.raises(SqlError, match=r"^\[PARSE_"):
        run(workspace, OWNER, statement)


def test_use_tells_the_next_statement_where_to_look(workspace: Sandbox) -> None:
    run(workspace, OWNER, "create schema main.other")
    moved = run(workspace, OWNER, "use schema other")
    assert (moved.catalog, moved.schema) == ("main", "other")
    with pytest.raises(SqlError, match=r"`main`\.`other`\.`t`"):
        run(workspace, OWNER, "select * from t", catalog=moved.catalog, schema=moved.schema)
