"""What may be sent again when nobody knows whether it was carried out."""

from __future__ import annotations

import pytest

from wizard.workspace.repeatable import is_repeatable, is_repeatable_sql


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/2.2/jobs/list", None),
        ("DELETE", "/api/2.1/unity-catalog/tables/a.b.c", None),
        ("PATCH", "/api/2.1/unity-catalog/permissions/schema/a.b", {"changes": []}),
        ("POST", "/api/2.1/unity-catalog/schemas", {"name": "x"}),
        ("POST", "/api/2.2/jobs/reset", {"job_id": 1}),
        ("POST", "/api/2.2/jobs/run-now", {"job_id": 1, "idempotency_token": "t"}),
        ("POST", "/api/2.0/workspace/import", None),
        ("POST", "/api/2.0/sql/statements/", {"statement": "SELECT 1"}),
        ("POST", "/api/2.0/sql/statements/01ef/cancel", None),
    ],
)
def test_what_ends_in_the_same_state_may_be_repeated(method: str, path: str, body: dict[str, object] | None) -> None:
    assert is_repeatable(method, path, body)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/2.2/jobs/create", {"name": "x"}),
        ("/api/2.2/jobs/run-now", {"job_id": 1}),
        ("/api/2.2/jobs/runs/repair", {"run_id": 1}),
        ("/api/2.0/sql/statements/", {"statement": "INSERT INTO a.b.c SELECT 1"}),
        ("/api/2.0/nobody/knows", {}),
    ],
)
def test_what_would_be_there_twice_may_not(path: str, body: dict[str, object]) -> None:
    assert not is_repeatable("POST", path, body)


@pytest.mark.parametrize(
    "sql",
    ["select 1", "  WITH a AS (SELECT 1) SELECT * FROM a", "INSERT  OVERWRITE t SELECT 1", "CREATE TABLE a.b.c (i INT)",
     "ALTER TABLE `a`.`b`.`c` SET TBLPROPERTIES ('k' = 'v')", "GRANT SELECT ON TABLE t TO `x`", "SHOW TABLES"],
)  # fmt: skip
def test_statements_that_may_be_repeated(sql: str) -> None:
    assert is_repeatable_sql(sql)


@pytest.mark.parametrize(
    "sql",
    ["INSERT INTO t SELECT 1", "with a as (select 1) insert into t select * from a", "MERGE INTO t USING s ON 1 = 1",
     "UPDATE t SET a = a + 1", "ALTER TABLE t ADD COLUMN x INT", "SELECTED", ""],
)  # fmt: skip
def test_statements_that_may_not(sql: str) -> None:
    assert not is_repeatable_sql(sql)
