from __future__ import annotations

import re
import subprocess
import sys

import pyarrow as pa
import pytest

from tests.datagen.demos import one
from tests.datagen.engine import Engine
from wizard.datagen.recipe import select_sql
from wizard.errors import UsageError
from wizard.spec import locales

N = 5_000
FIRST, LAST = {"kind": "person", "part": "first_name"}, {"kind": "person", "part": "last_name"}


def made(engine: Engine, rows: int = N, locale: str = "en_US", **columns: dict[str, object]) -> pa.Table:
    recipe = one(rows, locale=locale, **columns)
    return engine.table(select_sql(recipe, 0, recipe.rows))


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "pl_PL", "ja_JP", "fi_FI"])
def test_names_are_those_of_the_locale_the_common_ones_more_often(engine: Engine, locale: str) -> None:
    table = made(engine, locale=locale, first=FIRST, last=LAST)
    people = locales.locale(locale).people
    for column, names in (("first", people.first_names), ("last", people.last_names)):
        found = table[column].to_pylist()
        assert set(found) == set(names)
        half = len(names) // 2
        assert sum(found.count(name) for name in names[:half]) > 0.55 * N


def test_full_names_are_many_and_unlike_the_two_parts(engine: Engine) -> None:
    table = made(engine, first=FIRST, last=LAST, full={"kind": "person"})
    assert len(set(table["full"].to_pylist())) > 2500
    assert table["full"].to_pylist() != [f"{f} {n}" for f, n in zip(table["first"], table["last"], strict=True)]


def is_word_of(name: str, word: str) -> bool:
    return word in name and re.search(rf"(^|[ -]){re.escape(word)}($|[ ,-])", name) is not None


@pytest.mark.parametrize("locale", locales.with_data())
def test_companies_have_two_names_a_trade_and_mostly_a_legal_form(engine: Engine, locale: str) -> None:
    found = made(engine, 1000, locale, firm={"kind": "company"})["firm"].to_pylist()
    country = locales.locale(locale)
    assert len(set(found)) > 970
    for name in found:
        words = country.people.last_names
        assert sum(is_word_of(name, last) for last in set(words)) >= 2, name
        assert not [last for last in country.companies.avoid if is_word_of(name, last)]
        assert any(trade in name for trade in country.companies.trades)
    assert any(name.endswith(country.companies.forms[0]) for name in found)


def test_a_spec_can_say_what_companies_do(engine: Engine) -> None:
    found = made(engine, 300, firm={"kind": "company", "trades": ["Airways", "Marine"]})["firm"].to_pylist()
    assert all("Airways" in name or "Marine" in name for name in found)


def test_a_locale_that_nobody_knows_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no names for the locale xx_YY"):
        locales.locale("xx_YY")


def test_mimesis_is_imported_only_for_a_locale_without_data() -> None:
    code = (
        "import sys, wizard.datagen.recipe, wizard.datagen.connect; from wizard.spec import locales; "
        "locales.locale('de_DE'); print({'mimesis', 'sqlglot', 'dbldatagen', 'pyspark'} & {*sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
