"""One recipe in two dialects."""

from __future__ import annotations

import pytest

from benchmarks.statements import for_duckdb, for_spark, in_duckdb


@pytest.mark.parametrize(
    ("spark", "duckdb"),
    [
        ("CAST(x * 2E0 AS BIGINT)", "CAST(TRUNC(x * 2E0) AS BIGINT)"),
        ("CAST(CAST(x AS BIGINT) + y AS BIGINT)", "CAST(TRUNC(CAST(TRUNC(x) AS BIGINT) + y) AS BIGINT)"),
        ("5L", "CAST(5 AS BIGINT)"),
        ("rint(x)", "ROUND_EVEN(x, 0)"),
        ("timestamp_seconds(rint(x))", "TO_TIMESTAMP(ROUND_EVEN(x, 0))"),
        ("shiftright(x, 8)", "x >> 8"),
        ("CAST(x AS DECIMAL(8,2))", "CAST(x AS DECIMAL(8, 2))"),
    ],
)
def test_duckdb_is_told_what_spark_means(spark: str, duckdb: str) -> None:
    assert in_duckdb(f"SELECT {spark}") == f"SELECT {duckdb}"


def test_both_peers_write_the_columns_of_the_table_with_its_types() -> None:
    assert "CAST(`amount` AS decimal(12,2)) AS `amount`" in for_spark(1000)
    assert 'CAST("amount" AS DECIMAL(12, 2)) AS "amount"' in for_duckdb(1000)


def test_the_rows_come_from_a_range_in_spark_and_a_table_of_ids_in_duckdb() -> None:
    assert "range(0, 1000) AS r(`_id`)" in for_spark(1000)
    assert 'ids AS r("_id")' in for_duckdb(1000)
