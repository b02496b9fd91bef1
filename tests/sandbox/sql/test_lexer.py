import pytest

from wizard.sandbox.sql import SqlError, split_statements, statement_kind


def test_a_script_is_split_at_semicolons_outside_strings_names_and_comments() -> None:
    script = "select ';' as a; -- one; two\ninsert into `t;x` values (1) /* ; */ ;;\n  ; select 2"
    assert split_statements(script) == [
        "select ';' as a", "-- one; two\ninsert into `t;x` values (1) /* ; */", "select 2",
    ]  # fmt: skip


def test_a_script_of_comments_holds_no_statement() -> None:
    assert split_statements(" -- nothing\n /* here */ ; ") == []


def test_an_unclosed_string_is_a_syntax_error() -> None:
    with pytest.raises(SqlError, match="PARSE_SYNTAX_ERROR"):
        split_statements("select 'x")


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("select 1", "read"), ("-- why\n WITH a AS (SELECT 1) SELECT * FROM a", "read"),
        ("show grants on table t", "read"),
        ("(select 1) union select 2", "read"), ("describe detail t", "read"), ("explain select 1", "read"),
        ("values (1)", "read"), ("insert into t select 1", "write"), ("create table t (a int)", "write"),
        ("with a as (select 1) insert into t select * from a", "write"), ("select 'insert'", "read"),
        ("optimize t", "write"), ("grant select on table t to x", "write"), ("nonsense", "write"),
        ("select 'unclosed", "write"),
    ],
)  # fmt: skip
def test_reads_and_writes_are_told_apart(statement: str, kind: str) -> None:
    assert statement_kind(statement) == kind
