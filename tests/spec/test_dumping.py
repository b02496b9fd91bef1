"""What is dumped loads as the same spec, and reads well."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.samples import base, rich
from wizard.spec import DemoSpec, dump, load, parse, shipped
from wizard.spec.composing import compose
from wizard.spec.nodes import plain

# What a YAML file can hold: no control characters but the line end and the tab, no half characters.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]) | st.sampled_from("\n\t #:-'\"{}[],&*!|>%@`"))
WORDS = TEXT.filter(bool)
TRICKY = st.sampled_from(["yes", "no", "null", "~", "1", "1.0", "0x1F", "1e3", "2026-11-01", "a: b", "a #b", " a", "a ",
                          "a\n", "\na", "a\n\nb", "a\n b\n", " a\nb", "- a", "? a", "<<", "=", ".inf", "true", "a:",
                          "12:30", "x" * 300, "word " * 60 + "end", "[a]", "a, b", "\u2028", "é", "日本", "a\tb"])
SOME_TEXT = TRICKY | WORDS
FINITE = st.floats(allow_nan=False, allow_infinity=False)
POSITIVE = st.floats(min_value=0, exclude_min=True, allow_infinity=False)
COUNTS = st.dictionaries(st.integers(0, 20).map(str), FINITE, min_size=1, max_size=3)
WEIGHTED = st.dictionaries(SOME_TEXT, FINITE, max_size=4) | st.lists(SOME_TEXT, max_size=4)


@st.composite
def specs(draw: st.DrawFn) -> DemoSpec:
    """Specs that fit the model; whether they make sense does not matter to dumping."""
    said = draw(SOME_TEXT)
    columns = {
        "id": {"kind": "key", "comment": draw(SOME_TEXT), "format": draw(SOME_TEXT)},
        "pick": {"kind": "choice", "comment": said, "values": draw(WEIGHTED),
                 "when": {draw(SOME_TEXT): draw(WEIGHTED)}},
        "size": {"kind": "uniform", "comment": said, "min": draw(st.none() | FINITE), "max": draw(st.none() | FINITE)},
        "text": {"kind": "compose", "comment": said, "format": draw(SOME_TEXT),
                 "lists": draw(st.lists(st.lists(SOME_TEXT, min_size=1, max_size=3), max_size=2))},
        "day": {"kind": "date", "comment": said, "start": draw(st.integers(-999, 999)), "ordered": draw(st.booleans()),
                "weights": {"weekday": draw(st.none() | st.just([1.0, 1.5, 2, 1, 1, 1, 1]))}},
    }
    return DemoSpec.model_validate({
        "version": 1, "industry": "retail", "title": draw(SOME_TEXT)[:120], "story": draw(SOME_TEXT | st.just("")),
        "catalog": "c", "schema": "s", "as_of": draw(st.dates(min_value=date(1000, 1, 1))),
        "size": draw(st.sampled_from(["small", "large"]) | st.integers(1, 2**40)),
        "brand": {
            "regions": [{"name": draw(WORDS)[:60], "cities": [draw(WORDS)[:60]], "weight": draw(POSITIVE)}],
            "words": {"w": draw(st.lists(WORDS, max_size=3))}, "personas": {"p": draw(SOME_TEXT)},
        },
        "incidents": {"i": {
            "comment": said, "table": "t", "time": "day", "start": -9, "end": draw(st.integers(-8, 0)),
            "where": draw(st.none() | SOME_TEXT), "multiply": {"size": draw(FINITE)},
            "mix": {"pick": draw(st.dictionaries(SOME_TEXT, FINITE, max_size=3))}, "enabled": draw(st.booleans()),
        }},
        "insights": {"i": {
            "question": said, "sql": draw(SOME_TEXT), "say": draw(SOME_TEXT), "click": draw(SOME_TEXT),
            "expect": [{"column": "a", "is": draw(st.none() | SOME_TEXT), "near": draw(st.none() | FINITE)}],
        }},
        "tables": {"p": {"comment": said, "part_of": {"table": "t", "count": draw(COUNTS)}, "columns": {
            "key": {"kind": "parent", "comment": said},
            "late": {"kind": "after", "comment": said, "of": "day", "unit": "days", "typical": draw(POSITIVE),
                     "by": "pick", "when": {draw(SOME_TEXT): {"typical": draw(POSITIVE)}}},
        }}, "t": {"comment": said, "rows": draw(st.integers(1, 2**62)), "columns": columns,
                         "properties": draw(st.dictionaries(SOME_TEXT, TEXT, max_size=3))}},
        "views": {"v": {"comment": said, "sql": draw(SOME_TEXT)}},
        "quality": [{"rule": "in_range", "table": "t", "column": "size",
                     "min": draw(st.none() | FINITE | st.integers())}],
        "jobs": {"j": {"name": said[:200],
                       "tasks": [{"key": "a", "depends_on": draw(st.lists(SOME_TEXT, max_size=3))}]}},
    })


@settings(max_examples=60, deadline=None)
@given(specs())
def test_any_spec_survives_a_dump(spec: DemoSpec) -> None:
    root, problems = compose(dump(spec), "dumped")
    assert problems == []
    assert DemoSpec.model_validate(plain(root)) == spec


def test_shipped_specs_survive_a_dump() -> None:
    for path in shipped():
        spec = load(path)
        assert parse(dump(spec)) == spec


def test_every_section_survives_a_dump() -> None:
    assert parse(dump(rich())) == rich()


def test_a_dump_reads_like_a_hand_written_spec() -> None:
    assert dump(base()).startswith("""\
version: 1
industry: retail
title: A small shop
catalog: dev_shop
schema: sales
as_of: 2026-11-01
tables:
  customers:
    comment: One row a customer.
    rows:
      small: 100
      medium: 200
      large: 300
    primary_key: customer_id
    columns:
      customer_id:
        kind: key
        comment: Customer key.
        format: CUST-{id:06}
""")
    assert """\
  revenue:
    comment: Revenue by region.
    sql: |
      SELECT region, sum(amount) AS revenue
      FROM orders
      GROUP BY region
    columns:
      revenue: In dollars.
""" in dump(base())


def test_defaults_are_left_out() -> None:
    text = dump(base())
    for key in ("seed", "size", "brand", "generate", "nulls", "retries"):
        assert f"{key}:" not in text


def test_long_text_is_folded_and_long_lists_are_wrapped() -> None:
    words = [f"word{i}" for i in range(60)]
    spec = parse(dump(base()), overrides=[f"story={' '.join(words)}",
                                          f"tables.customers.columns.email.lists=[[{', '.join(words)}]]"])
    assert max(len(line) for line in dump(spec).splitlines()) <= 112
    assert "story: >-\n  word0 word1" in dump(spec)
    assert parse(dump(spec)) == spec


def test_a_day_that_was_given_is_kept_even_if_it_is_today_and_one_that_was_left_open_stays_open() -> None:
    today = load("retail").as_of
    given = load("retail", [f"as_of={today}"])
    assert parse(dump(given)).model_fields_set >= {"as_of"}
    assert "as_of" not in parse(dump(load("retail"))).model_fields_set
    assert parse(dump(load("retail"), "pinned")) == given
    assert f"\nas_of: {today}\n" in dump(load("retail"), "pinned")
    assert "as_of:" not in dump(given, "open")
