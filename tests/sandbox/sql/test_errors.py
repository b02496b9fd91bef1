import pytest

from wizard.sandbox.api import ApiError
from wizard.sandbox.sql.engine_errors import translate
from wizard.sandbox.sql.errors import from_api, from_engine


@pytest.mark.parametrize(
    ("details", "error_class", "state"),
    [
        ("divide by zero", "DIVIDE_BY_ZERO", "22012"),
        ("Arrow error: Divide by zero error: divide by zero", "DIVIDE_BY_ZERO", "22012"),
        ("Cannot cast string 'a' to value of Int32 type", "CAST_INVALID_INPUT", "22018"),
        ("[DELTA_NOT_NULL_CONSTRAINT_VIOLATED] NOT NULL constraint violated for column: id",
         "DELTA_NOT_NULL_CONSTRAINT_VIOLATED", "23502"),
        ('attribute ObjectName([Identifier("a"), Identifier("b")]) is missing from the schema: cannot resolve it',
         "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION", "42703"),
        ("unknown function: nope", "UNRESOLVED_ROUTINE", "42883"),
        ("invalid argument: found x at 0:5 expected ';'", "PARSE_SYNTAX_ERROR", "42601"),
        ("123.50 is too large to store in a Decimal128 of precision 4", "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION",
         "22003"),
        ('No field named c.s.t."#0".\nValid fields are x.', "MISSING_AGGREGATION", "42803"),
        ("Can't cast value 300 to type Int8", "CAST_OVERFLOW", "22003"),
        ("something nobody has seen", "INTERNAL_ERROR", "XX000"),
    ],
)  # fmt: skip
def test_the_engine_complains_in_databricks_words(details: str, error_class: str, state: str) -> None:
    error = from_engine(translate(details))
    assert (error.error_class, error.sql_state) == (error_class, state)
    assert error.message.endswith(f"SQLSTATE: {state}")


def test_a_column_that_is_missing_is_named() -> None:
    error = translate('attribute ObjectName([Identifier("a"), Identifier("b")]) is missing from the schema: …')
    assert "`a`.`b`" in error.message


def test_a_cancelled_statement_is_no_failure() -> None:
    assert from_engine(translate("whatever", cancelled=True)).error_code == "CANCELLED"


def test_refused_privileges_keep_the_services_wording() -> None:
    error = from_api(ApiError(403, "PERMISSION_DENIED", "User does not have SELECT on Table 'c.s.t'."))
    assert error.error_code == "BAD_REQUEST"
    assert error.message == (
        "[INSUFFICIENT_PERMISSIONS] Insufficient privileges:\n"
        "User does not have SELECT on Table 'c.s.t'. SQLSTATE: 42501"
    )
