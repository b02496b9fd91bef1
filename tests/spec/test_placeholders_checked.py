"""Checks see values with the brand on, and speak of the file as it is written."""

import pytest

from tests.spec.samples import RICH, rich
from wizard.spec import Problem, SpecError, parse
from wizard.spec.check import check
from wizard.spec.skin import skin


def problems(old: str, new: str, *overrides: str) -> tuple[Problem, ...]:
    assert RICH.count(old) == 1, f"{old!r} stands {RICH.count(old)} times in rich.yaml"
    with pytest.raises(SpecError) as caught:
        parse(RICH.replace(old, new), "rich.yaml", overrides)
    return caught.value.problems


def shown(problem: Problem, text: str) -> str:
    """What stands where a problem points."""
    return text.splitlines()[problem.line - 1][problem.column - 1 :]


def test_a_spec_with_everything_has_no_findings_with_and_without_its_brand_on() -> None:
    assert check(rich()) == []
    assert check(skin(rich())) == []


@pytest.mark.parametrize("locale", ["de_DE", "ja_JP", "fi_FI"])
def test_regions_of_the_locale_are_seen(locale: str) -> None:
    regions = RICH[RICH.index("  regions:\n") : RICH.index("  words:\n")]
    text = RICH.replace(regions, "").replace("{brand.regions.2.cities.1}", "x").replace("weights: [2, 1], ", "")
    parse(text, "rich.yaml", [f"brand.locale={locale}"])


def test_a_finding_on_a_key_points_at_the_placeholder() -> None:
    (found,) = problems('"{brand.regions.2}": {"{brand.words.lines.1}": 2', '"{brand.words.lines.2}": {x: 2')
    assert found.path == 'tables.people.columns.tier.when."{brand.words.lines.2}"'
    assert found.message == "home is never 'Terra'"


def test_a_finding_behind_a_list_that_was_spliced_points_at_its_own_item() -> None:
    (found,) = problems('[Basic, "{brand.words.lines}"]', '["{brand.words.lines}", "{brand.company}", Aero]')
    assert found.path == "tables.people.columns.tier.values.2"
    assert found.message == "'Aero' stands here twice"


def test_a_mistake_in_sql_behind_placeholders_is_shown_at_its_own_place() -> None:
    new = "WHERE s.region <> {brand.regions.1} AND {as_of} > (1 2"
    (found,) = problems("WHERE s.region <> {brand.regions.1}\n", f"{new}\n")
    text = RICH.replace("WHERE s.region <> {brand.regions.1}\n", f"{new}\n")
    assert shown(found, text).startswith("2")


def test_a_brand_that_cannot_be_read_hides_no_other_mistake_and_makes_none() -> None:
    found = problems("  locale: en_GB\n", "  locale: english\n", "tables.stores.columns.city.by=regoin")
    assert sorted(p.path for p in found) == ["brand.locale", "tables.stores.columns.city.by"]


@pytest.mark.parametrize(("text", "said", "hint"), [
    ("{brand.compny}", "{brand.compny} stands for nothing", "Did you mean {brand.company}?"),
    ("{brand.regions.3}", "{brand.regions.3} stands for nothing", "There are 2, counted from 1."),
    ("{brand.words.lines.0}", "{brand.words.lines.0} stands for nothing", "There are 2, counted from 1."),
    ("{brand.personas.analist}", "stands for nothing", "Did you mean {brand.personas.analyst}?"),
    ("{Brand.company}", "{Brand.company} stands for nothing", "Did you mean {brand.company}?"),
    ("{ as_of }", "{ as_of } stands for nothing", "Did you mean {as_of}?"),
    ("{brands.company}", "stands for nothing", "Did you mean {brand.company}?"),
    ("{brand.words.lines}", "stands for a list", "Write {brand.words.lines.1}, or"),
    ("{brand}", "{brand} stands for nothing", "Did you mean"),
])
def test_a_placeholder_of_nothing_is_found_where_it_stands(text: str, said: str, hint: str) -> None:
    (found,) = problems("story: In {brand.regions.2},", f"story: In {text},")
    assert found.path == "story"
    assert said in found.message
    assert hint in found.hint


@pytest.mark.parametrize("text", ["{status}", "{x}", "{{brand.compny}}", "{'brand': 1}", "{table}", "{asset_of}"])
def test_other_braces_are_left_alone(text: str) -> None:
    quoted = text.replace("'", "''")
    parse(RICH, "rich.yaml", [f"story='{quoted}'"])


@pytest.mark.parametrize("sql", ["'{brand.company}'", "'of {brand.company}!'", '"{brand.company}"'])
def test_a_placeholder_in_quotes_is_told_to_stand_bare(sql: str) -> None:
    quoted = sql.replace("'", "''")
    with pytest.raises(SpecError, match="stands in quotes") as caught:
        parse(RICH, "rich.yaml", [f"views.one={{comment: One., sql: 'SELECT {quoted} AS a'}}"])
    assert len(caught.value.problems) == 1


def test_a_column_may_be_called_brand() -> None:
    parse(RICH, "rich.yaml", ["tables.orders.columns.brand={kind: person, comment: Brand.}",
                              'tables.orders.columns.label={kind: compose, format: "{brand}!", comment: Label.}'])
