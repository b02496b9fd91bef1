"""The rows behind a demo's story: every question of the talk track and every view, asked of the demo that is there."""

from __future__ import annotations

from wizard.desk.questions import Chart
from wizard.identifiers import quote_name
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.steps import readiness, story
from wizard.steps.answers import FRACTIONAL, WHOLE, Answer
from wizard.steps.asking import ask_all
from wizard.steps.context import Context
from wizard.workspace.observe import observe

ROWS = 200
"""Rows of a chart that are kept: more than a terminal can draw."""


def charts(spec: DemoSpec, ctx: Context) -> tuple[Chart, ...]:
    """Insights first, as the spec has them, without those that are not asked; then views.

    A spec that leaves its day open is asked for the day that the demo was made for. Raises PreflightError when the
    demo is not there.
    """
    observed = observe(ctx.ws, spec.catalog, spec.schema_, principals=(), job_names={})
    readiness.refuse_absent(spec, observed)
    demo = skin(spec.model_copy(update={"as_of": readiness.as_of(spec, observed)}))
    asked = [*_insights(demo), *_views(demo)]
    answers = ask_all(ctx.ws, {f"{chart.kind} {chart.name}": chart.sql for chart in asked})
    return tuple(_answered(chart, answers[f"{chart.kind} {chart.name}"]) for chart in asked)


def _insights(spec: DemoSpec) -> list[Chart]:
    return [
        _unanswered(name, "insight", spec.insights[name].question, spec.insights[name].chart, sql)
        for name, sql in story.questions(spec).items()
    ]


def _views(spec: DemoSpec) -> list[Chart]:
    return [
        _unanswered(name, "view", view.comment, "table",
                    f"SELECT * FROM {quote_name(f'{spec.demo_id}.{name}')} LIMIT {ROWS}")
        for name, view in spec.views.items()
    ]  # fmt: skip


def _unanswered(name: str, kind: str, title: str, chart: str, sql: str) -> Chart:
    return Chart(name, kind, title, chart, (), (), 0.0, sql)


def _answered(asked: Chart, answer: Answer) -> Chart:
    rows = tuple(
        tuple(_value(cell, kind) for cell, kind in zip(row, answer.types, strict=True)) for row in answer.rows[:ROWS]
    )
    return Chart(asked.name, asked.kind, asked.title, asked.chart, answer.columns, rows, answer.seconds, asked.sql,
                 answer.error)  # fmt: skip


def _value(cell: str | None, kind: str) -> int | float | bool | str | None:
    """A cell as a Python value; `kind` is its SQL type. What is no number stays the text that the service sent."""
    if cell is None:
        return None
    if kind in WHOLE:
        return int(cell)
    if kind in FRACTIONAL:
        return float(cell)
    return cell == "true" if kind == "BOOLEAN" else cell
