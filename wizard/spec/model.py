"""What a demo is: the spec, as data.

A `DemoSpec` is the one truth about a demo: the app edits it, the plan is built from it, every run leaves one behind.
Models are strict and closed (an unknown key is an error) so that a typo never silently changes a demo. What the file
looks like, and what each field means, is documented by the field descriptions here: `demo-wizard specs schema` prints
them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema

from wizard import identifiers
from wizard.spec.columns import CLOSED, Column


def _day(value: object) -> object:
    """A day as YYYY-MM-DD. Pydantic alone would also read numbers, as seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        raise ValueError("is not a day")
    return date.fromisoformat(value)


Identifier = Annotated[
    str,
    Field(pattern=identifiers.PATTERN, description=f"{identifiers.RULE.capitalize()}."),
]
Day = Annotated[date, BeforeValidator(_day)]
Size = Literal["small", "medium", "large"]
Engine = Literal["connect", "warehouse"]


class Model(BaseModel):
    """Frozen, closed to unknown keys, and without type coercion surprises."""

    model_config = CLOSED


class Brand(Model):
    """The block that re-skins a demo: whose company this is."""

    company: str = Field(default="Northwind Market", max_length=80, description="The company's name.")
    domain: str = Field(
        default="example.com",
        pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$",
        max_length=200,
        description="Domain of the generated e-mail addresses.",
    )
    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$", description="ISO 4217 code.")
    locale: str = Field(
        default="en_US",
        pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$",
        description="Locale of names and cities, e.g. en_US, de_DE.",
    )


class Generate(Model):
    """How rows are made; never which rows: those depend on the seed alone."""

    engine: Engine = Field(default="connect", description="connect (dbldatagen over Spark Connect) or warehouse (SQL).")
    batch_rows: int = Field(default=4_000_000, ge=1, description="Rows a batch; a run can stop and resume between two.")
    partitions: int = Field(default=4, ge=1, le=1024, description="Spark partitions a batch.")


class Rows(Model):
    """Row counts by size."""

    small: int = Field(ge=1, description="For a laptop and the tests.")
    medium: int = Field(ge=1, description="For a customer meeting.")
    large: int = Field(ge=1, description="For showing scale.")


RowCount = Annotated[
    Annotated[int, Field(ge=1), Tag("number")] | Annotated[Rows, Tag("sizes")],
    Discriminator(
        lambda value: "number" if type(value) is int else "sizes" if isinstance(value, dict | Rows) else None,
        custom_error_type="either_type",
        custom_error_message="must be a whole number, or {small: …, medium: …, large: …}",
    ),
]


class Table(Model):
    """One table: its keys, its layout, and how each column is made."""

    comment: str = Field(min_length=1, description="What one row is, for the catalog.")
    rows: RowCount = Field(description="A number, or one for each size.")
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

    Roles are least-privilege presets (wizard.steps.grant): `reader` may query, `engineer` may also change and create
    in the schema. `privileges` adds more on the schema.
    """

    principal: str = Field(min_length=1, max_length=255, description="Account group, user e-mail or application id.")
    role: Literal["reader", "engineer"] = Field(default="reader", description="The preset.")
    privileges: list[str] = Field(default=[], description="Further privileges on the schema, e.g. EXECUTE.")


class Task(Model):
    """One task of a job: exactly one of `sql` and `python`.

    The text may use {catalog} and {schema}; it is uploaded as a file into the workspace.
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


class Job(Model):
    """A job with dependent tasks, created and run."""

    name: str = Field(min_length=1, max_length=200, description="The job's name in the workspace.")
    comment: str = Field(default="", description="What the job is for.")
    tasks: list[Task] = Field(min_length=1, max_length=100, description="Its tasks, in any order.")
    run: bool = Field(default=True, description="Run it once at the end.")


class DemoSpec(Model):
    """A whole demo."""

    version: Literal[1] = Field(description="The version of this format.")
    industry: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$", description="The industry, e.g. retail.")
    title: str = Field(min_length=1, max_length=120, description="What the demo is called.")
    story: str = Field(default="", description="The situation that the demo is about, in a few sentences.")
    catalog: Identifier = Field(description="The catalog; made if it is not there.")
    schema_: Identifier = Field(alias="schema", description="The schema that holds everything.")
    seed: int = Field(default=42, ge=0, le=2**31 - 1, description="Same seed, same rows.")
    size: Size = Field(default="small", description="Which row counts are used.")
    as_of: Day = Field(description="The demo's today: every date is relative to it.")
    brand: Brand = Field(default=Brand(), description="Whose company this is.")
    generate: Generate = Field(default=Generate(), description="How rows are made.")
    tables: dict[Identifier, Table] = Field(min_length=1, description="Tables by name; parents may follow children.")
    views: dict[Identifier, View] = Field(default={}, description="Views by name.")
    quality: list[QualityRule] = Field(default=[], description="What must hold for the data.")
    grants: list[Grant] = Field(default=[], description="Who may do what.")
    jobs: dict[Identifier, Job] = Field(default={}, description="Jobs by key.")

    def rows_of(self, table: str) -> int:
        """Rows of a table at this spec's size."""
        rows = self.tables[table].rows
        return rows if isinstance(rows, int) else int(getattr(rows, self.size))

    def parents(self, table: str) -> tuple[str, ...]:
        """The tables that this one's foreign keys point to."""
        found = (column.table for column in self.tables[table].columns.values() if column.kind == "foreign_key")
        return tuple(dict.fromkeys(found))

    @property
    def demo_id(self) -> str:
        """The stamp on everything this demo owns: catalog and schema name it."""
        return f"{self.catalog}.{self.schema_}"
