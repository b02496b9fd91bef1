"""CREATE TABLE with all that a catalog should know: comments, keys, clustering, properties.

Tables are created empty and then inserted into: constraints and comments have to be in the first statement, since
adding a constraint that exists fails. Keys are informational in Unity Catalog, but feed joins, lineage and assistants.
"""

from __future__ import annotations

from collections.abc import Mapping

from wizard.datagen.recipe import build_recipe
from wizard.identifiers import literal, quote, quote_name
from wizard.spec.lookups import pointed_at
from wizard.spec.model import DemoSpec


def create_table_sql(spec: DemoSpec, table: str, properties: Mapping[str, str], *, replace: bool = False) -> str:
    """The statement that creates one table of the demo; `properties` are added to the table's own.

    `replace` drops the rows and the schema of a table of the same name, which keeps its grants.
    """
    model = spec.tables[table]
    verb = "CREATE OR REPLACE TABLE" if replace else "CREATE TABLE"
    lines = ",\n  ".join([*_columns(spec, table), *_constraints(spec, table)])
    clauses = [f"{verb} {full_name(spec, table)} (\n  {lines}\n)", "USING DELTA"]
    if model.cluster_by:
        clauses.append(f"CLUSTER BY ({', '.join(map(quote, model.cluster_by))})")
    clauses.append(f"COMMENT {literal(model.comment)}")
    pairs = [f"{literal(name)} = {literal(value)}" for name, value in {**model.properties, **properties}.items()]
    if pairs:
        clauses.append(f"TBLPROPERTIES ({', '.join(pairs)})")
    return "\n".join(clauses)


def full_name(spec: DemoSpec, table: str) -> str:
    """The table's three-part name, quoted."""
    return quote_name(f"{spec.catalog}.{spec.schema_}.{table}")


def _columns(spec: DemoSpec, table: str) -> list[str]:
    primary = spec.tables[table].primary_key
    return [
        f"{quote(column.name)} {column.type if '<' in column.type else column.type.upper()}"
        f"{'' if column.nullable and column.name != primary else ' NOT NULL'} COMMENT {literal(column.comment)}"
        for column in build_recipe(spec, table).columns
    ]


def _constraints(spec: DemoSpec, table: str) -> list[str]:
    model = spec.tables[table]
    made = []
    if model.primary_key:
        made.append(f"CONSTRAINT {quote(f'{table}_pk')} PRIMARY KEY ({quote(model.primary_key)})")
    for name, column in model.columns.items():
        other = pointed_at(model, name)
        if other is not None and not column.hidden:
            parent = f"{full_name(spec, other)} ({quote(spec.tables[other].primary_key or '')})"
            made.append(f"CONSTRAINT {quote(f'{table}_{name}_fk')} FOREIGN KEY ({quote(name)}) REFERENCES {parent}")
    return made
