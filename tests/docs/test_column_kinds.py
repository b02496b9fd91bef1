"""Every example of docs/column-kinds.md works, and the page leaves no kind and no option out."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.datagen.engine import Engine
from tests.docs.pages import DOCS, blocks
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.spec import parse
from wizard.spec.columns import Column
from wizard.spec.skin import skin

PAGE = "column-kinds.md"
HEAD = """\
version: 1
industry: examples
title: Examples
catalog: examples
schema: examples
as_of: 2026-11-01
"""
EVERYWHERE = {"kind", "comment", "nulls", "hidden", "type"}
MODELS = get_args(get_args(Column)[0])


@pytest.mark.parametrize("example", blocks(PAGE))
def test_each_example_makes_rows(engine: Engine, example: str) -> None:
    spec = skin(parse(HEAD + example))
    for name in spec.tables:
        recipe = build_recipe(spec, name)
        rows = engine.rows(select_sql(recipe, 0, recipe.rows))
        assert 0.95 * spec.rows_of(name) <= len(rows) <= spec.rows_of(name)
        assert all(any(row[column.name] is not None for row in rows) for column in recipe.columns)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_page_tells_of_every_kind_and_option(model: type) -> None:
    page = (DOCS / PAGE).read_text()
    kinds = get_args(model.model_fields["kind"].annotation)
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []
    assert [name for name in set(model.model_fields) - EVERYWHERE if name not in page] == []
