"""Rows as they would be, made by the target's own engine without writing one."""

from __future__ import annotations

from wizard.datagen.preview import preview_sql
from wizard.datagen.recipe import build_recipe
from wizard.errors import UsageError
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.steps.context import Context
from wizard.workspace.sql import Rows


def preview(spec: DemoSpec, ctx: Context, table: str, rows: int) -> Rows:
    """At most `rows` rows of a table of the spec, spread over all of it. Raises UsageError for an unknown table."""
    if table not in spec.tables:
        raise UsageError(f"The spec has no table {table}.", f"It has: {', '.join(spec.tables)}")
    return ctx.ws.sql(preview_sql(build_recipe(skin(spec), table), rows), f"previewing {table}")
