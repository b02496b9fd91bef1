"""Data quality: one scan a table for its rules, anti-joins for foreign keys, and a report that stays.

The report is a table in the demo, a JSON file in the run directory, and an event per rule. A violated rule of severity
error fails the run with exit code 4; the report is written all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from wizard.errors import QualityError
from wizard.identifiers import literal, quote, quote_name
from wizard.plan.model import Action, Step, digest
from wizard.plan.observed import RECIPE, Observed
from wizard.spec.model import (
    Accepted,
    DemoSpec,
    ForeignKeyRule,
    InRange,
    Matches,
    NotNull,
    QualityRule,
    Unique,
)
from wizard.steps import data, table
from wizard.steps.context import Context, Reporter
from wizard.steps.recipes import data_recipes
from wizard.steps.report_table import Report, ReportColumn, store

KIND = "quality"
REPORT = "quality_report"
KEY = f"{KIND}:{REPORT}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: rows looked at, rows that break it."""

    table: str
    column: str
    rule: str
    severity: str
    rows: int
    violations: int

    @property
    def ok(self) -> bool:
        """Whether the rule holds."""
        return self.violations == 0


def plan(spec: DemoSpec, observed: Observed) -> Iterator[Step]:
    """One step for all rules, run whenever rules or data changed."""
    if not spec.quality:
        return
    table.refuse_foreign(spec, observed, REPORT)
    rules = [rule.model_dump(mode="json") for rule in spec.quality]
    tables = list(dict.fromkeys(rule.table for rule in spec.quality))
    after = tuple(data.key(name) for name in spec.tables)
    recipe = digest([rules, data_recipes(spec)])
    full_name = f"{spec.demo_id}.{REPORT}"
    seen = observed.tables.get(REPORT)
    if seen and seen.properties.get(RECIPE) == recipe:
        yield Step(KEY, KIND, full_name, Action.KEEP, "rules and data are unchanged since they were checked", after)
        return
    queries = [(name, scan_sql(spec.demo_id, name, spec.quality)) for name in tables]
    orphans = [orphan_sql(spec.demo_id, rule) for rule in spec.quality if isinstance(rule, ForeignKeyRule)]
    yield Step(
        KEY, KIND, full_name, Action.RUN,
        "rules or data changed" if seen else "has not been checked yet",
        after, tuple(sql for _, sql in queries if sql) + tuple(orphans), recipe,
        payload={"demo": spec.demo_id, "rules": rules},
    )


def violation_sql(rule: QualityRule) -> str:
    """An expression over a whole table that counts the rows that break the rule. Foreign keys: see orphan_sql."""
    column = quote(rule.column)
    match rule:
        case NotNull():
            return f"count_if({column} IS NULL)"
        case Unique():
            return f"count({column}) - count(DISTINCT {column})"
        case InRange():
            bounds = [(rule.min, "<"), (rule.max, ">")]
            tests = [f"{column} {op} {literal(bound)}" for bound, op in bounds if bound is not None]
            return f"count_if({' OR '.join(tests)})" if tests else "0"
        case Accepted():
            return f"count_if({column} NOT IN ({', '.join(literal(v) for v in rule.values)}))"
        case Matches():
            return f"count_if(NOT {column} RLIKE {literal(rule.pattern)})"
        case ForeignKeyRule():
            raise ValueError("a foreign key is checked by an anti-join")


def scan_sql(demo: str, name: str, rules: Sequence[QualityRule]) -> str:
    """One scan of a table: the number of rows as `n`, violations as `r0`, `r1` … in the order of its rules."""
    own = [rule for rule in rules if rule.table == name and not isinstance(rule, ForeignKeyRule)]
    counts = "".join(f",\n  CAST({violation_sql(rule)} AS BIGINT) AS r{i}" for i, rule in enumerate(own))
    return f"SELECT count(*) AS n{counts}\nFROM {quote_name(f'{demo}.{name}')}"


def orphan_sql(demo: str, rule: ForeignKeyRule) -> str:
    """Counts the rows whose reference has no parent, as `violations`."""
    return (
        f"SELECT count(*) AS violations FROM {quote_name(f'{demo}.{rule.table}')} AS child\n"
        f"LEFT ANTI JOIN {quote_name(f'{demo}.{rule.parent}')} AS parent "
        f"ON child.{quote(rule.column)} = parent.{quote(rule.parent_column)}\n"
        f"WHERE child.{quote(rule.column)} IS NOT NULL"
    )


def apply(step: Step, ctx: Context, report: Reporter) -> str:
    """Check every rule, write the report, and fail when an error rule is broken."""
    from pydantic import TypeAdapter

    demo = str(step.payload["demo"])
    rules: list[QualityRule] = TypeAdapter(list[QualityRule]).validate_python(step.payload["rules"])
    findings = [f for name in dict.fromkeys(r.table for r in rules) for f in _check(ctx, report, demo, name, rules)]
    for f in findings:
        report.finding(f.table, f.rule, f.column, f.severity, f.violations, f.ok)
    broken = [f for f in findings if not f.ok and f.severity == "error"]
    report.attach("quality.json", json.dumps([asdict(f) | {"ok": f.ok} for f in findings], indent=2) + "\n")
    rows = ((f.table, f.column, f.rule, f.severity, f.rows, f.violations, f.ok) for f in findings)
    store(ctx, Report(step.object, COMMENT, COLUMNS), rows, demo=demo, mark="" if broken else step.recipe)
    if broken:
        first = broken[0]
        raise QualityError(
            f"{len(broken)} of {len(findings)} quality rules are broken; the first: {first.rule} on "
            f"{first.table}.{first.column}, {first.violations:,} of {first.rows:,} rows",
            f"SELECT * FROM {step.object} WHERE NOT passed",
        )
    warned = sum(1 for f in findings if not f.ok)
    return f"{len(findings)} rules hold" if not warned else f"{len(findings) - warned} rules hold, {warned} warned"


def _check(ctx: Context, report: Reporter, demo: str, name: str, rules: Sequence[QualityRule]) -> Iterator[Finding]:
    report.check()
    own = [rule for rule in rules if rule.table == name]
    scan = ctx.ws.sql(scan_sql(demo, name, rules), f"checking {name}").one()
    rows = int(scan["n"] or 0)
    scanned = iter(range(len(own)))
    for rule in own:
        if isinstance(rule, ForeignKeyRule):
            found = ctx.ws.sql(orphan_sql(demo, rule), f"checking {name}.{rule.column}").one()["violations"]
        else:
            found = scan[f"r{next(scanned)}"]
        yield Finding(name, rule.column, rule.rule, rule.severity, rows, int(found or 0))


COMMENT = "Data-quality rules and what the last check found."
COLUMNS = (
    ReportColumn("table_name", "STRING", "The table that was checked."),
    ReportColumn("column_name", "STRING", "The column that the rule is about."),
    ReportColumn("rule", "STRING", "The kind of rule, as in the spec."),
    ReportColumn("severity", "STRING", "error: the demo may not be given like this; warn: worth knowing."),
    ReportColumn("rows_checked", "BIGINT", "Rows that the rule looked at."),
    ReportColumn("violations", "BIGINT", "Rows that break the rule."),
    ReportColumn("passed", "BOOLEAN", "Whether no row breaks it."),
)
