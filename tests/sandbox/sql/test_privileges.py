from collections.abc import Callable

import pytest

from tests.sandbox.sql.conftest import Sql

SqlAs = Callable[[str], Sql]
ANA, DEV, GUEST = "ana@example.com", "dev@example.com", "guest@example.com"


@pytest.fixture
def ana(sql: Sql, sql_as: SqlAs, catalog: str) -> Sql:
    """An analyst who may use the schema, which holds a table and a view of it, and read nothing yet."""
    sql("create table t as select id, id * 10 as secret from range(5)")
    sql("create view v as select id from t where id < 3")
    sql(f"grant use catalog on catalog {catalog} to analysts")
    sql("grant use schema on schema s to analysts")
    return sql_as(ANA)


def test_reading_takes_select(sql: Sql, ana: Sql, schema: str) -> None:
    failure = ana.fails("select * from t")
    assert (failure.code, failure.sql_state) == ("BAD_REQUEST", "42501")
    assert failure.message.startswith("[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n")
    assert f"User does not have SELECT on Table '{schema}.t'" in failure.message
    sql("grant select on table t to analysts")
    assert ana("select count(*) from t") == [["5"]]
    sql("revoke select on table t from analysts")
    assert ana.fails("select 1 where exists (select 1 from t)").sql_state == "42501"


def test_containers_must_be_usable(sql: Sql, ana: Sql, catalog: str) -> None:
    sql("grant select on table t to analysts")
    sql("revoke use schema on schema s from analysts")
    assert f"USE SCHEMA on Schema '{catalog}.s'" in ana.fails("select * from t").message
    sql(f"revoke use catalog on catalog {catalog} from analysts")
    assert f"USE CATALOG on Catalog '{catalog}'" in ana.fails("select * from t").message


def test_a_view_reads_with_its_owners_rights(sql: Sql, ana: Sql, catalog: str) -> None:
    assert ana.fails("select * from v").sql_state == "42501"
    sql("grant select on view v to analysts")
    assert ana("select count(*) from v") == [["3"]]
    assert ana.fails("select * from t").sql_state == "42501"
    # A view over a table that its owner may no longer read is of no use to anybody.
    sql(f"alter schema {catalog}.s owner to `{DEV}`")
    sql(f"alter view v owner to `{GUEST}`")
    assert ana.fails("select * from v").sql_state == "42501"


def test_writing_takes_modify(sql: Sql, ana: Sql) -> None:
    sql("grant select on schema s to analysts")
    for statement in ("insert into t values (1, 1)", "update t set id = 1", "delete from t", "truncate table t",
                      "merge into t using v on t.id = v.id when matched then delete",
                      "insert overwrite t values (1, 1)", "optimize t", "vacuum t"):  # fmt: skip
        failure = ana.fails(statement)
        assert "MODIFY on Table" in failure.message, statement
    sql("grant modify on table t to analysts")
    ana("delete from t where id = 0")
    assert sql("select count(*) from t") == [["4"]]


def test_changing_definitions_takes_ownership(sql: Sql, ana: Sql, catalog: str) -> None:
    sql("grant select, modify on schema s to analysts")
    for statement in ("drop table t", "drop view v", "drop schema s cascade", "create table u (a int)",
                      "create or replace table t as select 1 as a", "grant select on table t to analysts",
                      "alter table t owner to analysts", "create view w as select 1 as a",
                      "create or replace view v as select 1 as a", f"drop catalog {catalog} cascade",
                      "create schema other", "create catalog mine", "comment on view v is 'mine'"):  # fmt: skip
        assert ana.fails(statement).sql_state == "42501", statement
    assert sql("select count(*) from v") == [["3"]]


def test_an_engineer_makes_what_the_schema_lets_her(sql: Sql, sql_as: SqlAs, catalog: str) -> None:
    sql(f"grant use catalog on catalog {catalog} to data_engineers")
    sql("grant use schema, create table on schema s to data_engineers")
    dev = sql_as(DEV)
    dev("create table own as select 1 as a")
    dev("create view own_view as select * from own")
    assert dev("select * from own_view") == [["1"]]
    dev("grant select on table own to analysts")
    dev("drop view own_view")
    dev("drop table own")


def test_nobody_is_shown_what_is_not_theirs(sql: Sql, ana: Sql, schema: str) -> None:
    sql("create table hidden (a int)")
    sql("grant select on table t to analysts")
    assert [row[1] for row in ana("show tables")] == ["t"]
    assert ana("select table_name from information_schema.tables") == [["t"]]
    assert ana.fails("describe hidden").sql_state in ("42501", "42P01")
    assert ana("select distinct table_name from system.information_schema.columns "
               f"where table_catalog = '{schema.split('.', maxsplit=1)[0]}'") == [["t"]]  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "table t", "select * from (table t)", "with q as (select * from t) select * from q",
        "select * from v join t using (id)",
        "values ((select max(id) from t))", "describe query select * from t", "explain select * from t",
        "select (select max(secret) from t)", "select * from lateral (select * from t)", "from t select *",
        "select * from `s`.`t`", "select * from identifier('t')", "insert into mine select * from t",
        "create view w as select * from t", "select array(select id from t)", "select * from t@v0",
        "select * from delta.`t`", "select id from v union (select id from t)",
    ],
)  # fmt: skip
def test_no_way_of_writing_it_reads_a_table_without_the_right(sql: Sql, ana: Sql, statement: str) -> None:
    sql("grant select on view v to analysts")
    sql("create table mine (a bigint, b bigint)")
    sql("grant modify, select on table mine to analysts")
    sql("grant create table on schema s to analysts")
    assert ana.fails(statement).sql_state in ("42501", "42601", "42P01", "0A000", "42000")


def test_the_engine_sees_no_comment_and_so_nothing_hidden_in_one(ana: Sql) -> None:
    # Comments nest here; a reader that did not nest them would read the table.
    assert ana("select 1 /* /* */ union select secret from t -- */") == [["1"]]


def test_grants_are_shown_with_where_they_come_from(sql: Sql, schema: str) -> None:
    sql("create table t (a int)")
    sql("grant select, use schema on schema s to analysts")
    sql("grant all privileges on table t to data_engineers")
    assert sql("show grants on table t") == [
        ["data_engineers", "ALL PRIVILEGES", "TABLE", f"{schema}.t"],
        ["analysts", "SELECT", "SCHEMA", schema],
    ]  # fmt: skip
    assert sql("show grants `analysts` on schema s") == [
        ["analysts", "SELECT", "SCHEMA", schema], ["analysts", "USE SCHEMA", "SCHEMA", schema],
    ]  # fmt: skip
    listed = "select grantee, privilege_type, inherited_from from information_schema.table_privileges order by 1"
    assert sql(listed) == [
        ["analysts", "SELECT", "SCHEMA"], ["data_engineers", "ALL_PRIVILEGES", "NONE"],
    ]  # fmt: skip


@pytest.mark.parametrize("principal", ["nobody@example.com", "users", "admins"])
def test_a_principal_that_unity_catalog_does_not_know_is_refused(sql: Sql, principal: str) -> None:
    failure = sql.fails(f"grant select on schema s to `{principal}`")
    assert failure.message.startswith("[PRINCIPAL_DOES_NOT_EXIST] Could not find principal with name")
