"""What each kind of column costs: seconds a million rows, for every example of docs/column-kinds.md.

The engine makes the column, and whatever it reads, and hashes it into one number, so that nothing is stored or sent.
The same query over one row is subtracted, since planning costs the same for any number.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.options import Options
from benchmarks.report import Measure, say
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.identifiers import quote
from wizard.spec import parse
from wizard.spec.columns import Column, ForeignKey
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin
from wizard.workspace.local import LocalEngine, local_engine

PAGE = Path(__file__).parent.parent / "docs" / "column-kinds.md"
HEAD = "version: 1\nindustry: examples\ntitle: Examples\ncatalog: examples\nschema: examples\nas_of: 2026-11-01\n"


def measure(options: Options) -> Iterator[Measure]:
    """Seconds a million rows by table and column of the examples."""
    rows = options.small_rows
    with local_engine() as engine:
        for spec in _examples(rows):
            say(f"kinds: {', '.join(spec.tables)}")
            for table, model in spec.tables.items():
                recipe = build_recipe(spec, table)
                for name, column in model.columns.items():
                    if not column.hidden:
                        many, one = (_hash(name, select_sql(recipe, 0, count)) for count in (rows, 1))
                        samples = [_seconds(engine, many) - _seconds(engine, one) for _ in range(options.repeat)]
                        scaled = tuple(max(0.0, sample) * 1e6 / rows for sample in samples)
                        yield Measure(f"kinds.{_kind(column)}.{table}.{name}", "s/M rows", scaled)


def _examples(rows: int) -> Iterator[DemoSpec]:
    for example in re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE):
        spec = parse(HEAD + example)
        tables = {name: table.model_copy(update={"rows": rows} if table.rows else {}) for name, table in
                  spec.tables.items()}
        yield skin(spec.model_copy(update={"tables": tables}))


def _hash(column: str, select: str) -> str:
    return f"SELECT bit_xor(xxhash64({quote(column)})) AS h FROM ({select})"


def _seconds(engine: LocalEngine, sql: str) -> float:
    started = time.perf_counter()
    engine.rows(sql, "making rows")
    return time.perf_counter() - started


def _kind(column: Column) -> str:
    """The kind, and the option that makes the difference."""
    options: tuple[Any, ...] = ()
    if isinstance(column, ForeignKey):
        options = tuple(name for name in ("skew", "match", "favor", "existing", "cycle") if getattr(column, name))
    return "_".join((column.kind, *options))
