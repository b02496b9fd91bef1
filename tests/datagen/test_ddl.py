from __future__ import annotations

from tests.datagen.demos import demo
from wizard.datagen.ddl import create_table_sql

ORDERS = {
    "order_id": {"kind": "key"},
    "customer_id": {"kind": "foreign_key", "table": "customers"},
    "referrer_id": {"kind": "foreign_key", "table": "customers", "nulls": 0.5},
    "price": {"kind": "uniform", "min": 1.0, "max": 2.0, "type": "decimal(8,2)"},
    "tags": {"kind": "expr", "sql": "array(named_struct('Key', 1))", "type": "array<struct<Key:int>>"},
}
SPEC = demo(customers=(10, {"customer_id": {"kind": "key"}}), orders=(10, ORDERS))


def test_a_table_says_all_that_a_catalog_should_know() -> None:
    table = SPEC.tables["orders"].model_copy(update={"cluster_by": ["order_id", "price"], "properties": {"a": "it's"}})
    spec = SPEC.model_copy(update={"tables": {**SPEC.tables, "orders": table}})
    assert create_table_sql(spec, "orders", {"demo": "x"}) == """\
CREATE TABLE `cat`.`sch`.`orders` (
  `order_id` STRING NOT NULL COMMENT 'What order_id is.',
  `customer_id` STRING NOT NULL COMMENT 'What customer_id is.',
  `referrer_id` STRING COMMENT 'What referrer_id is.',
  `price` DECIMAL(8,2) COMMENT 'What price is.',
  `tags` array<struct<Key:int>> COMMENT 'What tags is.',
  CONSTRAINT `orders_pk` PRIMARY KEY (`order_id`),
  CONSTRAINT `orders_customer_id_fk` FOREIGN KEY (`customer_id`) REFERENCES `cat`.`sch`.`customers` (`customer_id`),
  CONSTRAINT `orders_referrer_id_fk` FOREIGN KEY (`referrer_id`) REFERENCES `cat`.`sch`.`customers` (`customer_id`)
)
USING DELTA
CLUSTER BY (`order_id`, `price`)
COMMENT 'One row of orders.'
TBLPROPERTIES ('a' = 'it\\'s', 'demo' = 'x')"""


def test_a_table_can_replace_another_and_need_no_properties() -> None:
    sql = create_table_sql(SPEC, "customers", {}, replace=True)
    assert sql.startswith("CREATE OR REPLACE TABLE `cat`.`sch`.`customers` (")
    assert sql.endswith("COMMENT 'One row of customers.'")


def test_a_primary_key_of_any_kind_is_never_null() -> None:
    spec = demo(t=(5, {"a": {"kind": "compose", "format": "x"}}))
    keyed = spec.tables["t"].model_copy(update={"primary_key": "a"})
    assert "`a` STRING NOT NULL" in create_table_sql(spec.model_copy(update={"tables": {"t": keyed}}), "t", {})
