"""The story proves itself: every question of the talk track is asked, and the answer compared with the answer key.

It comes after data and views. Each answer is an event; all of them together are a table in the demo, for whoever gives
it, and a JSON file in the run directory, for the talk track. An answer that is not the expected one fails the run with
exit code 4. Questions about an incident that is switched off are not asked, and say so; an incident that is not
declared at all leaves its questions to be asked, and to fail.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.errors import QualityError
from wizard.plan.model import Action, Step, digest
from wizard.plan.observed import RECIPE, Observed
from wizard.spec.model import DemoSpec
from wizard.spec.story import Expectation, Insight
from wizard.steps import answers, data, table, view
from wizard.steps.answers import Answer
from wizard.steps.asking import ask_all
from wizard.steps.context import Context, Reporter
from wizard.steps.proof import FILE, ROWS_KEPT, Proved, Story
from wizard.steps.recipes import data_recipes
from wizard.steps.report_table import Report, ReportColumn, store

KIND = "story"
REPORT = "story_report"
KEY = f"{KIND}:report"


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """One step for all insights, run whenever insights, views or data changed."""
    if not spec.insights:
        return
    table.refuse_foreign(spec, observed, REPORT)
    queries = questions(spec)
    insights = [
        {"name": name, "sql": queries.get(name, ""), "skipped": why_not(spec, insight),
         "insight": insight.model_dump(mode="json", by_alias=True)}
        for name, insight in spec.insights.items()
    ]
    rests_on = evidence(spec)
    recipe = digest([insights, rests_on])
    after = (*(data.key(name) for name in spec.tables), *(view.key(name) for name in spec.views))
    full_name = f"{spec.demo_id}.{REPORT}"
    seen = observed.tables.get(REPORT)
    mark = seen.properties.get(RECIPE) if seen else None
    if mark == recipe:
        yield Step(KEY, KIND, full_name, Action.KEEP, "proved, and nothing changed since", after, recipe=recipe)
        return
    head = {"demo": spec.demo_id, "title": spec.title, "story": spec.story, "company": spec.brand.company,
            "as_of": spec.as_of.isoformat(), "evidence": rests_on}
    yield Step(KEY, KIND, full_name, Action.RUN, _reason(mark), after, tuple(queries.values()), recipe,
               payload={"head": head, "insights": insights})


def _reason(mark: str | None) -> str:
    if mark is None:
        return "has not been proved yet"
    return "insights, views or data changed" if mark else "it did not hold when it was last asked"


def why_not(spec: DemoSpec, insight: Insight) -> str:
    """Why an insight is not asked for; empty if it is."""
    incident = spec.incidents.get(insight.incident or "")
    return f"the incident {insight.incident} is switched off" if incident and not incident.enabled else ""


def questions(spec: DemoSpec) -> dict[str, str]:
    """The queries of the insights that are asked, by name, with every name of the demo in full."""
    return {
        name: view.qualify(spec, insight.sql)[0] for name, insight in spec.insights.items()
        if not why_not(spec, insight)
    }


def evidence(spec: DemoSpec) -> str:
    """The hash of everything that the answers depend on: rows, views and the queries themselves."""
    views = {name: view.qualify(spec, made.sql)[0] for name, made in spec.views.items()}
    return digest([data_recipes(spec), views, questions(spec)])


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Ask, report, and fail when an answer is not the expected one."""
    report.check()
    asked = step.payload["insights"]
    found = ask_all(ctx.ws, {one["name"]: one["sql"] for one in asked if not one["skipped"]})
    proved = [
        prove(one["name"], Insight.model_validate(one["insight"]), one["sql"], found.get(one["name"]), one["skipped"])
        for one in asked
    ]
    for p in proved:
        report.insight(p.name, p.question, p.ok, p.expected, p.found, p.seconds, p.say, bool(p.skipped))
    report.attach(FILE, Story(**step.payload["head"], insights=tuple(proved)).to_json())
    failed = [p for p in proved if not p.ok and not p.skipped]
    _store(ctx, step, proved, holds=not failed)
    if failed:
        raise _failure(failed, len(found))
    skipped = f", {len(proved) - len(found)} not asked" if len(proved) > len(found) else ""
    return f"{len(found)} questions answered as expected{skipped}"


def prove(name: str, insight: Insight, sql: str, answer: Answer | None, skipped: str = "") -> Proved:
    """An insight with its answer (None when it was not asked), compared with the answer key."""
    kept = answer or Answer()
    verdict = answers.judge(insight.expect, kept) if answer else _not_asked(insight.expect, skipped)
    return Proved(
        name, insight.question, sql, verdict.expected, verdict.found, verdict.ok,
        say="" if answer is None or not answer.rows else answers.say(insight.say, answer),
        click=insight.click, chart=insight.chart, seconds=kept.seconds, skipped=skipped,
        columns=kept.columns, types=kept.types, rows=tuple(map(tuple, kept.rows[:ROWS_KEPT])),
    )


def _not_asked(expect: Sequence[Expectation], why: str) -> answers.Verdict:
    return answers.Verdict(False, "; ".join(map(answers.in_words, expect)), f"not asked: {why}")


def _failure(failed: Sequence[Proved], asked: int) -> QualityError:
    first = failed[0]
    return QualityError(
        f"{len(failed)} of {asked} answers are not the expected ones; the first: {first.question} "
        f"Expected {first.expected}; found {first.found}",
        f"Look at it with this query:\n{first.sql}",
    )


COMMENT = "The questions of the talk track and their answers."
COLUMNS = (
    ReportColumn("insight", "STRING", "The insight's name in the spec."),
    ReportColumn("question", "STRING", "What an executive would ask."),
    ReportColumn("expected", "STRING", "The answer key, in words."),
    ReportColumn("found", "STRING", "What the first row of the answer holds, or why there is none."),
    ReportColumn("passed", "BOOLEAN", "Whether the answer is the expected one; empty where it was not asked."),
    ReportColumn("seconds", "DOUBLE", "How long the query took, in seconds."),
)


def _store(ctx: Context, step: Step, proved: Sequence[Proved], *, holds: bool) -> None:
    rows = (
        (p.name, p.question, p.expected, p.found, None if p.skipped else p.ok, p.seconds) for p in proved
    )
    demo = str(step.payload["head"]["demo"])
    store(ctx, Report(step.object, COMMENT, COLUMNS), rows, demo=demo, mark=step.recipe if holds else "")
