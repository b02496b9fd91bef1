"""What a demo is: the spec, as data.

A `DemoSpec` is the one truth about a demo: the app edits it, the plan is built from it, every run leaves one behind.
Models are strict and closed (an unknown key is an error) so that a typo never silently changes a demo. What the file
looks like, and what each field means, is documented by the field descriptions here: `demo-wizard specs schema` prints
them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from wizard import identifiers
from wizard.spec import parts, sizes
from wizard.spec.brand import Brand
from wizard.spec.columns import CLOSED, Column
from wizard.spec.story import Incident, Insight


def _day(value: object) -> object:
    """A day as YYYY-MM-DD. Pydantic alone would also read numbers, as seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("is not a day")
    return date.fromisoformat(value)


def _today() -> date:
    return datetime.now(UTC).date()


Identifier = Annotated[
    str,
    Field(pattern=identifiers.PATTERN, description=f"{identifiers.RULE.capitalize()}."),
]
Parameter = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Day = Annotated[date, BeforeValidator(_day)]
Size = Annotated[
    Annotated[Literal["small", "medium", "large"], Tag("name")] | Annotated[int, Field(ge=1), Tag("number")],
    Discriminator(
        lambda value: "number" if type(value) is int else "name" if isinstance(value, str) else None,
        custom_error_type="either_type",
        custom_error_message="must be small, medium, large, or the rows of the largest table",
    ),
]
Engine = Literal["connect", "warehouse"]


class Model(BaseModel):
    """Frozen, closed to unknown keys, and without type coercion surprises."""

    model_config = CLOSED


class Generate(Model):
    """How rows are made; never which rows: those depend on the seed alone."""

    engine: Engine = Field(default="connect", description="connect (dbldatagen over Spark Connect) or warehouse (SQL).")
    batch_rows: int = Field(default=4_000_000, ge=1, description="Rows a batch; a run can stop and resume between two.")
    partitions: int = Field(default=4, ge=1, le=1024, description="Spark partitions a batch.")


RowCount = Annotated[
    Annotated[int, Field(ge=1), Tag("number")] | Annotated[sizes.Rows, Tag("sizes")],
    Discriminator(
        lambda value: "number" if type(value) is int else "sizes" if isinstance(value, dict | sizes.Rows) else None,
        custom_error_type="either_type",
        custom_error_message="must be a whole number, or {small: …, medium: …, large: …}",
    ),
]


class PartOf(Model):
    """A table whose rows belong to the rows of another: the lines of an order, the versions of a customer."""

    table: Identifier = Field(description="The whole; its primary key is of kind `key`.")
    count: dict[str, float] = Field(
        min_length=1, description="How many parts a whole has: number (0 to 20) by weight, e.g. {1: 50, 2: 30, 3: 20}."
    )


class Table(Model):
    """One table: its keys, its layout, and how each column is made."""

    comment: str = Field(min_length=1, description="What one row is, for the catalog.")
    rows: RowCount | None = Field(default=None, description="A number, or one for each size; not with `part_of`.")
    part_of: PartOf | None = Field(default=None, description="The rows belong to rows of another table.")
    missing: float = Field(default=0.0, ge=0, lt=1, description="Share of rows that never arrived, as with readings.")
    primary_key: Identifier | None = Field(default=None, description="The key column.")
    cluster_by: list[Identifier] = Field(default=[], max_length=4, description="Liquid clustering columns.")
    properties: dict[str, str] = Field(default={}, description="Extra Delta table properties.")
    columns: dict[Identifier, Column] = Field(min_length=1, description="Columns in order, by name.")


class View(Model):
    """A view. Its SQL names tables and views of this spec without catalog or schema."""

    comment: str = Field(min_length=1, description="What one row is, for the catalog.")
    sql: str = Field(min_length=1, description="One SELECT statement.")
    columns: dict[Identifier, str] = Field(default={}, description="Comments by column.")


Severity = Literal["error", "warn"]


class RuleBase(Model):
    """What every quality rule has."""

    table: Identifier = Field(description="The table that is checked.")
    severity: Severity = Field(default="error", description="error ends the run with exit code 4; warn reports.")
    comment: str = Field(default="", description="Why the rule is there.")


class NotNull(RuleBase):
    """The column has a value in every row."""

    rule: Literal["not_null"]
    column: Identifier


class Unique(RuleBase):
    """No value occurs twice."""

    rule: Literal["unique"]
    column: Identifier


Bound = Annotated[
    Annotated[int, Tag("int")] | Annotated[float, Tag("float")],
    Discriminator(
        lambda value: type(value).__name__ if type(value) in {int, float} else None,
        custom_error_type="either_type",
        custom_error_message="must be a number",
    ),
    WithJsonSchema({"type": "number"}),  # a whole number is both, which `oneOf` refuses
]


class InRange(RuleBase):
    """Every value that is there lies between min and max, ends included."""

    rule: Literal["in_range"]
    column: Identifier
    min: Bound | None = None
    max: Bound | None = None


class Accepted(RuleBase):
    """Every value that is there is one of these."""

    rule: Literal["accepted_values"]
    column: Identifier
    values: list[str] = Field(min_length=1)


class Matches(RuleBase):
    """Every value that is there matches a regular expression (Java syntax, anywhere in the text unless anchored)."""

    rule: Literal["matches"]
    column: Identifier
    pattern: str = Field(min_length=1)


class ForeignKeyRule(RuleBase):
    """Every value that is there occurs in the parent's column."""

    rule: Literal["foreign_key"]
    column: Identifier
    parent: Identifier
    parent_column: Identifier


QualityRule = Annotated[
    NotNull | Unique | InRange | Accepted | Matches | ForeignKeyRule,
    Field(discriminator="rule"),
]


class Grant(Model):
    """What one principal may do with the demo.

    Roles are least-privilege presets (wizard.spec.roles): `reader` may query, `engineer` may also change and create
    in the schema. `privileges` adds more on the schema.
    """

    principal: str = Field(min_length=1, max_length=255, description="Account group, user e-mail or application id.")
    role: Literal["reader", "engineer"] = Field(default="reader", description="The preset.")
    privileges: list[str] = Field(default=[], description="Further privileges on the schema, e.g. EXECUTE.")


class Task(Model):
    """One task of a job: exactly one of `sql` and `python`.

    The text may use {catalog} and {schema}; it is uploaded as a file into the workspace. A table that it makes is this
    demo's, and goes with it, only with TBLPROPERTIES ('demo_wizard.demo' = '{catalog}.{schema}').
    """

    key: str = Field(pattern=r"^[A-Za-z0-9_-]{1,100}$", description="The task's name in its job.")
    comment: str = Field(default="", description="What the task does.")
    depends_on: list[str] = Field(default=[], description="Keys of the tasks that come before.")
    sql: str | None = Field(default=None, min_length=1, description="SQL statements, separated by semicolons.")
    python: str | None = Field(
        default=None, min_length=1, description="A Python program; `spark` comes from DatabricksSession."
    )
    retries: int = Field(default=0, ge=0, le=10, description="Further attempts after a failure.")
    timeout_seconds: int = Field(default=600, ge=1, le=86_400, description="Seconds until it is stopped.")


class Schedule(Model):
    """When a job runs by itself."""

    cron: str = Field(
        min_length=1, max_length=100,
        description="Quartz cron: second minute hour day-of-month month day-of-week, e.g. 0 0 6 * * ?",
    )
    timezone: str = Field(default="UTC", min_length=1, max_length=60, description="Name of a time zone: Europe/Berlin.")
    paused: bool = Field(default=True, description="A paused schedule is stored and does not run anything.")


class Job(Model):
    """A job with dependent tasks, created and run."""

    name: str = Field(min_length=1, max_length=200, description="The job's name in the workspace.")
    comment: str = Field(default="", description="What the job is for.")
    tasks: list[Task] = Field(min_length=1, max_length=100, description="Its tasks, in any order.")
    enabled: bool = Field(default=True, description="false: it is left out.")
    run: bool = Field(default=True, description="Run it once at the end.")
    schedule: Schedule | None = Field(default=None, description="When it runs by itself; never without one.")
    parameters: dict[Parameter, str] = Field(
        default={}, description="Parameters and their defaults: :name in SQL, --name=value for a Python program."
    )


class DemoSpec(Model):
    """A whole demo."""

    version: Literal[1] = Field(description="The version of this format.")
    industry: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$", description="The industry, e.g. retail.")
    title: str = Field(min_length=1, max_length=120, description="What the demo is called.")
    story: str = Field(default="", description="The situation that the demo is about, in a few sentences.")
    catalog: Identifier = Field(description="The catalog; made if it is not there.")
    schema_: Identifier = Field(alias="schema", description="The schema that holds everything.")
    seed: int = Field(default=42, ge=0, le=2**31 - 1, description="Same seed, same rows.")
    size: Size = Field(
        default="small",
        description="Which row counts are used; a number: rows of the largest table, the others keep their ratio.",
    )
    as_of: Day = Field(default_factory=_today, description="The demo's today, UTC: every date is relative to it.")
    expires_days: int | None = Field(
        default=None, ge=1, le=3650,
        description="Days from making the demo to the date that is noted on its schema and jobs, for who cleans up.",
    )
    brand: Brand = Field(default=Brand(), description="Whose company this is.")
    generate: Generate = Field(default=Generate(), description="How rows are made.")
    tables: dict[Identifier, Table] = Field(min_length=1, description="Tables by name; parents may follow children.")
    incidents: dict[Identifier, Incident] = Field(default={}, description="What went wrong, or right, by name.")
    views: dict[Identifier, View] = Field(default={}, description="Views by name.")
    insights: dict[Identifier, Insight] = Field(
        default={}, description="The talk track in order: what an analyst must find, and the answer key."
    )
    quality: list[QualityRule] = Field(default=[], description="What must hold for the data.")
    grants: list[Grant] = Field(default=[], description="Who may do what.")
    jobs: dict[Identifier, Job] = Field(default={}, description="Jobs by key.")

    def rows_of(self, table: str) -> int:
        """Rows of a table at this spec's size, before incidents and missing rows."""
        found = self.tables[table]
        if found.part_of is not None:
            return parts.children(parts.block(found.part_of.count), self.rows_of(found.part_of.table))
        if isinstance(found.rows, int) or found.rows is None:
            return found.rows or 0
        every = [other.rows for other in self.tables.values() if isinstance(other.rows, sizes.Rows)]
        return sizes.rows(found.rows, self.size, every)

    def parents(self, table: str) -> tuple[str, ...]:
        """The tables that this one refers to."""
        model = self.tables[table]
        found = [column.table for column in model.columns.values() if column.kind == "foreign_key"]
        return tuple(dict.fromkeys([model.part_of.table, *found] if model.part_of else found))

    @property
    def demo_id(self) -> str:
        """The stamp on everything this demo owns: catalog and schema name it."""
        return f"{self.catalog}.{self.schema_}"
