"""An auditor of demos: reads a demo's files with plain deltalake and DuckDB, and says what nobody would believe.

What must hold is taken from the spec's own words (which column refers to what, which moment follows which); the rows
are read without any of our code.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import duckdb
from deltalake import DeltaTable

from wizard.spec.model import DemoSpec

MADE_UP = r"lorem|ipsum|^[A-Z]+_[0-9]+$|\bfoo\b|\btest\b|\{|\}"
SHARE = 0.03
WEEKLY = 0.5
DAYS_FOR_A_PATTERN = 56


class Audit:
    """One demo, its tables registered under their names."""

    def __init__(self, spec: DemoSpec, client: Any) -> None:
        self.spec = spec
        self.db = duckdb.connect()
        self.files = {
            table.name: DeltaTable(table.storage_location)
            for table in client.tables.list(spec.catalog, spec.schema_)
            if table.table_type.value == "MANAGED"
        }
        for name in spec.tables:
            self.db.register(name, self.files[name].to_pyarrow_table())

    def one(self, sql: str) -> Any:
        (row,) = self.db.sql(sql).fetchall()
        return row[0]

    def columns(self, kind: str) -> Iterator[tuple[str, str, Any]]:
        """Table, name and model of all columns of a kind that are stored."""
        for table, model in self.spec.tables.items():
            for name, column in model.columns.items():
                if column.kind == kind and not column.hidden:
                    yield table, name, column

    def stored(self, table: str, column: str) -> bool:
        return column in self.db.sql(f"SELECT * FROM {table} LIMIT 0").columns

    def duplicates(self) -> Iterator[str]:
        for table, model in self.spec.tables.items():
            if model.primary_key and self.one(f"SELECT count(*) - count(DISTINCT {model.primary_key}) FROM {table}"):
                yield f"{table}.{model.primary_key}"

    def orphans(self) -> Iterator[str]:
        for kind in ("foreign_key", "parent"):
            for table, name, column in self.columns(kind):
                part_of = self.spec.tables[table].part_of
                parent = column.table if kind == "foreign_key" else part_of.table if part_of else ""
                key = self.spec.tables[parent].primary_key
                found = self.one(f"SELECT count(*) FROM {table} c LEFT JOIN {parent} p ON c.{name} = p.{key} "
                                 f"WHERE c.{name} IS NOT NULL AND p.{key} IS NULL")
                if found:
                    yield f"{table}.{name}: {found}"

    def wrong_totals(self) -> Iterator[str]:
        """Wholes whose sum or count is not that of their parts, to the last digit."""
        for table, name, column in self.columns("rollup"):
            if column.function not in {"sum", "count"}:
                continue
            key = self.spec.tables[table].primary_key
            link = next(n for n, c in self.spec.tables[column.of].columns.items() if c.kind == "parent")
            what = f"sum(p.{column.column})" if column.function == "sum" else f"count(p.{link})"
            both = (f"SELECT w.{name} AS told, coalesce({what}, 0) AS found FROM {table} w "
                    f"LEFT JOIN {column.of} p ON p.{link} = w.{key} GROUP BY w.{key}, w.{name}")
            found = self.one(f"SELECT count(*) FROM ({both}) WHERE told <> found OR told IS NULL")
            if found:
                yield f"{table}.{name}: {found}"

    def disorder(self) -> Iterator[str]:
        """Lifecycles that run backwards or into the future, and versions that overlap."""
        for table, name, column in self.columns("after"):
            if self.stored(table, column.of):
                found = self.one(f"SELECT count(*) FROM {table} WHERE {name} < {column.of} "
                                 f"OR ({name} IS NOT NULL AND {column.of} IS NULL) "
                                 f"OR {name} > DATE '{self.spec.as_of}' + 1")
                if found:
                    yield f"{table}.{name}: {found}"
        for table, name, column in self.columns("history"):
            ends = [n for t, n, c in self.columns("history") if t == table and c.part == "to"]
            if column.part == "from" and ends:
                to = ends[0]
                link = next(n for n, c in self.spec.tables[table].columns.items() if c.kind == "parent")
                found = self.one(f"SELECT count(*) FROM (SELECT {to} AS ended, lead({name}) OVER "
                                 f"(PARTITION BY {link} ORDER BY {name}) AS next, {name} AS began FROM {table}) "
                                 "WHERE ended IS DISTINCT FROM next OR ended <= began")
                if found:
                    yield f"{table}.{name}: {found}"

    def too_early(self) -> Iterator[str]:
        """Rows that refer to a parent that was not there yet."""
        for table, name, column in self.columns("foreign_key"):
            if column.existing and self.stored(table, column.existing.time):
                key = self.spec.tables[column.table].primary_key
                found = self.one(f"SELECT count(*) FROM {table} c JOIN {column.table} p ON c.{name} = p.{key} "
                                 f"WHERE p.{column.existing.column} > c.{column.existing.time}")
                if found:
                    yield f"{table}.{name}: {found}"

    def wrong_shares(self) -> Iterator[str]:
        """References whose most popular parents do not get their share, within three points."""
        for table, name, column in self.columns("foreign_key"):
            if column.skew is None or column.match or column.existing:
                continue
            parents = self.spec.rows_of(column.table)
            share = self.one(
                f"SELECT sum(n) FILTER (WHERE rank <= {column.skew.top * parents}) / sum(n) "
                "FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS rank "
                f"FROM {table} WHERE {name} IS NOT NULL GROUP BY {name})"
            )
            slack = SHARE + 0.8 * (parents / self.spec.rows_of(table)) ** 0.5  # chance makes favorites of its own
            if not column.skew.share - SHARE <= share <= column.skew.share + slack:
                yield f"{table}.{name}: {share:.3f} instead of {column.skew.share}"

    def without_weeks(self) -> Iterator[str]:
        """Calendars with a weekly rhythm whose daily counts do not repeat after seven days."""
        for table, name, column in self.columns("timestamp"):
            days = column.end - column.start
            if column.weights.weekday is None or days < DAYS_FOR_A_PATTERN or self.spec.rows_of(table) < 20 * days:
                continue
            daily = self.db.sql(f"SELECT count(*) FROM {table} WHERE {name} IS NOT NULL "
                                f"GROUP BY CAST({name} AS DATE) ORDER BY CAST({name} AS DATE)")
            found = autocorrelation([count for (count,) in daily.fetchall()], 7)
            if found < WEEKLY:
                yield f"{table}.{name}: {found:.2f}"

    def made_up(self) -> Iterator[str]:
        """Text that nobody would believe."""
        for table in self.spec.tables:
            rows = self.db.sql(f"SELECT * FROM {table}")
            for name, kind in zip(rows.columns, rows.types, strict=True):
                if str(kind) == "VARCHAR":
                    found = self.db.sql(f"SELECT {name} FROM {table} WHERE regexp_matches({name}, '{MADE_UP}') LIMIT 1")
                    yield from (f"{table}.{name}: {value}" for (value,) in found.fetchall())

    def constant(self) -> Iterator[str]:
        """Columns that say the same in every row."""
        for table, model in self.spec.tables.items():
            for name, column in model.columns.items():
                if not column.hidden and self.one(f"SELECT count(DISTINCT {name}) FROM {table}") < 2:
                    yield f"{table}.{name}"

    def bare(self) -> Iterator[str]:
        for name, table in self.files.items():
            yield from (f"{name}.{f.name}" for f in table.schema().fields if not f.metadata.get("comment"))


def autocorrelation(values: list[int], lag: int) -> float:
    """Of the differences from one value to the next, so that growth and seasons do not count as rhythm."""
    steps = [b - a for a, b in pairwise(values)]
    mean = sum(steps) / len(steps)
    spread = sum((step - mean) ** 2 for step in steps)
    both = sum((a - mean) * (b - mean) for a, b in zip(steps, steps[lag:], strict=False))
    return both / spread if spread else 0.0
