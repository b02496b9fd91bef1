"""What every object of a demo depends on, as hashes: the reason why a step runs or not.

A table's recipe covers its layout and the SQL of every value, so it changes exactly when its rows or its definition
would. The parts are kept beside it on the table, so that a plan can name the column that changed.
"""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from datetime import date
from functools import cache, lru_cache

from wizard.datagen.incidents.planted import IN_WINDOW
from wizard.datagen.recipe import TableRecipe, build_recipe
from wizard.plan.model import digest
from wizard.plan.observed import AS_OF, RECIPE, Observed
from wizard.spec.model import DemoSpec

PARTS = "demo_wizard.parts"
_ROWS = {"rows", "part_of", "missing"}  # what a table says about how many rows it has
_INCIDENTS = "(incidents)"


@lru_cache(maxsize=64)
def _recipes(key: str) -> dict[str, TableRecipe]:
    spec = DemoSpec.model_validate_json(key)
    return {name: build_recipe(spec, name) for name in spec.tables}


def recipes(spec: DemoSpec) -> dict[str, TableRecipe]:
    """How the rows of every table are made."""
    return _recipes(spec.model_dump_json(by_alias=True))


def parts(spec: DemoSpec, name: str) -> dict[str, str]:
    """Short hashes of what a table is made of: each column, the incidents, and the rest as `rows` and `layout`."""
    table, recipe = spec.tables[name], recipes(spec)[name]
    layout = table.model_dump(mode="json", exclude={"columns", *_ROWS})
    rows = [spec.rows_of(name), spec.seed, table.model_dump(mode="json", include=_ROWS - {"rows"})]
    made = _made(recipe, table.columns)
    return {
        **{key: digest([model.model_dump(mode="json"), made.get(key)])[:6] for key, model in table.columns.items()},
        "(rows)": digest(rows)[:6],
        _INCIDENTS: digest(_incidents(spec, name, recipe))[:6],
        "(layout)": digest(layout)[:6],
        "(all)": digest([recipe.hash, layout])[:6],
    }


def _made(recipe: TableRecipe, own: Container[str]) -> dict[str, str]:
    """How each column is made, as a hash: its SQL and that of the helpers it reads, but not of the table's columns."""
    every = {column.name: column for column in (*recipe.helpers, *recipe.columns)}

    @cache
    def whole(name: str) -> str:
        helpers = [whole(read) for read in every[name].uses if read in every and read not in own]
        return digest([every[name].sql, every[name].type, helpers])

    return {name: whole(name) for name in every}


def _incidents(spec: DemoSpec, name: str, recipe: TableRecipe) -> list[object]:
    """The incidents of a table, and those of other tables whose columns it reads."""
    read = {helper.name.rpartition(IN_WINDOW)[2] for helper in recipe.helpers}
    found = {key: incident for key, incident in spec.incidents.items() if incident.enabled}
    return [
        [key, incident.model_dump(mode="json", exclude={"comment", "enabled"})]
        for key, incident in found.items()
        if incident.table == name or key in read
    ]


def table_recipe(spec: DemoSpec, name: str) -> str:
    """The hash of a table: definition and rows. Of incidents it covers what they do, however they are written."""
    named = {key: part for key, part in parts(spec, name).items() if key != _INCIDENTS}
    return digest([recipes(spec)[name].hash, named])


def data_recipes(spec: DemoSpec) -> dict[str, str]:
    """The hash of every table, by name."""
    return {name: table_recipe(spec, name) for name in spec.tables}


def why_anew(spec: DemoSpec, name: str, properties: Mapping[str, str]) -> str:
    """Why a table with these properties does not fit the spec: today has moved, or something else changed, or both."""
    before = properties.get(PARTS, "")
    try:
        day = date.fromisoformat(properties.get(AS_OF, ""))
    except ValueError:
        return what_changed(before, parts(spec, name))
    then = spec.model_copy(update={"as_of": day})
    reasons = []
    if table_recipe(then, name) != table_recipe(spec, name):
        reasons.append(f"as_of moved from {day} to {spec.as_of}")
    if table_recipe(then, name) != properties.get(RECIPE):
        reasons.append(what_changed(before, parts(then, name)))
    return "; ".join(reasons)


def what_changed(before: str, now: Mapping[str, str]) -> str:
    """A reason that names what differs, from the parts noted on the table and those of today."""
    try:
        old = dict(json.loads(before))
    except (ValueError, TypeError):
        return "its definition changed"
    if old.get("(rows)") != now.get("(rows)"):
        return "the number of rows or the seed changed"
    if old.get(_INCIDENTS) != now.get(_INCIDENTS):
        return "the incidents changed"
    columns = [key for key in dict.fromkeys([*now, *old]) if not key.startswith("(")]
    changed = [key for key in columns if key in old and key in now and old[key] != now[key]]
    added, dropped = ([key for key in columns if key not in other] for other in (old, now))
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
