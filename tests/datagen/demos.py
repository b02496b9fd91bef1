"""Small specs for these tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from wizard.datagen.recipe import TableRecipe, build_recipe
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin

AS_OF = date(2026, 11, 1)
HOURS = [0.0] * 8 + [1.0, 2.0, 3.0, 3.0, 2.0, 2.0, 3.0, 4.0, 4.0, 3.0, 2.0, 1.0] + [0.0] * 4

CUSTOMERS = {
    "customer_id": {"kind": "key", "format": "CUST-{id:06}"},
    "first_name": {"kind": "person", "part": "first_name"},
    "last_name": {"kind": "person", "part": "last_name"},
    "email": {"kind": "compose", "format": "{first_name}.{last_name}@example.com", "case": "lower"},
    "region": {"kind": "choice", "values": {"North": 50.0, "South": 30.0, "West": 20.0}},
    "city": {"kind": "city", "by": "region"},
    "tier": {"kind": "choice", "values": {"Basic": 80.0, "Gold": 20.0}, "by": "region",
             "when": {"West": {"Basic": 10.0, "Gold": 90.0}}},
    "income": {"kind": "lognormal", "type": "decimal(10,2)", "mu": 11.0, "sigma": 0.5, "min": 20000.0, "max": 500000.0},
    "opt_in": {"kind": "choice", "values": ["yes", "no"], "nulls": 0.05},
    "signup": {"kind": "date", "start": -900, "end": 0, "growth": 0.3},
}
PRODUCTS = {
    "product_id": {"kind": "key", "format": "P{id}"},
    "category": {"kind": "choice", "values": {"Kitchen": 3.0, "Garden": 1.0}},
    "name": {"kind": "compose", "format": "{0} {1}", "lists": [["Alpine", "Cedar"], ["Kettle", "Lamp", "Rug"]]},
    "price": {"kind": "lognormal", "type": "decimal(8,2)", "mu": 3.4, "sigma": 0.6, "min": 3.0, "max": 400.0},
    "cost": {"kind": "expr", "sql": "price * CASE WHEN category = 'price' THEN 1 ELSE 0.6 END", "type": "decimal(8,2)"},
    "rating": {"kind": "normal", "type": "double", "mean": 4.0, "sd": 0.5, "min": 1.0, "max": 5.0, "nulls": 0.2},
}
SALES = {
    "sale_id": {"kind": "key", "format": "S-{id:08}"},
    "customer_id": {"kind": "foreign_key", "table": "customers", "skew": {"top": 0.2, "share": 0.66}},
    "product_id": {"kind": "foreign_key", "table": "products"},
    "referrer_id": {"kind": "foreign_key", "table": "customers", "nulls": 0.5},
    "sold_at": {"kind": "timestamp", "start": -365, "end": 0, "growth": 0.2, "ordered": True,
                "weights": {"weekday": [1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 1.0], "hour": HOURS}},
    "quantity": {"kind": "choice", "values": {"1": 60.0, "2": 30.0, "5": 10.0}, "type": "int"},
    "unit_price": {"kind": "lookup", "via": "product_id", "column": "price"},
    "unit_cost": {"kind": "lookup", "via": "product_id", "column": "cost"},
    "rating": {"kind": "lookup", "via": "product_id", "column": "rating"},
    "referrer_city": {"kind": "lookup", "via": "referrer_id", "column": "city"},
    "discount": {"kind": "choice", "values": {"0": 70.0, "0.1": 30.0}, "type": "decimal(3,2)"},
    "amount": {"kind": "expr", "sql": "quantity * unit_price * (1 - discount)", "type": "decimal(12,2)"},
}


def demo(seed: int = 42, locale: str = "en_US", **tables: tuple[int | dict[str, Any], dict[str, Any]]) -> DemoSpec:
    """A spec of tables given as (rows or part_of, columns); a first column of kind key is the primary key."""
    return skin(DemoSpec.model_validate({
        "version": 1, "industry": "test", "title": "Test", "catalog": "cat", "schema": "sch", "seed": seed,
        "as_of": AS_OF, "brand": {"locale": locale},
        "tables": {
            name: {
                "comment": f"One row of {name}.", "part_of" if isinstance(rows, dict) else "rows": rows,
                "primary_key": _primary(columns),
                "columns": {column: {"comment": f"What {column} is.", **how} for column, how in columns.items()},
            }
            for name, (rows, columns) in tables.items()
        },
    }))


def one(rows: int, seed: int = 42, locale: str = "en_US", **columns: dict[str, Any]) -> TableRecipe:
    """The recipe of a table `t` with these columns."""
    return build_recipe(demo(seed, locale, t=(rows, columns)), "t")


def shop(seed: int = 42, customers: int = 10_000, products: int = 50, sales: int = 20_000) -> DemoSpec:
    """Three tables that use every kind and refer to one another."""
    return demo(seed, customers=(customers, CUSTOMERS), products=(products, PRODUCTS), sales=(sales, SALES))


def _primary(columns: dict[str, Any]) -> str | None:
    name, how = next(iter(columns.items()))
    return name if how["kind"] == "key" else None
