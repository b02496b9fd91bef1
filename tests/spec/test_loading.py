"""Specs from files, from shipped names, with overrides; all problems at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.spec.samples import BASE, base, edited
from wizard.spec import Problem, SpecError, load, parse, shipped


def problems(text: str, *overrides: str) -> tuple[Problem, ...]:
    with pytest.raises(SpecError) as caught:
        parse(text, "shop.yaml", overrides)
    return caught.value.problems


def test_a_valid_file_loads(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(BASE, encoding="utf-8")
    spec = load(path)
    assert spec == base()
    assert list(spec.tables) == ["customers", "orders"]
    assert spec.as_of.isoformat() == "2026-11-01"


def test_every_shipped_spec_loads_by_name_and_is_found_by_editors() -> None:
    names = [path.stem for path in shipped()]
    assert "retail" in names
    for path in shipped():
        assert load(path.stem) == load(path)
        assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=spec.schema.json\n")


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert load(path).tables == base().tables


def test_all_problems_come_at_once_sorted_by_line() -> None:
    text = BASE.replace("rows: 1000", "rows: many").replace("table: customers,", "table: customer,")
    text = text.replace("role: engineer", "role: raeder").replace("sql: price * pieces", "sql: rand()")
    found = problems(text.replace("seed", "sede") + "sede: 1\n")
    assert [p.path for p in found] == [
        "tables.orders.rows",
        "tables.orders.columns.customer_id.table",
        "tables.orders.columns.amount.sql",
        "grants.1.role",
        "sede",
    ]
    assert [p.line for p in found] == sorted(p.line for p in found)
    assert "\n".join(str(p) for p in found) == str(SpecError(found))


def test_a_broken_column_does_not_hide_what_refers_to_it_wrongly() -> None:
    text = edited("{kind: person, comment: Full name.}", "{kind: persona}").replace('"{name}.{0}@', '"{nom}.{0}@')
    assert [p.message for p in problems(text)] == [
        "'persona' is no kind that is known",
        "there is no column 'nom' in this table",
    ]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_line_says_place_path_problem_and_way_out() -> None:
    text = edited("    rows: 1000\n", "    rows: 1000\n    rowz: 1000\n")
    (found,) = problems(text)
    line = line_of(text, "rowz")
    assert str(found) == f"shop.yaml:{line}:5  tables.orders.rowz  is not a key here  Did you mean rows?"


@pytest.mark.parametrize("block", ["|", "|-", "|  # the best one"])
def test_a_mistake_in_a_block_of_sql_is_shown_at_its_own_place(block: str) -> None:
    text = edited("sql: |\n      SELECT", f"sql: {block}\n      SELECT")
    text = text.replace("GROUP BY region\n", "GROUP BY region WHERE WHERE\n")
    (found,) = problems(text)
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("WHERE")


def test_a_mistake_in_sql_of_one_line_is_shown_where_the_sql_begins() -> None:
    text = edited("sql: price * pieces", "sql: price * pieces WHERE")
    (found,) = problems(text)
    assert text.splitlines()[found.line - 1][found.column - 1 :].startswith("price * pieces")


@pytest.mark.parametrize(("source", "message", "hint"), [
    ("retial", "is neither a shipped spec nor a file", "Did you mean retail?"),
    ("no/such/file.yaml", "there is no such file", "Check the path."),
    ("a\0b", "cannot be read", ""),
    ("x" * 5000 + ".yaml", "cannot be read", ""),
])
def test_a_file_that_is_not_there(source: str, message: str, hint: str) -> None:
    with pytest.raises(SpecError) as caught:
        load(source)
    (found,) = caught.value.problems
    assert message in found.message
    assert hint in found.hint
    assert (found.line, found.column) == (0, 0)


def test_a_near_miss_of_a_file_name_is_suggested(tmp_path: Path) -> None:
    (tmp_path / "retail.yaml").write_text(BASE, encoding="utf-8")
    with pytest.raises(SpecError, match=r"Did you mean retail\.yaml\?"):
        load(tmp_path / "retial.yaml")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="is a folder"):
        load(tmp_path)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(10**12)  # sparse: takes no room
    with pytest.raises(SpecError, match="is larger than 1,000,000 bytes"):
        load(path)


def test_many_values_are_refused_before_they_are_all_read() -> None:
    (found,) = problems(BASE + "story:\n" + "  - x\n" * 60_000)
    assert "more than 50,000 values" in found.message


def test_anchors_and_merges_work_where_they_are_harmless() -> None:
    text = edited("  orders:\n", "  orders:\n    <<: {rows: 7}\n").replace("    rows: 1000\n", "")
    assert parse(text).tables["orders"].rows == 7
    text = edited("rows: {small: 100,", "rows: &counts {small: 100,").replace("rows: 1000", "rows: *counts")
    assert parse(text).tables["orders"].rows == parse(text).tables["customers"].rows


def test_keys_are_text_as_written() -> None:
    text = edited('values: {"1": 4, "2": 1}', "values: {1: 4, 02: 1}")
    column = parse(text).tables["orders"].columns["pieces"]
    assert column.kind == "choice"
    assert list(column.values) == ["1", "02"]


def test_errors_do_not_come_with_a_traceback_of_causes() -> None:
    with pytest.raises(SpecError) as caught:
        parse("a: [")
    assert caught.value.__cause__ is None


def test_models_alone_import_neither_yaml_nor_sqlglot() -> None:
    code = "import sys, wizard.spec.model; print([m for m in ('ruamel.yaml', 'sqlglot') if m in sys.modules])"
    assert _python(code) == "[]"


def test_a_spec_without_sql_loads_without_sqlglot(tmp_path: Path) -> None:
    path = tmp_path / "plain.yaml"
    path.write_text(BASE[: BASE.index("      amount:")], encoding="utf-8")
    code = "import sys; from wizard.spec import load; load(sys.argv[1]); print('sqlglot' in sys.modules)"
    assert _python(code, str(path)) == "False"


def _python(code: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    return done.stdout.strip()
