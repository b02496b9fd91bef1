"""A kiosk: the smallest demo with something of every kind, made by the real steps in a second."""

from __future__ import annotations

from pathlib import Path

from tests.steps.shop import DAY
from wizard.plan.model import Step
from wizard.run.reporter import Reporter
from wizard.spec import parse
from wizard.spec.model import DemoSpec
from wizard.steps import apply, build
from wizard.steps.context import Context

CATALOG = "kiosk_demo"
TEXT = f"""\
version: 1
industry: shop
title: Kiosk
story: People buy papers.
catalog: {CATALOG}
schema: corner
seed: 7
generate: {{engine: warehouse}}
tables:
  papers:
    comment: One row a paper.
    rows: 3
    primary_key: paper_id
    columns:
      paper_id: {{kind: key, format: "P-{{id}}", comment: Key.}}
  sales:
    comment: One row a sale.
    rows: 9
    primary_key: sale_id
    columns:
      sale_id: {{kind: key, format: "S-{{id}}", comment: Key.}}
      paper_id: {{kind: foreign_key, table: papers, comment: What.}}
views:
  all_sales: {{comment: Everything., sql: SELECT * FROM sales}}
  known_papers: {{comment: What was sold., sql: SELECT DISTINCT paper_id FROM all_sales}}
grants:
  - {{principal: analysts}}
  - {{principal: data_engineers, role: engineer}}
jobs:
  refresh:
    name: Kiosk refresh
    run: false
    tasks:
      - key: daily
        sql: |
          CREATE TABLE IF NOT EXISTS {{catalog}}.{{schema}}.daily (day DATE)
            TBLPROPERTIES ('demo_wizard.demo' = '{{catalog}}.{{schema}}')
      - key: wait
        python: |
          import time
          time.sleep(600)
"""


def kiosk(*settings: str) -> DemoSpec:
    """The kiosk with `--set` values."""
    return parse(TEXT, overrides=[DAY, *settings])


def make(spec: DemoSpec, ctx: Context) -> DemoSpec:
    """Do what its plan changes; answers the spec."""
    for step in build(spec, ctx).changes:
        apply(step, ctx, _silent(step, ctx))
    return spec


def _silent(step: Step, ctx: Context) -> Reporter:
    return Reporter(step.key, lambda _event: None, ctx.ws.cancelled, lambda name, _text: Path(name))
