from __future__ import annotations

import shlex
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from wizard.spec.choices import Choices, number, written
from wizard.spec.loading import load, parse

plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\x85\u2028\ufeff"), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(plain, inner, max_size=3),
    max_leaves=6,
)


@given(values)
def test_a_value_is_read_again_as_it_was_chosen(value: Any) -> None:
    assert YAML(typ="safe").load(written(value)) == value


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_whatever_is_typed_as_a_company_is_the_company_or_a_problem_at_its_place(text: str) -> None:
    examined = Choices.of("retail").put("brand.company", text).examine()
    if examined.spec is not None:
        assert examined.spec.brand.company == text
    else:
        assert examined.problem("brand.company") is not None


def test_choices_are_what_the_command_line_takes() -> None:
    choices = Choices.of("retail").put("brand.company", "Kunze & Töchter").put("size", 5_000).put("seed", 7)
    words = shlex.split(choices.command("prod"))
    assert words[:3] == ["demo-wizard", "--spec", "retail"]
    assert words[-2:] == ["--target", "prod"]
    settings = [words[at + 1] for at, word in enumerate(words) if word == "--set"]
    assert load("retail", settings) == choices.spec()


def test_what_is_written_out_is_the_same_spec() -> None:
    places = [{"name": name, "cities": ["Kiel"]} for name in ("Nord", "Ost", "Süd", "West")]
    choices = Choices.of("retail").put("brand.regions", places).put("size", "medium")
    assert parse(choices.yaml()) == choices.spec()


def test_a_choice_wins_over_what_was_chosen_below_it_and_can_be_taken_back() -> None:
    choices = Choices("s", "").put("jobs.a.schedule.cron", "x").put("jobs.ab", 1).put("jobs.a.schedule", None)
    assert choices.settings == {"jobs.ab": 1, "jobs.a.schedule": None}
    assert choices.drop("jobs").settings == {}


def test_another_industry_keeps_the_brand_and_tells_what_means_nothing_to_it() -> None:
    choices = Choices.of("retail").put("brand.company", "Kunze").put("tables.stores.rows", 5).put("seed", 7)
    moved, lost = choices.moved("healthcare", Choices.of("healthcare").text)
    assert lost == ("tables.stores.rows",)
    assert moved.settings == {"brand.company": "Kunze", "seed": 7}
    assert moved.spec().industry == "healthcare"


@pytest.mark.parametrize(
    ("text", "value"),
    [("42", 42), (" 7 ", 7), ("-3", -3), ("2.5", 2.5), ("1e9", "1e9"), ("", ""), ("٣", "٣"), ("9" * 40, "9" * 40)],
)
def test_what_is_typed_as_a_number_is_one_or_stays_as_it_stands(text: str, value: object) -> None:
    assert number(text) == value
