import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from wizard.sandbox.sql import SqlError, cells, types


@pytest.mark.parametrize(
    ("written", "canonical", "manifest"),
    [
        ("NUMERIC(10, 2)", "decimal(10,2)", "DECIMAL(10,2)"), ("decimal", "decimal(10,0)", "DECIMAL(10,0)"),
        ("varchar(20)", "string", "STRING"), ("LONG", "bigint", "BIGINT"), ("timestamp_ntz", "timestamp_ntz",
                                                                            "TIMESTAMP_NTZ"),
        ("array<array<INT>>", "array<array<int>>", "ARRAY<ARRAY<INT>>"),
        ("map<string, struct<a INT, `b c`: decimal(3,1)>>", "map<string,struct<a:int,`b c`:decimal(3,1)>>",
         "MAP<STRING, STRUCT<a: INT, `b c`: DECIMAL(3,1)>>"),
    ],
)  # fmt: skip
def test_types_have_one_canonical_form(written: str, canonical: str, manifest: str) -> None:
    assert types.parse(written) == canonical
    assert types.parse(canonical) == canonical
    assert types.manifest_text(canonical) == manifest


@pytest.mark.parametrize("text", ["decimal(39,0)", "decimal(2,3)", "array<int", "blob", "variant", "struct<a>", ""])
def test_types_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(SqlError):
        types.parse(text)


def test_a_column_is_described_as_unity_catalog_does() -> None:
    info = types.column_info("amount", "decimal(10,2)", 3, nullable=False, comment="in EUR")
    assert (info["type_name"], info["type_precision"], info["type_scale"], info["position"]) == ("DECIMAL", 10, 2, 3)
    assert info["type_json"] == (
        '{"name": "amount", "type": "decimal(10,2)", "nullable": false, "metadata": {"comment": "in EUR"}}'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1.0"), (0.1, "0.1"), (1e7, "1.0E7"), (9999999.5, "9999999.5"), (0.001, "0.001"), (0.00099, "9.9E-4"),
     (1e20, "1.0E20"), (-2.5, "-2.5"), (float("nan"), "NaN"), (float("-inf"), "-Infinity"),
     (1 / 3, "0.3333333333333333"), (123456789.125, "1.23456789125E8"), (-0.0, "-0.0")],
)  # fmt: skip
def test_doubles_are_written_as_spark_writes_them(value: float, text: str) -> None:
    assert cells.double(value) == text


def test_every_cell_is_a_string_or_null() -> None:
    moment = dt.datetime(2026, 1, 1, 10, 30, tzinfo=dt.UTC)
    table = pa.table({
        "ts": pa.array([moment, None], pa.timestamp("us", "UTC")),
        "fine": pa.array([moment.replace(microsecond=123456), None], pa.timestamp("us", "UTC")),
        "ntz": pa.array([moment.replace(tzinfo=None), None], pa.timestamp("us")),
        "day": pa.array([moment.date(), None]),
        "amount": pa.array([Decimal("1.50"), None]),
        "small": pa.array([1.1, None], pa.float32()),
        "yes": pa.array([True, None]),
        "raw": pa.array([b"A", None]),
        "age": pa.array([dt.timedelta(days=1, seconds=3), None]),
        "list": pa.array([[1, None], None]),
        "map": pa.array([[("k", moment)], None], pa.map_(pa.string(), pa.timestamp("us", "UTC"))),
        "struct": pa.array([{"x": 1, "y": ["é"]}, None]),
        "nothing": pa.nulls(2),
    })  # fmt: skip
    first, second = cells.rows(table)
    assert first == [
        "2026-01-01T10:30:00.000Z", "2026-01-01T10:30:00.123456Z", "2026-01-01T10:30:00.000", "2026-01-01", "1.50",
        "1.1", "true", "QQ==", "1 00:00:03.000000000", '["1",null]', '{"k":"2026-01-01T10:30:00.000Z"}',
        '{"x":"1","y":["é"]}', None,
    ]  # fmt: skip
    assert second == [None] * 13


def test_year_month_intervals_are_written_as_spark_writes_them() -> None:
    months = pa.RecordBatch.from_arrays([pa.array([14, None, -1], pa.int32())], ["m"])
    assert [cells._months(value) for value in months.column(0).to_pylist() if value is not None] == ["1-2", "-0-1"]


@pytest.mark.parametrize(
    ("arrow", "text"),
    [
        (pa.uint32(), "bigint"), (pa.uint64(), "decimal(20,0)"), (pa.timestamp("us", "UTC"), "timestamp"),
        (pa.timestamp("us"), "timestamp_ntz"), (pa.list_(pa.struct([("x", pa.decimal128(5, 1))])),
                                                "array<struct<x:decimal(5,1)>>"),
        (pa.map_(pa.string(), pa.int64()), "map<string,bigint>"), (pa.null(), "void"),
    ],
)  # fmt: skip
def test_arrow_types_have_sql_names(arrow: pa.DataType, text: str) -> None:
    assert types.from_arrow(arrow) == text
