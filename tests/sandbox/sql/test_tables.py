import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from databricks.sdk import WorkspaceClient
from deltalake import DeltaTable

from tests.sandbox.sql.conftest import Sql


def delta(client: WorkspaceClient, full_name: str) -> DeltaTable:
    location = client.tables.get(full_name).storage_location
    assert location
    return DeltaTable(unquote(urlsplit(location).path))


def comments(table: DeltaTable) -> dict[str, str]:
    return {f["name"]: f["metadata"].get("comment", "") for f in json.loads(table.schema().to_json())["fields"]}


def test_a_table_is_the_same_in_the_catalog_and_in_delta(sql: Sql, client: WorkspaceClient, schema: str) -> None:
    sql("""create table customers (
             id string not null comment 'Key of the customer', amount decimal(10,2) comment 'in EUR',
             seen timestamp, tags array<string>, constraint customers_pk primary key (id))
           using delta cluster by (seen, amount) comment 'Who buys' tblproperties ('quality' = 'gold')""")
    table = delta(client, f"{schema}.customers")
    fields = json.loads(table.schema().to_json())["fields"]
    assert [(f["name"], f["type"], f["nullable"]) for f in fields[:3]] == [
        ("id", "string", False), ("amount", "decimal(10,2)", True), ("seen", "timestamp", True),
    ]  # fmt: skip
    assert comments(table)["id"] == "Key of the customer"
    assert table.metadata().description == "Who buys"
    assert table.metadata().configuration["quality"] == "gold"
    found = client.tables.get(f"{schema}.customers")
    assert found.table_type
    assert (found.table_type.value, found.comment) == ("MANAGED", "Who buys")
    assert [(c.name, c.type_text, c.comment) for c in found.columns or []][:2] == [
        ("id", "string", "Key of the customer"), ("amount", "decimal(10,2)", "in EUR"),
    ]  # fmt: skip
    assert found.properties == {"quality": "gold", "clusteringColumns": '[["seen"],["amount"]]'}
    assert found.table_constraints
    assert found.table_constraints[0].primary_key_constraint
    assert found.table_constraints[0].primary_key_constraint.child_columns == ["id"]


def test_comments_outlive_what_the_engine_writes(sql: Sql, client: WorkspaceClient, schema: str) -> None:
    sql("create table t (a int not null comment 'first', b string comment 'second') comment 'whole'")
    sql("insert into t values (1, 'x')")
    sql("insert overwrite t select 2, 'y'")
    sql("update t set b = 'z'")
    sql("delete from t where a = 9")
    table = delta(client, f"{schema}.t")
    assert comments(table) == {"a": "first", "b": "second"}
    assert table.metadata().description == "whole"


def test_a_table_made_by_a_query_is_whole_or_not_there(sql: Sql) -> None:
    assert sql("create table t as select id, id * 2 as twice from range(5)") == [["5", "5"]]
    assert sql("select sum(twice) from t") == [["20"]]
    assert "[DIVIDE_BY_ZERO]" in sql.fails("create table u as select id, 1 / (id - 3) as x from range(5)").message
    assert sql("show tables") == [["s", "t", "false"]]


def test_replacing_keeps_grants_and_may_read_the_old_rows(sql: Sql, client: WorkspaceClient, schema: str) -> None:
    sql("create table t as select id from range(3)")
    before = client.tables.get(f"{schema}.t").table_id
    sql("grant select on table t to analysts")
    sql("create or replace table t comment 'new' as select id + 10 as id, 'x' as extra from t")
    assert sql("select min(id), max(extra) from t") == [["10", "x"]]
    assert client.tables.get(f"{schema}.t").table_id == before
    assert sql("show grants on table t") == [["analysts", "SELECT", "TABLE", f"{schema}.t"]]
    assert "[DIVIDE_BY_ZERO]" in sql.fails("create or replace table t as select 1/0 as x").message
    assert sql("select count(*) from t") == [["3"]]


def test_names_that_exist_are_refused_or_passed_over(sql: Sql) -> None:
    sql("create table t (a int)")
    failure = sql.fails("create table t (a int)")
    assert (failure.sql_state, failure.message.split("]")[0]) == ("42P07", "[TABLE_OR_VIEW_ALREADY_EXISTS")
    sql("create table if not exists t (b int)")
    assert sql("show columns in t") == [["a"]]
    assert sql.fails("create schema s").sql_state == "42P06"
    sql("create schema if not exists s")
    assert sql.fails("drop table nothing").sql_state == "42P01"
    sql("drop table if exists nothing")


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("create table u (a int, A string)", "COLUMN_ALREADY_EXISTS"),
        ("create table u (a int) cluster by (b)", "UNRESOLVED_COLUMN"),
        ("create table u (a int, b int, c int, d int, e int) cluster by (a, b, c, d, e)",
         "DELTA_CLUSTER_BY_INVALID_NUM_COLUMNS"),
        ("create table u (a int) partitioned by (a) cluster by (a)", "DELTA_CLUSTER_BY_WITH_PARTITIONED_BY"),
        ("create table u (a int foreign key references nothing)", "TABLE_OR_VIEW_NOT_FOUND"),
        ("create table u (a int references t)", "INVALID_PARAMETER_VALUE"),
        ("create table u (`a b` int)", "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES"),
        ("create table u as select 1 as a, 2 as a", "COLUMN_ALREADY_EXISTS"),
        ("create table u as select null as a", "DELTA_UNSUPPORTED_DATA_TYPE"),
        ("create table u (a blob)", "UNSUPPORTED_DATATYPE"),
        ("create table u (a int) location '/tmp/x'", "UNSUPPORTED_FEATURE"),
        ("create table u (a int", "PARSE_SYNTAX_ERROR"),
        ("create table nowhere.u (a int)", "SCHEMA_NOT_FOUND"),
        ("create materialized view u as select 1", "UNSUPPORTED_FEATURE"),
    ],
)  # fmt: skip
def test_tables_that_cannot_be_are_refused(sql: Sql, statement: str, error: str) -> None:
    sql("create table t (a int)")
    assert sql.fails(statement).message.startswith(f"[{error}")
    assert sql("show tables") == [["s", "t", "false"]]


def test_keys_are_kept_and_shown(sql: Sql) -> None:
    sql("create table parents (id int primary key)")
    sql("create table children (id int not null, parent int references parents)")
    sql("alter table children add constraint c_pk primary key (id)")
    assert "[MULTIPLE_PRIMARY_KEYS]" in sql.fails("alter table children add primary key (parent)").message
    assert sql("""select table_name, constraint_name, column_name from information_schema.key_column_usage
                  order by 1, 2""") == [
        ["children", "c_pk", "id"], ["children", "children_parents_fk", "parent"], ["parents", "parents_pk", "id"],
    ]  # fmt: skip
    sql("alter table children drop constraint children_parents_fk")
    sql("alter table children drop constraint if exists children_parents_fk")
    assert "REFERENCES" not in (sql("show create table children")[0][0] or "")


def test_rows_are_inserted_by_name_by_position_and_in_part(sql: Sql) -> None:
    sql("create table t (a int, b string default 'none', c date)")
    assert sql("insert into t (c, a) values (date'2026-01-01', 1), (null, 2)") == [["2", "2"]]
    sql("insert into t by name select 'x' as b, 3 as a")
    sql("insert into t select 4, null, null")
    sql("insert into t with q as (select 5 as a) select a, 'q', null from q")
    assert sql("select * from t order by a") == [
        ["1", "none", "2026-01-01"], ["2", "none", None], ["3", "x", None], ["4", None, None], ["5", "q", None],
    ]  # fmt: skip
    assert sql.fails("insert into t values (1)").sql_state == "21S01"
    assert sql.fails("insert into t (a, z) values (1, 2)").sql_state == "42703"
    assert sql.fails("insert into t (a) values ('many')").sql_state == "22018"


def test_a_with_clause_before_insert_is_refused_and_writes_nothing(sql: Sql) -> None:
    sql("create table t (a int)")
    sql.fails("with q as (select 1 as a) insert into t select * from q")
    sql.fails("explain insert into t values (1)")
    assert sql("select count(*) from t") == [["0"]]


def test_a_column_that_must_not_be_null_is_not(sql: Sql) -> None:
    sql("create table t (a int not null)")
    assert sql.fails("insert into t values (null)").sql_state == "23502"
    assert sql("select count(*) from t") == [["0"]]


def test_changes_tell_how_many_rows_they_touched(sql: Sql) -> None:
    sql("create table t as select id, 'old' as v from range(10)")
    assert sql("update t set v = 'new' where id < 4") == [["4"]]
    assert sql("update t set v = 'new' where id < 0") == [["0"]]
    assert sql("delete from t where id > 7") == [["2"]]
    assert sql("""merge into t using (select 0 as id union all select 99) s on t.id = s.id
                  when matched then update set v = 'merged' when not matched then insert (id, v) values (s.id, 'in')"""
               ) == [["2", "1", "0", "1"]]  # fmt: skip
    sql("truncate table t")
    assert sql("select count(*) from t") == [["0"]]


def test_tables_are_altered_in_both_places(sql: Sql, client: WorkspaceClient, schema: str) -> None:
    sql("create table t (a int)")
    sql("alter table t add columns (b string comment 'second', c double)")
    sql("alter table t alter column a comment 'first'")
    sql("comment on table t is 'it''s new'")
    sql("comment on column t.c is 'third'")
    sql("alter table t set tblproperties ('owner.team' = 'sales')")
    sql("insert into t values (1, 'x', 2.5)")
    table = delta(client, f"{schema}.t")
    assert comments(table) == {"a": "first", "b": "second", "c": "third"}
    assert table.metadata().description == "its new"
    found = client.tables.get(f"{schema}.t")
    assert (found.comment, found.properties) == ("its new", {"owner.team": "sales"})
    assert [(c.name, c.comment) for c in found.columns or []] == [("a", "first"), ("b", "second"), ("c", "third")]
    sql("alter table t rename to u")
    assert sql("select b from u") == [["x"]]
    assert "DELTA_UNSUPPORTED_DROP_COLUMN" in sql.fails("alter table u drop column b").message


def test_tags_are_set_on_tables_and_columns(sql: Sql) -> None:
    sql("create table t (a int)")
    sql("alter table t set tags ('domain' = 'sales', 'pii')")
    sql("alter table t alter column a set tags ('class' = 'key')")
    sql("alter table t unset tags ('pii')")
    assert sql("select tag_name, tag_value from information_schema.table_tags") == [["domain", "sales"]]


def test_describing_and_listing(sql: Sql, schema: str) -> None:
    sql("create table t (a int not null comment 'first', d date) cluster by (d) comment 'c'")
    sql("create view v as select a from t")
    assert sql("describe t")[:2] == [["a", "int", "first"], ["d", "date", None]]
    extended = {row[0]: row[1] for row in sql("describe table extended v")}
    assert (extended["Type"], extended["View Text"]) == ("VIEW", "select a from t")
    detail = sql("describe detail t")[0]
    assert (detail[0], detail[2], detail[8]) == ("delta", f"{schema}.t", '["d"]')
    sql("insert into t values (1, null)")
    assert [row[4] for row in sql("describe history t")] == ["WRITE", "CREATE TABLE"]
    assert sql("show tables like 't*|x'") == [["s", "t", "false"]]
    assert [row[1] for row in sql("show views")] == ["v"]
    assert [schema.split(".", maxsplit=1)[0]] in sql("show catalogs like 'test_*'")
    made_again = (sql("show create table t")[0][0] or "").replace("`t`", "`t2`")
    sql(made_again)
    assert sql("describe t2")[:2] == [["a", "int", "first"], ["d", "date", None]]


def test_older_versions_can_be_read_and_restored(sql: Sql) -> None:
    sql("create table t as select 1 as a")
    sql("insert into t values (2)")
    assert sql("select count(*) from t version as of 1") == [["1"]]
    sql("restore table t to version as of 1")
    assert sql("select * from t") == [["1"]]


def test_maintenance(sql: Sql, client: WorkspaceClient, schema: str) -> None:
    sql("create table t (a bigint, b bigint) cluster by (a)")
    for start in (0, 100, 200):
        sql(f"insert into t select id, id % 7 from range({start}, {start + 100})")
    (row,) = sql("optimize t")
    assert json.loads(row[1] or "")["numFilesRemoved"] >= 3
    assert len(delta(client, f"{schema}.t").file_uris()) == 1
    assert sql("select count(*), sum(a) from t") == [["300", "44850"]]
    assert json.loads(sql("optimize t")[0][1] or "")["numFilesAdded"] == 0
    assert "ZORDER" in sql.fails("optimize t zorder by (b)").message
    sql("vacuum t retain 168 hours")
    assert "[DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT]" in sql.fails("vacuum t retain 1 hours").message
    sql("analyze table t compute statistics for all columns")


def test_dropping_a_table_removes_its_files(sql: Sql, client: WorkspaceClient, schema: str) -> None:
    sql("create table t as select 1 as a")
    folder = Path(delta(client, f"{schema}.t").table_uri.removeprefix("file://"))
    assert folder.exists()
    sql("drop table t")
    assert not folder.exists()


def test_schemas_and_catalogs_by_sql(sql: Sql, catalog: str) -> None:
    sql(f"create schema {catalog}.extra comment 'more' with dbproperties ('k' = 'v')")
    sql(f"create table {catalog}.extra.t (a int)")
    assert sql.fails(f"drop schema {catalog}.extra").message.startswith("[SCHEMA_NOT_EMPTY]")
    sql(f"drop schema {catalog}.extra cascade")
    assert sql.fails(f"describe schema {catalog}.extra").message.startswith("[SCHEMA_NOT_FOUND]")
    sql(f"create catalog {catalog}_two comment 'second'")
    assert sql.fails(f"create catalog {catalog}_two").message.startswith("[CATALOG_ALREADY_EXISTS]")
    sql(f"drop catalog {catalog}_two cascade")


@pytest.mark.parametrize(
    ("statement", "what"),
    [("copy into t from '/x'", "COPY"), ("cache table t", "CACHE"), ("set x = 1", "SET"), ("call p()", "CALL"),
     ("create function f() returns int return 1", "CREATE FUNCTION"), ("show functions", "SHOW FUNCTIONS"),
     ("alter table t add constraint c check (a > 0)", "CHECK")],
)  # fmt: skip
def test_what_the_sandbox_cannot_do_it_says(sql: Sql, statement: str, what: str) -> None:
    sql("create table t (a int)")
    failure = sql.fails(statement)
    assert failure.message.startswith("[UNSUPPORTED_FEATURE.SANDBOX]")
    assert what in failure.message


