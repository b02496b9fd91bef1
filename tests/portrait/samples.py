"""A shop with nine tables, an outage in it, and engines for tests that need none."""

from __future__ import annotations

from datetime import date
from typing import Any

from wizard.spec.model import DemoSpec

AS_OF = date(2026, 11, 1)
_KEY = {"kind": "key", "comment": "Key."}
_OUTAGE = {
    "comment": "The web shop was down in the north.", "table": "visits", "time": "seen_at", "start": -20, "end": -10,
    "where": "region = 'North' AND device = 'Phone'", "multiply": {"basket": 0.5}, "mix": {"outcome": {"Error": 1.0}},
    "drop": 0.5,
}  # fmt: skip
_VISITS = {
    "visit_id": _KEY,
    "seen_at": {"kind": "timestamp", "start": -200, "end": 0, "ordered": True, "comment": "When, UTC."},
    "region": {"kind": "choice", "values": {"North": 60.0, "South": 40.0}, "comment": "Where."},
    "device": {"kind": "choice", "values": {"Phone": 90.0, "Desk": 10.0}, "hidden": True, "comment": "On what."},
    "outcome": {"kind": "choice", "values": {"Bought": 20.0, "Left": 80.0, "Error": 0.0}, "comment": "How it ended."},
    "basket": {"kind": "uniform", "type": "decimal(8,2)", "min": 10.0, "max": 30.0, "comment": "What was in it."},
}


def shop(visits: int = 20_000, **changed: Any) -> DemoSpec:
    """One table, and an outage that changes three of its columns, at a place that a hidden column tells."""
    return _spec({"visits": _table(visits, _VISITS)}, incidents={"outage": {**_OUTAGE, **changed}})


def nine() -> DemoSpec:
    """Nine tables that refer to one another in every way."""
    def key_of(table: str, **more: Any) -> dict[str, Any]:
        return {"kind": "foreign_key", "table": table, "comment": f"Key of {table}.", **more}

    lines = {
        **_table(None, {"line_id": _KEY, "order_id": {"kind": "parent", "comment": "Its order."},
                        "product_id": key_of("products")}),
        "part_of": {"table": "orders", "count": {"1": 50.0, "2": 30.0, "4": 20.0, "9": 0.0}},
    }  # fmt: skip
    return _spec({
        "regions": _table(4, {"region_id": _KEY}),
        "stores": _table(60, {"store_id": _KEY, "region_id": key_of("regions")}),
        "customers": _table(10_000, {"customer_id": _KEY, "region_id": key_of("regions")}),
        "products": _table(500, {"product_id": _KEY, "supplier_id": key_of("suppliers")}),
        "suppliers": _table(20, {"supplier_id": _KEY}),
        "orders": _table(30_000, {"order_id": _KEY, "customer_id": key_of("customers", skew={"share": 0.66}),
                                  "store_id": key_of("stores", nulls=0.4)}),
        "order_lines": lines,
        "returns": _table(2_000, {"return_id": _KEY, "line_id": key_of("order_lines")}),
        "weather": _table(365, {"weather_id": _KEY}),
    })  # fmt: skip


def _table(rows: int | None, columns: dict[str, Any]) -> dict[str, Any]:
    return {"comment": "A table.", "rows": rows, "primary_key": next(iter(columns)), "columns": columns}


def _spec(tables: dict[str, Any], **more: Any) -> DemoSpec:
    return DemoSpec.model_validate({
        "version": 1, "industry": "test", "title": "A shop", "story": "It was down. Why?", "catalog": "cat",
        "schema": "sch", "as_of": AS_OF, "tables": tables, **more,
    })  # fmt: skip
