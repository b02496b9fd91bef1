"""Whatever happens to a spec file, what comes out is a spec or a `SpecError`, and it comes out soon."""

import copy
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from ruamel.yaml import YAML

from tests.spec.samples import BASE, rich
from wizard.errors import ExitCode
from wizard.spec import DemoSpec, SpecError, parse
from wizard.spec.check import findings
from wizard.spec.messages import translate
from wizard.spec.nodes import Mapping, Mark

TREE = YAML(typ="safe", pure=True).load(BASE)
WHOLE = rich().model_dump(mode="json", by_alias=True, exclude_defaults=True)
NAMES = ["customers", "orders", "region", "price", "nothing", "kind", "values", "when", "by", "sql", "rows", "a.b", "",
         "ü", "part_of", "orders", "lines", "home", "{brand.regions.1}", "incidents", "0", "21"]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(NAMES),
    st.sampled_from(["{x}", "{0}", "{", "rand()", "SELECT", "SELECT * FROM orders", "a b c", "((((", "'", "--", "/*",
                     "date(", "price.x", "*", "x -> x", "SELECT 1;;", "WITH a AS (SELECT 1) SELECT * FROM a", "\0",
                     "{brand.company}", "{brand.regions.7}",
                     "{as_of}", "{brand.words.more}", "'{brand.company}'", "11-31"]),
)
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=3)


def survives(text: str, *overrides: str) -> None:
    error: SpecError | None = None
    try:
        assert isinstance(parse(text, "mutated.yaml", overrides), DemoSpec)
    except SpecError as caught:
        error = caught
    if error:
        assert error.exit_code is ExitCode.USAGE
        assert error.problems
        assert all(problem.message for problem in error.problems)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every node below the root."""
    if isinstance(tree, dict):
        inner = [(*path, key) for key in tree]
    elif isinstance(tree, list):
        inner = [(*path, index) for index in range(len(tree))]
    else:
        return []
    return [found for p in inner for found in (p, *places(tree[p[-1]], p))]


def holder(tree: Any, path: tuple[Any, ...]) -> Any:
    for part in path[:-1]:
        tree = tree[part]
    return tree


@st.composite
def mutated(draw: st.DrawFn, whole: Any = TREE) -> Any:
    """A spec with up to three nodes deleted, replaced, renamed, or moved."""
    tree = copy.deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        paths = places(tree)
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        above = holder(tree, path)
        match draw(st.sampled_from(["delete", "replace", "rename", "copy"])):
            case "delete":
                del above[path[-1]]
            case "replace":
                above[path[-1]] = draw(VALUES)
            case "rename" if isinstance(above, dict):
                above[draw(st.sampled_from(NAMES))] = above.pop(path[-1])
            case _:
                source = draw(st.sampled_from(paths))
                above[path[-1]] = copy.deepcopy(holder(tree, source)[source[-1]])
    return tree


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_changed_trees(tree: Any) -> None:
    out = io.StringIO()
    YAML(typ="safe", pure=True).dump(tree, out)
    survives(out.getvalue())


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(WHOLE))
def test_no_check_raises_whatever_it_looks_at(tree: Any) -> None:
    found = list(findings(tree))
    try:
        DemoSpec.model_validate(tree)
    except ValidationError as error:
        found += translate(error, Mapping(Mark("", 0, 0)), tree)
    assert all(finding.message and isinstance(finding.hint, str) for finding in found)


SNIPPETS = [
    "\t", "- ", ": ", "&a ", "*a ", "!!x ", "{", "[", "'", '"', "|", ">", "#", "%", "---\n", "...\n", "? ", "<<: *a",
    "\\", '"\\ud800"', '"\\UFFFFFFFF"', "\r", "\ufeff", "0o9", "1_", "2026-13-45", "1e999", "9" * 5000,
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(BASE)), st.integers(0, 40), st.text(max_size=8) | st.sampled_from(SNIPPETS))
def test_changed_text(at: int, cut: int, text: str) -> None:
    survives(BASE[:at] + text + BASE[at + cut :])


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    survives(text)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([".".join(map(str, path)) for path in places(TREE)]) | st.text(max_size=12),
       st.text(max_size=12) | st.sampled_from(["{a: b}", "[1, 2]", "&a [*a]", "null", "1e999"]))
def test_any_override(path: str, value: str) -> None:
    survives(BASE, f"{path}={value}")


WORDS = [
    "SELECT", "FROM", "orders", "price", "(", ")", ",", "*", "AS", "WITH", "CASE", "WHEN", "END", "JOIN", "ON", "'a'",
    "1", "+", "-", "date", "array", "[", "]", "struct", "<", ">", "x", "->", ".", "UNION", "ORDER BY", "OVER", "IN",
    "::", ";", "interval", "day", "cast", "NOT", "EXISTS", "LATERAL VIEW", "explode", "VALUES", "PIVOT", "{price}",
    ":p", "?", "@v",
]
SQL_WORDS = st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)


@settings(max_examples=75, deadline=None)
@given(SQL_WORDS, st.sampled_from(["views.revenue.sql", "tables.orders.columns.amount.sql",
                                   "tables.orders.columns.amount.type"]))
def test_any_sql(sql: str, place: str) -> None:
    quoted = sql.replace("'", "''")
    survives(BASE, f"{place}='{quoted}'")


OPENINGS = ["(", "[", "{", "date(", "array[", "struct(", "CASE WHEN ", "abs(", "(SELECT ", "NOT ", "- ", "map(",
            "x -> ", "array<", "cast(", "interval "]


@pytest.mark.parametrize("opening", OPENINGS)
@pytest.mark.parametrize("count", [8, 50, 3000])
def test_sql_that_nests_deeply_does_not_hang(opening: str, count: int) -> None:
    survives(BASE, f"tables.orders.columns.amount.sql='{opening * count}1'")


@pytest.mark.parametrize("text", [
    "[" * 100_000, "{" * 100_000, "- " * 100_000, "? " * 100_000, "a: " * 1000, "&a " * 1000, "'" * 100_001, "!" * 1000,
    "a:\n" + " " * 100_000 + "b: 1", "%YAML 9.9\n---\na: 1", "%TAG ! x\n--- !a b", "\n" * 200_000, "# x\n" * 100_000,
    "a: &a [*a, *a]\n", "{" + "a: &a {b: 1}, " * 5 + "}",
])
def test_hostile_text_does_not_hang(text: str) -> None:
    survives(text)
