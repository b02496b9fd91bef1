"""Rows through dbldatagen and Databricks Connect, in the same words as the recipe's SQL.

dbldatagen plans the columns and their order; all values come from `expr`, and nothing needs a Python worker on the
cluster. Its distributions, templates and random columns are not used: they need one, and depend on the partitions.
"""

from __future__ import annotations

import contextlib
import io
import logging
import threading
import warnings
from collections.abc import Iterator
from itertools import chain
from typing import Any

from wizard.datagen.batches import Batch
from wizard.datagen.recipe import TableRecipe, layers
from wizard.datagen.sheet import ROW_ID
from wizard.identifiers import quote, quote_name

# dbldatagen parses column types with a grammar that it builds on first use, and pyparsing's grammars are not safe to
# build from two threads; redirecting stdout is not either. Building is planning only: rows are made by the write.
_BUILDING = threading.Lock()


def write_batch(
    spark: Any, recipe: TableRecipe, full_name: str, batch: Batch, partitions: int, *, overwrite: bool = False
) -> None:
    """Write one batch into an existing table with the recipe's columns; `overwrite` replaces what it holds."""
    with _BUILDING, _quiet():
        frame = generator(spark, recipe, batch, partitions).build()
        there = frame.where(recipe.where) if recipe.where else frame
        frame = there.select(*(quote(column.name) for column in recipe.columns))
    frame.write.insertInto(quote_name(full_name), overwrite=overwrite)


def generator(spark: Any, recipe: TableRecipe, batch: Batch, partitions: int) -> Any:
    """The `dbldatagen.DataGenerator` of one batch, with at most a partition for each row.

    Rows that are missing are still there, and so is the column of the recipe's `where` that tells: dbldatagen's own
    constraints do not take the columns of a Connect session.
    """
    import dbldatagen

    made = dbldatagen.DataGenerator(
        spark,
        name=recipe.name,
        rows=batch.rows,
        startingId=batch.lo,
        partitions=max(1, min(partitions, batch.rows)),
        seedColumnName=ROW_ID,
    )
    # By default it looks for column names in every expression with a slow parser, 0.3 to 0.8 s a batch, to split rounds
    # of columns that read one another. `baseColumn` names all that is read, so its own order is right already.
    made._adjustBuildOrderForSqlDependencies = lambda order, _specs: order  # noqa: SLF001 - there is no option for it
    stored = {column.name for column in recipe.columns}
    for column in chain.from_iterable(layers(recipe)):  # it refuses a column before those that it reads
        reads, omitted = list(column.uses) or [ROW_ID], column.name not in stored and quote(column.name) != recipe.where
        made = made.withColumn(column.name, column.type, expr=column.sql, baseColumn=reads, omit=omitted)
    return made


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep dbldatagen's remarks on its own planning off the terminal: stdout is data."""
    loggers = [logging.getLogger(name) for name in ("DataGenerator", "dbldatagen", "root")]
    levels = [logger.level for logger in loggers]
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for logger in loggers:
            logger.setLevel(logging.ERROR)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
