import pytest

from wizard.sandbox.sql import SqlError
from wizard.sandbox.sql.references import parse, references


def named(statement: str) -> list[str]:
    return [statement[r.start : r.end] for r in references(parse(statement))]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("select * from a join `b c`.d on a.x = d.x", ["a", "`b c`.d"]),
        ("select (select max(x) from a) from b where exists (select 1 from c) and y in (select y from d)",
         ["a", "b", "c", "d"]),
        ("with a as (select * from b), b as (select * from a) select * from a join b join c.a", ["b", "c.a"]),
        ("with t as (select * from t) select * from t", ["t"]),
        ("select * from (with x as (select 1) select * from x) q join x", ["x"]),
        ("with x as (select 1) select * from (select * from x where exists (select 1 from y join x on true))", ["y"]),
        ("select * from range(10) r, lateral (select * from u), explode(array(1))", ["u"]),
        ("insert into t (a) with x as (select 1) select * from x join y", ["t", "y"]),
        ("merge into a t using b s on t.x = s.x when matched then update set x = (select max(q) from c)",
         ["a", "b", "c"]),
        ("update t set x = (select max(x) from z)", ["t", "z"]),
        ("delete from t where x in (select x from u)", ["t", "u"]),
        ("select * from a union all select * from b order by 1", ["a", "b"]),
        ("select * from t version as of 3", ["t"]),
        ("select * from delta.`/x`", ["delta.`/x`"]),
        ("select 1", []),
    ],
)  # fmt: skip
def test_every_table_is_found_and_no_common_table_expression(statement: str, names: list[str]) -> None:
    assert named(statement) == names


@pytest.mark.parametrize("function", ["read_files('/etc/passwd')", "csv('/x')", "read_parquet('x')"])
def test_functions_that_could_read_files_are_refused(function: str) -> None:
    with pytest.raises(SqlError, match="table function"):
        named(f"select * from {function}")


def test_a_syntax_error_has_its_place() -> None:
    with pytest.raises(SqlError, match=r"near 'wher'.* \(line 2, pos 5\)|near .*\(line 2"):
        parse("select *\nfrom where")
