from databricks.sdk import WorkspaceClient

from tests.sandbox.sql.conftest import Sql


def test_views_may_be_built_on_views(sql: Sql) -> None:
    sql("create table t as select id, id % 3 as grp from range(9)")
    sql("create view sums (grp comment 'the group', total) as select grp, sum(id) from t group by all -- why")
    sql("create view top as with s as (select * from sums) select * from s where total > 9")
    assert sql("select * from top order by grp") == [["1", "12"], ["2", "15"]]
    joined = "select top.grp, s.total from top join sums s on s.grp = top.grp order by 1"
    assert sql(joined) == [["1", "12"], ["2", "15"]]
    assert sql("describe sums") == [["grp", "bigint", "the group"], ["total", "bigint", None]]


def test_a_common_table_expression_hides_a_view_of_its_name(sql: Sql) -> None:
    sql("create view v as select 'view' as what")
    assert sql("with v as (select 'cte' as what) select * from v") == [["cte"]]
    assert sql("with v as (select what || '!' as what from v) select * from v") == [["view!"]]
    assert sql("select * from (with v as (select 'cte' as what) select * from v) a cross join v") == [["cte", "view"]]


def test_columns_may_be_qualified_by_the_views_full_name(sql: Sql, schema: str) -> None:
    sql("create view v as select 1 as a")
    assert sql(f"select v.a, s.v.a, {schema}.v.a from {schema}.v") == [["1", "1", "1"]]


def test_a_view_reads_from_where_it_was_made(sql: Sql, client: WorkspaceClient, warehouse: str, schema: str) -> None:
    sql("create table t as select 7 as a")
    sql("create view v as select * from t")
    elsewhere = Sql(client, warehouse, "main.default")
    assert elsewhere(f"select * from {schema}.v") == [["7"]]


def test_views_see_new_rows_and_can_be_redefined(sql: Sql) -> None:
    sql("create table t as select 1 as a")
    sql("create view v comment 'c' as select count(*) as n from t")
    sql("insert into t values (2)")
    assert sql("select n from v") == [["2"]]
    sql("create or replace view v as select max(a) as m from t")
    assert sql("select m from v") == [["2"]]
    sql("alter view v as select 5 as five")
    assert sql("select * from v") == [["5"]]


def test_a_view_is_no_table(sql: Sql) -> None:
    sql("create view v as select 1 as a")
    for statement in ("insert into v values (1)", "update v set a = 2", "delete from v", "optimize v",
                      "truncate table v", "create or replace table v (a int)", "describe detail v"):  # fmt: skip
        assert sql.fails(statement).message.startswith("[EXPECT_TABLE_NOT_VIEW"), statement
    assert "VIEW" in sql.fails("drop table v").message
    sql("create table t (a int)")
    assert sql.fails("drop view t").sql_state == "42809"


def test_views_that_cannot_be_are_refused(sql: Sql) -> None:
    sql("create view v as select 1 as a")
    assert sql.fails("create view w as select * from nothing").sql_state == "42P01"
    assert sql.fails("create view w as select nothing from v").sql_state == "42703"
    assert sql.fails("create view w as select 1 as a, 2 as a").sql_state == "42711"
    assert sql.fails("create view w (x, y) as select 1").message.startswith("[CREATE_VIEW_COLUMN_ARITY_MISMATCH]")
    sql("create view w as select * from v")
    assert sql.fails("create or replace view v as select * from w").message.startswith("[RECURSIVE_VIEW]")
    assert sql.fails("create view v as select 1").sql_state == "42P07"


def test_what_databricks_has_and_the_engine_lacks(sql: Sql) -> None:
    sql("create table t as select id, id % 2 as odd, cast(id as string) as name from range(6)")
    assert sql("select odd, count(*) as n from t group by all order by 1") == [["0", "3"], ["1", "3"]]
    assert sql("select * from t qualify row_number() over (partition by odd order by id desc) = 1 order by id") == [
        ["4", "0", "4"], ["5", "1", "5"],
    ]  # fmt: skip
    assert sql("select * except (name) from t where id = 3") == [["3", "1"]]
    assert sql("select * replace (upper('x') as name) from t where id = 3") == [["3", "1", "X"]]
    assert sql("""select '{"a": {"b": 5}}':a.b""") == [["5"]]
    assert sql("from t select max(id)") == [["5"]]
    assert sql("select * from (select odd, id from t) pivot (sum(id) for odd in (0, 1))") == [["6", "9"]]
    assert sql("table t")[0] == ["0", "0", "0"]
    assert sql("select interval 14 months, interval '1' day, null") == [["1-2", "1 00:00:00.000000000", None]]
    assert sql("select current_user(), current_catalog(), current_schema()")[0][2] == "s"
