"""A look at rows before any is written."""

from __future__ import annotations

from wizard.datagen.recipe import TableRecipe, rows_sql


def preview_sql(recipe: TableRecipe, n: int) -> str:
    """SELECT of at most `n` of the rows that the table will hold, spread over all of it.

    The first rows of a table in time order would all be of one morning.
    """
    step = max(1, recipe.rows // max(1, n))
    return rows_sql(recipe, f"range(0, {min(recipe.rows, n * step)}, {step})")
