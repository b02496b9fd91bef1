"""A corner shop: two tables, a view and three questions, small enough to be made in a second or two."""

from __future__ import annotations

import json
from typing import Any

from wizard.spec import parse
from wizard.spec.model import DemoSpec

TEXT = """\
version: 1
industry: shop
title: Corner shop
story: The North sells less since the road works began.
catalog: shop_demo
schema: corner
seed: 7
generate: {engine: warehouse}
tables:
  stores:
    comment: One row a store.
    rows: 20
    primary_key: store_id
    columns:
      store_id: {kind: key, format: "S-{id:03}", comment: Key.}
      region: {kind: choice, values: {North: 50, South: 50}, comment: Region.}
  sales:
    comment: One row a sale.
    rows: 2000
    primary_key: sale_id
    columns:
      sale_id: {kind: key, format: "N-{id:05}", comment: Key.}
      store_id: {kind: foreign_key, table: stores, comment: Where.}
      sold_at: {kind: timestamp, start: -60, end: 0, comment: When.}
      amount: {kind: uniform, type: "decimal(8,2)", min: 1, max: 9, comment: How much.}
incidents:
  road_works:
    comment: Road works keep people away.
    table: sales
    time: sold_at
    start: -10
    end: 0
    multiply: {amount: 0.5}
    enabled: false
views:
  revenue_by_region:
    comment: One row a region.
    sql: SELECT region, sum(amount) AS revenue FROM sales JOIN stores USING (store_id) GROUP BY region
insights:
  size:
    question: How many sales are there?
    sql: SELECT count(*) AS sales, avg(amount) AS price FROM sales
    expect: [{column: sales, is: "2000"}, {column: price, near: 5, within: 0.2}]
    say: There are {sales} sales at {price} on average.
    click: Open the SQL editor.
    chart: number
  regions:
    question: Which region sells most?
    sql: SELECT region, revenue FROM revenue_by_region ORDER BY revenue DESC
    expect: [{column: revenue, above: 1000}]
    say: "{region} leads with {revenue} {{dollars}}."
    chart: bar
  works:
    question: What did the road works cost?
    sql: SELECT 0.5 AS share
    expect: [{column: share, below: 0.6}]
    say: Half of it.
    incident: road_works
"""
DAY = "as_of=2026-11-01"
DEMO = "shop_demo.corner"


def shop(**update: Any) -> DemoSpec:
    """The shop on a fixed day, with sections replaced."""
    raw = parse(TEXT, overrides=[DAY]).model_dump(mode="json", by_alias=True)
    return DemoSpec.model_validate_json(json.dumps(raw | update))


def with_insight(name: str, **update: Any) -> DemoSpec:
    """The shop with fields of one insight replaced."""
    raw = parse(TEXT).model_dump(mode="json", by_alias=True)["insights"]
    return shop(insights=raw | {name: raw[name] | update})

