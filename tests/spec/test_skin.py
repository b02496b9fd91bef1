from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard.errors import UsageError
from wizard.spec import locales
from wizard.spec.model import DemoSpec
from wizard.spec.placeholders import Meanings
from wizard.spec.skin import domain, meanings_of, skin, skin_data

PLACES = ["{brand.company}", "{brand.domain}", "{brand.currency}", "{brand.locale}", "{brand.regions.1}",
          "{brand.regions.2.cities.1}", "{brand.words.lines.1}", "{brand.personas.analyst}", "{as_of}", "{brand.nope}",
          "{brand.regions.99}", "{brand.words.lines}", "{{brand.company}}"]
names = st.one_of(
    st.sampled_from(["O'Brien & Söhne {x}", "{brand.company} Ltd", "{as_of} Inc.", "100 % \\ {", "株式会社",
                     "{brand.nope}", "a'b\"c`"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40),
)
texts = st.lists(st.one_of(st.sampled_from(PLACES), st.text("ab {}'.", max_size=5)), max_size=5).map("".join)


def spec(brand: dict[str, Any] | None = None, **parts: Any) -> DemoSpec:
    table = {"comment": "A row.", "rows": 5, "columns": {"c": {
        "kind": "choice", "comment": "A choice.", "values": ["a"], **parts.pop("column", {}),
    }}}
    return DemoSpec.model_validate({
        "version": 1, "industry": "test", "title": "Test", "catalog": "c", "schema": "s", "as_of": date(2026, 11, 1),
        "brand": brand or {}, "tables": {"t": table}, **parts,
    })


def insight(sql: str = "SELECT 1 AS n", say: str = "It is {n}.", **more: Any) -> dict[str, Any]:
    return {"insights": {"i": {"question": "How many?", "sql": sql, "say": say,
                               "expect": [{"column": "n", "is": "1"}], **more}}}


def test_a_brand_is_completed_from_its_company_and_its_locale() -> None:
    made = skin(spec({"company": "Ärger & Söhne", "locale": "de_AT"})).brand
    assert (made.domain, made.currency) == ("arger-sohne.example", "EUR")
    assert [place.name for place in made.regions] == ["Ost", "Mitte", "Süd", "West"]
    assert made.regions[0].cities[0] == "Wien"


def test_what_a_brand_says_itself_is_kept() -> None:
    brand = {"domain": "example.com", "currency": "CHF", "regions": [{"name": "All", "cities": ["Bern"]}]}
    made = skin(spec(brand)).brand
    assert (made.company, made.domain, made.currency) == ("Larkspur & Finch", "example.com", "CHF")
    assert [place.name for place in made.regions] == ["All"]


def test_every_kind_of_placeholder_is_replaced_in_text() -> None:
    personas = {"analyst": "Ana of {brand.company}"}
    brand = {"company": "Acme", "words": {"lines": ["Aero", "Terra"]}, "personas": personas}
    story = ("{brand.company} {brand.domain} {brand.currency} {brand.locale} {brand.regions.2} "
             "{brand.regions.2.cities.1} {brand.words.lines.2} {brand.personas.analyst} {as_of}")
    made = skin(spec(brand, story=story))
    assert made.story == "Acme acme.example USD en_US South Dallas Terra Ana of Acme 2026-11-01"


def test_unknown_placeholders_and_doubled_braces_stay() -> None:
    story = "{brand.regins.1} {brand.regions.9} {brand.regions.0} {{brand.company}} {brand.words.no} {catalog} {brand}"
    assert skin(spec(story=story)).story == story


def test_keys_of_mappings_are_replaced() -> None:
    column = {"values": {"{brand.regions.1}": 3.0, "x": 1.0}}
    choice = skin(spec(column=column)).tables["t"].columns["c"]
    assert choice.values == {"West": 3.0, "x": 1.0}  # type: ignore[union-attr]


def test_a_list_item_that_is_a_list_of_words_is_spliced() -> None:
    column = {"values": ["first", "{brand.words.lines}", "{brand.regions}"]}
    made = skin(spec({"words": {"lines": ["Aero", "Terra"]}}, column=column)).tables["t"].columns["c"]
    assert made.values == ["first", "Aero", "Terra", "West", "South", "Midwest", "Northeast"]  # type: ignore[union-attr]


def test_in_sql_a_placeholder_is_a_literal() -> None:
    sql = "SELECT {brand.company} AS n, {as_of} AS day"
    made = skin(spec({"company": "O'Brien"}, **insight(sql))).insights["i"].sql
    assert made == "SELECT 'O\\'Brien' AS n, DATE'2026-11-01' AS day"


def test_every_field_that_holds_sql_gets_literals_and_python_is_left_alone() -> None:
    made = skin(spec(
        column={"comment": "In {brand.regions.1}."},
        views={"v": {"comment": "Of {brand.company}.", "sql": "SELECT {brand.company} AS sql",
                     "columns": {"sql": "Name of {brand.company}."}}},
        incidents={"x": {"comment": "In {brand.regions.1}.", "table": "t", "time": "c", "start": -2, "end": 0,
                         "where": "c = {brand.regions.1}"}},
        jobs={"j": {"name": "{brand.company}", "tasks": [{"key": "a", "sql": "SELECT {brand.company}"},
                                                         {"key": "b", "python": "print(f'{brand.company}')"}]}},
    ))
    assert made.views["v"].sql == "SELECT 'Larkspur & Finch' AS sql"
    assert made.views["v"].columns["sql"] == "Name of Larkspur & Finch."
    assert made.incidents["x"].where == "c = 'West'"
    assert made.tables["t"].columns["c"].comment == "In West."
    assert [task.sql or task.python for task in made.jobs["j"].tasks] == [
        "SELECT 'Larkspur & Finch'", "print(f'{brand.company}')",
    ]


def test_expressions_get_literals() -> None:
    column = {"kind": "expr", "comment": "Whether.", "sql": "c = {brand.regions.1}", "type": "boolean"}
    table = {"comment": "A row.", "rows": 1, "columns": {"sql": column}}
    assert skin(spec(tables={"t": table})).tables["t"].columns["sql"].sql == "c = 'West'"  # type: ignore[union-attr]


def test_braces_of_a_name_are_doubled_in_a_format_and_signs_escaped_in_a_pattern() -> None:
    brand = {"company": "A.{n} (x)"}
    rule = {"table": "t", "rule": "matches", "column": "c", "pattern": "^{brand.company}$"}
    made = skin(spec(brand, quality=[rule], **insight(say="{brand.company} has {n}.")))
    assert made.insights["i"].say.format(n=3) == "A.{n} (x) has 3."
    assert re.match(made.quality[0].pattern, "A.{n} (x)")  # type: ignore[union-attr]
    assert not re.match(made.quality[0].pattern, "Ax{n} (x)")  # type: ignore[union-attr]


@settings(deadline=None, max_examples=60)
@given(company=names, word=names, story=texts, locale=st.sampled_from(locales.with_data()))
def test_a_skin_put_on_twice_is_the_same(company: str, word: str, story: str, locale: str) -> None:
    brand = {"company": company, "locale": locale, "words": {"lines": [word, "x"]}, "personas": {"analyst": word}}
    once = skin(spec(brand, story=story, **insight(click=story)))
    assert skin(once) == once


@settings(deadline=None, max_examples=100)
@given(company=names)
def test_any_company_is_safe_in_sql(company: str) -> None:
    sql = "SELECT {brand.company} AS n"
    made = skin(spec({"company": company}, **insight(sql)))
    if made.insights["i"].sql == sql:  # the company names itself, or nothing
        assert "{" in made.brand.company
        return
    (column,) = sqlglot.parse_one(made.insights["i"].sql, dialect="databricks").selects
    assert column.this.this == made.brand.company


@settings(deadline=None)
@given(company=names)
def test_a_domain_belongs_to_nobody_and_fits_its_rule(company: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,63}\.example", domain(company))


def test_a_text_that_grows_too_long_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="title"):
        skin(spec({"company": "x" * 80}, title="{brand.company} {brand.company}"))


def test_an_unknown_locale_is_a_usage_error_and_leaves_data_alone() -> None:
    with pytest.raises(UsageError, match="xx_YY"):
        skin(spec({"locale": "xx_YY"}))
    assert "regions" not in skin_data({"brand": {"locale": "xx_YY"}})["brand"]  # type: ignore[operator]


@pytest.mark.parametrize("broken", [
    {}, {"brand": None}, {"brand": 7, "as_of": "soon"}, {"brand": {"regions": "x", "words": [1], "locale": 3}},
    {"brand": {"company": ["a"], "regions": [{"name": 3}, 4]}, "story": "{brand.regions} {brand.regions.1}"},
])
def test_broken_data_is_skinned_as_far_as_it_can_be(broken: dict[str, Any]) -> None:
    made = skin_data(broken)
    assert made.get("story") == broken.get("story")


def test_today_is_meant_where_as_of_is_missing() -> None:
    assert skin_data({"story": "{as_of}"})["story"] == datetime.now(UTC).date().isoformat()


def test_known_placeholders_can_be_listed() -> None:
    known = meanings_of({"brand": {"words": {"lines": ["Aero"]}}}).known()
    assert {"as_of", "brand.company", "brand.regions.4.cities.2", "brand.words.lines", "brand.words.lines.1"} <= {
        *known,
    }
    assert "brand.regions.5" not in known
    assert Meanings({"company": "{brand.company}"}, date(2026, 1, 1)).known() == ["as_of"]


@pytest.mark.parametrize("name", locales.with_data())
def test_a_locale_file_is_complete_and_its_cities_are_its_own(name: str) -> None:
    found = locales.locale(name)
    assert found.country == name[3:]
    assert re.fullmatch(r"[A-Z]{3}", found.currency)
    assert len(found.regions) == 4
    assert all(8 <= len(place.cities) <= 12 and place.weight > 0 for place in found.regions)
    cities = [city for place in found.regions for city in place.cities]
    assert len(set(cities)) == len(cities)
    for words in (found.people.first_names, found.people.last_names):
        assert len(set(words)) == len(words) >= 70
        assert all(word == word.strip() and not re.search(r"[0-9?]", word) for word in words)
    assert found.streets.numbers[0] < found.streets.numbers[1]
    assert all(re.search(r"[#\]]", pattern) for pattern in (*found.phones.patterns, *found.postal_codes.patterns))


@pytest.mark.parametrize("name", ["es_MX", "fi_FI", "ru_RU"])
def test_a_locale_without_a_file_borrows_names_and_cities(name: str) -> None:
    found = locales.locale(name)
    assert [place.name for place in found.regions] == ["North", "East", "South", "West"]
    assert all(len(place.cities) >= 8 for place in found.regions)
    assert len(found.people.first_names) >= 60
    assert found.phones == locales.locale("en_US").phones
