"""What every object of a demo depends on, as hashes: the reason why a step runs or not.

A table's recipe covers its layout and the SQL of every value, so it changes exactly when its rows or its definition
would. The parts are kept beside it on the table, so that a plan can name the column that changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from wizard.datagen.recipe import TableRecipe, build_recipe
from wizard.plan.model import digest
from wizard.plan.observed import Observed
from wizard.spec.model import DemoSpec

PARTS = "demo_wizard.parts"


@lru_cache(maxsize=64)
def _recipes(key: str) -> dict[str, TableRecipe]:
    spec = DemoSpec.model_validate_json(key)
    return {name: build_recipe(spec, name) for name in spec.tables}


def recipes(spec: DemoSpec) -> dict[str, TableRecipe]:
    """How the rows of every table are made."""
    return _recipes(spec.model_dump_json(by_alias=True))


def parts(spec: DemoSpec, name: str) -> dict[str, str]:
    """Short hashes of what a table is made of: each column, and the rest as `rows` and `layout`."""
    table, recipe = spec.tables[name], recipes(spec)[name]
    layout = table.model_dump(mode="json", exclude={"columns", "rows"})
    return {
        **{c.name: digest([table.columns[c.name].model_dump(mode="json"), c.sql, c.type])[:6] for c in recipe.columns},
        "(rows)": digest([recipe.rows, spec.seed])[:6],
        "(layout)": digest(layout)[:6],
        "(all)": digest([recipe.hash, layout])[:6],
    }


def table_recipe(spec: DemoSpec, name: str) -> str:
    """The hash of a table: definition and rows."""
    return digest([recipes(spec)[name].hash, parts(spec, name)])


def data_recipes(spec: DemoSpec) -> dict[str, str]:
    """The hash of every table, by name."""
    return {name: table_recipe(spec, name) for name in spec.tables}


def what_changed(before: str, now: Mapping[str, str]) -> str:
    """A reason that names what differs, from the parts noted on the table and those of today."""
    try:
        old = dict(json.loads(before))
    except (ValueError, TypeError):
        return "its definition changed"
    columns = [k for k in [*now, *old] if not k.startswith("(")]
    changed = [k for k in dict.fromkeys(columns) if k in old and k in now and old[k] != now[k]]
    added = [k for k in now if k not in old]
    dropped = [k for k in old if k not in now]
    if old.get("(rows)") != now.get("(rows)"):
        return "the number of rows or the seed changed"
    named = [f"{verb} {', '.join(cols)}" for verb, cols in
             (("changed:", changed), ("new:", added), ("dropped:", dropped)) if cols]
    if named:
        return f"columns {'; '.join(named)}"
    if old.get("(layout)") != now.get("(layout)"):
        return "its comment, keys, clustering or properties changed"
    return "how its rows are made changed"


def rows_are_there(observed: Observed, table: str, recipe: str, data_property: str) -> bool:
    """Whether the table says that all rows of that recipe were written."""
    seen = observed.tables.get(table)
    return bool(seen and seen.properties.get(data_property, "").startswith(recipe + "/"))
