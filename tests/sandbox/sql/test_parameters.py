import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot.tokenizer_core import TokenType

from wizard.sandbox.sql import SqlError
from wizard.sandbox.sql.lexer import split_statements, tokens
from wizard.sandbox.sql.parameters import bind, quoted_name, string_literal

TRICKY = st.text(alphabet=st.sampled_from("a'\"\\`;:-/*#(){}$ \n\t%é\x00"), max_size=30) | st.text(max_size=30)


def parameter(value: str | None, type_name: str | None = None, name: str = "x") -> dict[str, object]:
    return {"name": name, "value": value, "type": type_name}


@given(TRICKY)
def test_a_string_stays_one_value_whatever_it_holds(value: str) -> None:
    bound = bind("select * from t where a = :x and b = 1", [parameter(value)])
    assert len(split_statements(bound)) == 1
    words = tokens(bound)
    assert len(words) == 12
    assert words[7].token_type is TokenType.STRING
    assert bound.endswith(" and b = 1")


@given(TRICKY)
def test_a_literal_reads_back_as_the_same_string(value: str) -> None:
    (token,) = tokens(string_literal(value))
    assert token.text == value


@given(TRICKY.filter(bool))
def test_a_quoted_name_is_one_name(value: str) -> None:
    (token,) = tokens(quoted_name(value))
    assert (token.token_type, token.text) == (TokenType.IDENTIFIER, value)


TYPES = ["INT", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN", "DECIMAL(9,2)"]


@given(st.text(max_size=20), st.sampled_from(TYPES))
def test_a_typed_value_is_that_type_or_refused(value: str, type_name: str) -> None:
    try:
        bound = bind("select :x", [parameter(value, type_name)])
    except SqlError:
        return
    literals = [t for t in tokens(bound) if t.token_type in (TokenType.STRING, TokenType.NUMBER)]
    assert len(literals) <= 3
    assert ";" not in bound


@pytest.mark.parametrize(
    ("value", "type_name", "literal"),
    [
        ("5", "INT", "5"), ("-5", "int", "CAST('-5' AS INT)"), ("7", "BIGINT", "CAST('7' AS BIGINT)"),
        ("1.5", "DECIMAL(10,2)", "CAST('1.5' AS DECIMAL(10,2))"), ("2026-01-01", "DATE", "DATE'2026-01-01'"),
        ("2026-01-01T10:00:00", "TIMESTAMP", "CAST('2026-01-01 10:00:00' AS TIMESTAMP)"), ("TRUE", "BOOLEAN", "TRUE"),
        (None, "INT", "NULL"), ("it's", None, "'it\\'s'"), ("1e3", "DOUBLE", "CAST('1000.0' AS DOUBLE)"),
    ],
)  # fmt: skip
def test_values_become_typed_literals(value: str | None, type_name: str | None, literal: str) -> None:
    assert bind("select :x", [parameter(value, type_name)]) == f"select {literal}"


@pytest.mark.parametrize(
    ("value", "type_name"),
    [("x", "INT"), ("300", "TINYINT"), ("1; drop table t", "INT"), ("1_000", "INT"), ("2026-13-01", "DATE"),
     ("maybe", "BOOLEAN"), ("NaN", "DECIMAL(5,2)"), ("12345", "DECIMAL(4,0)"), ("1", "ARRAY<INT>")],
)  # fmt: skip
def test_a_value_of_another_type_is_refused(value: str, type_name: str) -> None:
    with pytest.raises(SqlError) as caught:
        bind("select :x", [parameter(value, type_name)])
    assert caught.value.sql_state == "22023"


def test_markers_are_not_looked_for_in_strings_names_comments_and_json_paths() -> None:
    text = "select ':x', `:x`, a:x, f(a):x, m['k']:x, cast(b as struct<x:int>) /* :x */ from t -- :x"
    assert bind(text, [parameter("1")]) == text


def test_a_marker_without_a_value_is_named() -> None:
    with pytest.raises(SqlError, match=r"\[UNBOUND_SQL_PARAMETER\].*: y\.") as caught:
        bind("select :y", [parameter("1")])
    assert caught.value.sql_state == "42P02"


def test_identifier_makes_a_quoted_name_of_a_constant() -> None:
    values = [parameter("c.s", name="schema"), parameter("my table", name="t")]
    assert bind("select * from identifier(:schema || '.u')", values) == "select * from `c`.`s`.`u`"
    assert bind("drop table IDENTIFIER(concat(:schema, '.', 'u'))", values) == "drop table `c`.`s`.`u`"
    with pytest.raises(SqlError, match="IDENTIFIER"):
        bind("select * from identifier(:t)", values)


@given(TRICKY)
def test_identifier_never_becomes_more_than_a_name(value: str) -> None:
    try:
        bound = bind("select * from identifier(:x)", [parameter(value)])
    except SqlError:
        return
    kinds = {token.token_type for token in tokens(bound)[3:]}
    assert kinds <= {TokenType.IDENTIFIER, TokenType.DOT}
