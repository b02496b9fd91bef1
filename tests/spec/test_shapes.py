"""Every place of a spec knows its keys, however deep, without a list of places."""

import pytest
from pydantic import BaseModel

from tests.spec.samples import BASE
from wizard.spec import SpecError, columns, parse
from wizard.spec.nodes import Plain
from wizard.spec.shapes import located, model_at

DATA: Plain = {
    "size": "huge",
    "tables": {"t": {"rows": {"small": 1}, "columns": {
        "x": {"kind": "normal", "when": {"a": {}}},
        "y": {"kind": "after", "when": {"a": {}}, "late": {}},
        "z": {"kind": "timestamp", "events": [{}]},
        "q": {"kind": "nothing"},
    }}},
    "brand": {"regions": [{}]},
    "quality": [{"rule": "in_range"}],
    "insights": {"i": {"expect": [{}]}},
    "jobs": {"j": {"tasks": [{}]}},
}


@pytest.mark.parametrize(("path", "name"), [
    ("", "DemoSpec"),
    ("tables.t", "Table"),
    ("tables.t.rows", "Rows"),
    ("tables.t.part_of", "PartOf"),
    ("tables.t.columns.x", "Number"),
    ("tables.t.columns.x.when.a", "Law"),
    ("tables.t.columns.y.when.a", "Pace"),
    ("tables.t.columns.y.late", "Late"),
    ("tables.t.columns.z.events.0", "CalendarEvent"),
    ("brand.regions.0", "Place"),
    ("quality.0", "InRange"),
    ("incidents.any", "Incident"),
    ("insights.i.expect.0", "Expectation"),
    ("jobs.j.tasks.0", "Task"),
])
def test_a_place_has_its_model(path: str, name: str) -> None:
    found = model_at(tuple(int(p) if p.isdecimal() else p for p in path.split(".") if p), DATA)
    assert found is not None
    assert found.__name__ == name


@pytest.mark.parametrize("path", [("size",), ("tables",), ("tables", "t", "columns", "q"), ("nothing", "at", "all"),
                                  ("tables", "t", "columns", "x", "when"), ("quality", 7), ("quality", 0, "min")])
def test_other_places_have_none(path: tuple[str | int, ...]) -> None:
    assert model_at(path, DATA) is None


def test_every_kind_of_column_is_found_by_its_tag() -> None:
    def model(kind: str) -> type[BaseModel] | None:
        return model_at(("tables", "t", "columns", "c"), {"tables": {"t": {"columns": {"c": {"kind": kind}}}}})

    assert model("timestamp") is model("date") is columns.Calendar
    assert model("zipf") is columns.Number
    assert model("tick") is columns.Tick


@pytest.mark.parametrize(("loc", "path"), [
    (("size", "name"), "size"),
    (("tables", "t", "rows", "sizes", "small"), "tables.t.rows.small"),
    (("tables", "t", "columns", "number", "uniform", "min"), "tables.t.columns.number.min"),
    (("tables", "t", "columns", "c", "choice", "when", "list", "list", 0), "tables.t.columns.c.when.list.0"),
    (("quality", 0, "in_range", "min", "int"), "quality.0.min"),
    (("insights", "i", "expect", 1, "is"), "insights.i.expect.1.is"),
])
def test_names_of_types_are_no_part_of_a_path(loc: tuple[str | int, ...], path: str) -> None:
    found, on_key = located(loc)
    assert ".".join(map(str, found)) == path
    assert not on_key


@pytest.mark.parametrize(("override", "said"), [
    ("tables.orders.columns.price.when={a: {maxi: 3}}", "price.when.a.maxi  is not a key here  Did you mean max?"),
    ("tables.orders.columns.ordered_at.holidays={}", "holidays.factor  is missing  Write factor: 0.3 is 30 % of"),
    ("tables.orders.columns.ordered_at.events=[{naem: x}]", "events.0.naem  is not a key here  Did you mean name?"),
    ("tables.orders.part_of={table: customers, counts: {}}", "part_of.counts  is not a key here  Did you mean count?"),
    ("brand.regions=[{name: N, citys: [a]}]", "brand.regions.0.citys  is not a key here  Did you mean cities?"),
    ("incidents.Outage={}", "incidents.Outage  'Outage' cannot be a name"),
    ("insights.a={question: q, sql: s, say: t, expect: [{column: c, ist: x}]}",
     "expect.0.ist  is not a key here  Did you mean is?"),
    ("size=true", "size  must be small, medium, large, or the rows of the largest table, not true"),
    ("size=0", "size  must be 1 or more"),
])
def test_a_typo_anywhere_is_answered_with_the_right_word(override: str, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse(BASE, overrides=[override])
    assert said in str(caught.value)
