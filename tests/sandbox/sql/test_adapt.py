import pytest

from wizard.sandbox.sql import SqlError
from wizard.sandbox.sql.adapt import adapt


def columns(table: str) -> list[tuple[str, str]]:
    assert table == "a.b.t"
    return [("id", "string"), ("n", "bigint"), ("day", "date")]


@pytest.mark.parametrize(
    "statement",
    [
        "select a, -- kept as typed\n 42L from t where ts > timestamp'2026-01-01 00:00:00'",
        "select a::int, date_sub(d, 3) from t except select 1, 2",
        "select replace(a, 'x', 'y') from t group by 1",
    ],
)
def test_what_the_engine_knows_is_left_as_it_was(statement: str) -> None:
    assert adapt(statement, columns) == statement


@pytest.mark.parametrize(
    ("statement", "adapted"),
    [
        ("select a, count(*) c, b + sum(d) from t group by all",
         "select a, count(*) c, b + sum(d) from t GROUP BY 1"),
        ("select count(*) from t group by all order by 1", "select count(*) from t  order by 1"),
        ("select a from (select a, sum(b) from t where c = 'group by all' group by all) group by all having a > 1",
         "select a from (select a, sum(b) from t where c = 'group by all' GROUP BY 1) GROUP BY 1 having a > 1"),
        ("select a:b.c from t", "SELECT GET_JSON_OBJECT(a, '$.b.c') FROM t"),
        ("from t select a", "SELECT a FROM t"),
        ("select * except (n) from `a`.`b`.`t` as x",
         "SELECT `x`.`id` AS `id`, `x`.`day` AS `day` FROM `a`.`b`.`t` AS `x`"),
        ("select * from q pivot (sum(n) for id in ('a', 'b'))",
         "select * from q pivot (sum(n) for (id) IN ('a', 'b'))"),
    ],
)  # fmt: skip
def test_the_rest_is_said_in_its_words(statement: str, adapted: str) -> None:
    assert adapt(statement, columns) == adapted


def test_qualify_leaves_no_helper_column_behind() -> None:
    text = adapt("select * from `a`.`b`.`t` qualify row_number() over (partition by id order by n) = 1", columns)
    assert text.startswith("SELECT `id`, `n`, `day` FROM (")
    assert "QUALIFY" not in text


def test_recursion_is_refused_by_name() -> None:
    with pytest.raises(SqlError, match="recursive common table expressions"):
        adapt("with recursive t as (select 1 union all select * from t) select * from t", columns)
