from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest

from tests.datagen.demos import demo, one
from tests.datagen.engine import Engine
from wizard.datagen.kinds.templates import filled
from wizard.datagen.recipe import build_recipe, select_sql
from wizard.spec import locales
from wizard.spec.model import DemoSpec
from wizard.spec.skin import skin

N = 10_000
FIRST, LAST = {"kind": "person", "part": "first_name"}, {"kind": "person", "part": "last_name"}
MAIL = {"kind": "email", "first": "first", "last": "last"}


def made(engine: Engine, rows: int = N, locale: str = "en_US", **columns: dict[str, Any]) -> pa.Table:
    return rows_of(engine, demo(locale=locale, t=(rows, columns)))


def rows_of(engine: Engine, spec: DemoSpec) -> pa.Table:
    recipe = build_recipe(spec, "t")
    return engine.table(select_sql(recipe, 0, recipe.rows))


def branded(brand: dict[str, Any], rows: int = N, **columns: dict[str, Any]) -> DemoSpec:
    data = demo(t=(rows, columns)).model_dump(by_alias=True)
    return skin(DemoSpec.model_validate({**data, "brand": brand}))


def luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def test_regions_follow_the_brand_s_weights_or_the_column_s(engine: Engine) -> None:
    table = made(engine, region={"kind": "region"}, other={"kind": "region", "weights": [1.0, 0.0, 0.0, 3.0]})
    assert share(table, "region") == pytest.approx(
        {"West": 0.26, "South": 0.36, "Midwest": 0.21, "Northeast": 0.17}, rel=0.01
    )
    assert share(table, "other") == pytest.approx({"West": 0.25, "Northeast": 0.75}, rel=0.01)


def test_a_city_lies_in_its_region_and_the_largest_comes_most_often(engine: Engine) -> None:
    table = made(engine, locale="de_DE", region={"kind": "region"}, city={"kind": "city", "by": "region"})
    for place in locales.locale("de_DE").regions:
        found = Counter(row["city"] for row in table.to_pylist() if row["region"] == place.name)
        assert set(found) == set(place.cities)
        assert found.most_common(1)[0][0] == place.cities[0]


def test_a_choice_of_the_brand_s_regions_has_their_cities(engine: Engine) -> None:
    choice = {"kind": "choice", "values": ["South", "West"]}
    table = made(engine, 2000, region=choice, city={"kind": "city", "by": "region"})
    cities = {place.name: set(place.cities) for place in locales.locale("en_US").regions}
    assert all(row["city"] in cities[row["region"]] for row in table.to_pylist())


def test_other_choices_have_cities_of_their_own_as_far_as_there_are_enough(engine: Engine) -> None:
    kinds = [f"kind {number}" for number in range(5)]
    columns = {"kind": {"kind": "choice", "values": kinds}, "city": {"kind": "city", "by": "kind"}}
    pairs = {(row["kind"], row["city"]) for row in made(engine, 3000, **columns).to_pylist()}
    assert len({city for _, city in pairs}) == len(pairs) >= 40
    few = branded({"regions": [{"name": "All", "cities": ["Bern", "Thun"]}]}, 500, **columns)
    assert {row["city"] for row in rows_of(engine, few).to_pylist()} == {"Bern", "Thun"}


def test_a_city_without_a_region_follows_the_regions_weights(engine: Engine) -> None:
    places = [{"name": "A", "cities": ["Ulm"], "weight": 3.0}, {"name": "B", "cities": ["Kiel", "Jena"], "weight": 1.0}]
    found = share(rows_of(engine, branded({"regions": places}, city={"kind": "city"})), "city")
    assert found["Ulm"] == pytest.approx(0.75, abs=0.015)
    assert found["Kiel"] > found["Jena"]


def test_a_choice_may_depend_on_a_region_and_ignores_regions_of_other_brands(engine: Engine) -> None:
    choice = {"kind": "choice", "by": "region", "values": ["rest"], "when": {"South": ["warm"], "Atlantis": ["wet"]}}
    table = made(engine, 2000, region={"kind": "region"}, label=choice)
    assert {(row["region"] == "South", row["label"]) for row in table.to_pylist()} == {(True, "warm"), (False, "rest")}


def test_an_incident_changes_the_mix_of_a_choice(engine: Engine) -> None:
    columns = {"id": {"kind": "key"}, "day": {"kind": "date", "start": -100, "end": 0},
               "reason": {"kind": "choice", "values": {"late": 1.0, "broken": 1.0, "other": 2.0}}}
    data = demo(t=(N, columns)).model_dump(by_alias=True)
    incident = {"comment": "A faulty batch.", "table": "t", "time": "day", "start": -20, "end": -10,
                "mix": {"reason": {"broken": 9.0, "other": 1.0}}}
    spec = DemoSpec.model_validate({**data, "incidents": {"batch": incident}})
    rows = rows_of(engine, spec).sort_by("id").to_pylist()
    before = rows_of(engine, DemoSpec.model_validate(data)).sort_by("id").to_pylist()
    inside = [row["reason"] for row in rows if -20 <= (row["day"] - spec.as_of).days < -10]
    assert inside.count("broken") / len(inside) == pytest.approx(0.9, abs=0.03)
    assert "late" not in inside
    for row, was in zip(rows, before, strict=True):
        assert row == was or -20 <= (row["day"] - spec.as_of).days < -10


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "nl_NL", "ja_JP", "ru_RU", "zh_CN"])
def test_private_addresses_are_plain_hardly_ever_twice_and_belong_to_nobody(engine: Engine, locale: str) -> None:
    found = made(engine, locale=locale, first=FIRST, last=LAST, mail=MAIL)["mail"].to_pylist()
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9._-]*@example[.](com|net|org)", mail) for mail in found)
    assert len(set(found)) > 0.98 * N
    domains = Counter(mail.partition("@")[2] for mail in found)
    assert domains["example.com"] / N == pytest.approx(0.6, abs=0.02)


def test_an_address_is_made_of_the_person_s_name(engine: Engine) -> None:
    rows = made(engine, 500, "de_DE", first=FIRST, last=LAST, mail=MAIL, work={**MAIL, "domain": "brand"}).to_pylist()
    for row in rows:
        plain = [row[part].lower().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"})
                 for part in ("first", "last")]
        first, last = (word.translate({ord("é"): "e"}) for word in plain)
        assert last in row["mail"]
        assert re.fullmatch(rf"{first}\.([a-z]\.)?{last}@larkspur-finch\.example", row["work"])


def test_an_address_is_empty_where_a_name_is(engine: Engine) -> None:
    rows = made(engine, 500, first={**FIRST, "nulls": 0.2}, last=LAST, mail=MAIL).to_pylist()
    assert all((row["mail"] is None) == (row["first"] is None) for row in rows)


@pytest.mark.parametrize("rows", [1, 400, 2_000_000, 300_000_000])
def test_addresses_can_be_planned_for_any_number_of_people(engine: Engine, rows: int) -> None:
    columns = {"first": FIRST, "last": LAST, "mail": MAIL, "work": {**MAIL, "domain": "brand"}}
    recipe = build_recipe(demo(t=(rows, columns)), "t")
    assert "@example." in engine.rows(select_sql(recipe, rows - 1, rows))[0]["mail"]


def test_cards_have_a_right_check_digit_and_a_prefix_of_nobody(engine: Engine) -> None:
    rows = made(engine, 3000, card={"kind": "card", "masked": False}, shown={"kind": "card"}).to_pylist()
    assert all(re.fullmatch(r"9999( \d{4}){3}", row["card"]) and luhn(row["card"].replace(" ", "")) for row in rows)
    assert len({row["card"] for row in rows}) == 3000
    assert all(re.fullmatch(r"(\*{4} ){3}\d{4}", row["shown"]) for row in rows)
    assert Counter(row["card"][-1] for row in rows).keys() == set("0123456789")


@pytest.mark.parametrize(("locale", "pattern"), [
    ("en_US", r"\(\d{3}\) 555-01\d\d"), ("en_CA", r"\(\d{3}\) 555-01\d\d"),
    ("en_GB", r"(01632 960|07700 900|020 7946 0|011[3-8] 496 0|01[2-6]1 496 0|0191 498 0|028 9649 6|029 2018 0)\d{3}"),
    ("en_AU", r"\(0[2378]\) (5550|7010) \d{4}"),
    ("de_DE", r"(030 23125|069 90009|040 66969|0221 4710|089 99998) \d{3}"),
    ("fr_FR", r"(01 99 00|02 61 91|03 53 01|04 65 71|05 36 49|06 39 98) \d\d \d\d"),
    ("sv_SE", r"08-465 004 \d\d|031-390 06 \d\d|040-628 04 \d\d|0980-319 2\d\d|070-174 06 [1-9]\d"),
    ("pl_PL", r"\d\d 000 \d\d \d\d"), ("pt_PT", r"5[012]0 \d{3} \d{3}"),
])
def test_telephone_numbers_are_those_kept_for_fiction(engine: Engine, locale: str, pattern: str) -> None:
    found = made(engine, 2000, locale, phone={"kind": "phone"})["phone"].to_pylist()
    assert all(re.fullmatch(pattern, number) for number in found)
    assert len(set(found)) > 400


@pytest.mark.parametrize(("locale", "street", "code"), [
    ("en_US", r"\d+ [A-Z][a-z]+ [A-Z][a-z]+", r"\d{5}"),
    ("en_GB", r"\d+ [A-Z][a-z]+ [A-Z][a-z]+", r"[A-Z]{1,2}\d{1,2} \d[ABD-HJLNP-UW-Z]{2}"),
    ("en_CA", r"\d+ [A-Z][a-z]+ [A-Z][a-z]+", r"([A-Z]\d){1}[A-Z] \d[A-Z]\d"),
    ("de_DE", r"[A-Z][a-zäöüß]+ \d+", r"\d{5}"),
    ("fr_FR", r"\d+ [a-zé]+ .+", r"\d{5}"),
    ("nl_NL", r"[A-Z][a-z]+ \d+", r"[1-9]\d{3} [A-Z]{2}"),
    ("pt_BR", r"[A-Z][a-zç]+ .+, \d+", r"\d{5}-\d{3}"),
])
def test_streets_and_codes_are_written_as_the_locale_does(engine: Engine, locale: str, street: str, code: str) -> None:
    table = made(engine, 2000, locale, street={"kind": "address"}, code={"kind": "address", "part": "postal_code"})
    assert all(re.fullmatch(street, found) for found in table["street"].to_pylist())
    assert all(re.fullmatch(code, found) for found in table["code"].to_pylist())
    low, high = locales.locale(locale).streets.numbers
    numbers = [int(number) for found in table["street"].to_pylist() for number in re.findall(r"\d+$|^\d+", found)]
    assert low <= min(numbers) <= max(numbers) <= high
    assert sum(number < (low + high) / 2 for number in numbers) / len(numbers) == pytest.approx(0.5**0.5, abs=0.05)


def test_a_pattern_has_every_value_once(engine: Engine) -> None:
    sql = filled("n", "A[2-4]#-?/##", "XYZ")
    rows = engine.rows(f"SELECT {sql} AS code FROM (SELECT id AS n FROM range(9000))")
    codes = {row["code"] for row in rows}
    assert len(codes) == 9000
    assert all(re.fullmatch(r"A[2-4]\d-[XYZ]/\d\d", code) for code in codes)


def test_no_two_columns_of_words_go_together(engine: Engine) -> None:
    recipe = one(N, a={"kind": "phone"}, b={"kind": "phone"}, c=FIRST, d=FIRST)
    rows = engine.rows(select_sql(recipe, 0, N))
    assert sum(row["a"] == row["b"] for row in rows) < 20
    assert sum(row["c"] == row["d"] for row in rows) / N < 0.03


def share(table: pa.Table, column: str) -> dict[str, float]:
    found = Counter(table[column].to_pylist())
    return {value: count / len(table) for value, count in found.items()}
