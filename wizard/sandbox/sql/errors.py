"""Statement errors in Databricks' wording: an error class in brackets, a sentence, and the SQLSTATE.

The statement API answers a failed statement with HTTP 200 and a coarse `error_code` (ServiceErrorCode in the SDK's
source has BAD_REQUEST for everything a person can mend); what exactly went wrong stands in the message and in
`sql_state`. Refused privileges are BAD_REQUEST there too, with class INSUFFICIENT_PERMISSIONS and SQLSTATE 42501.
"""

from __future__ import annotations

import re

from wizard.sandbox.api import ApiError
from wizard.sandbox.sql.engine_errors import EngineError

_STATES = {
    "AMBIGUOUS_REFERENCE": "42704",
    "ARITHMETIC_OVERFLOW": "22003",
    "CAST_INVALID_INPUT": "22018",
    "CAST_OVERFLOW": "22003",
    "CATALOG_ALREADY_EXISTS": "42710",
    "CATALOG_NOT_FOUND": "42704",
    "COLUMN_ALREADY_EXISTS": "42711",
    "DATATYPE_MISMATCH": "42K09",
    "DELTA_CONCURRENT_WRITE": "2D521",
    "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE": "21506",
    "DELTA_NOT_NULL_CONSTRAINT_VIOLATED": "23502",
    "DELTA_VIOLATE_CONSTRAINT_WITH_VALUES": "23001",
    "DIVIDE_BY_ZERO": "22012",
    "EXPECT_TABLE_NOT_VIEW": "42809",
    "EXPECT_VIEW_NOT_TABLE": "42809",
    "INSERT_COLUMN_ARITY_MISMATCH": "21S01",
    "INSUFFICIENT_PERMISSIONS": "42501",
    "INTERNAL_ERROR": "XX000",
    "INVALID_ARRAY_INDEX": "22003",
    "INVALID_ARRAY_INDEX_IN_ELEMENT_AT": "22003",
    "INVALID_PARAMETER_MARKER_VALUE": "22023",
    "INVALID_PARAMETER_VALUE": "22023",
    "MISSING_AGGREGATION": "42803",
    "NUMERIC_VALUE_OUT_OF_RANGE": "22003",
    "NUM_COLUMNS_MISMATCH": "42826",
    "OPERATION_REQUIRES_UNITY_CATALOG": "0AKUD",
    "PARSE_EMPTY_STATEMENT": "42617",
    "PARSE_SYNTAX_ERROR": "42601",
    "PRINCIPAL_DOES_NOT_EXIST": "42704",
    "RECURSIVE_VIEW": "42K0H",
    "REMAINDER_BY_ZERO": "22012",
    "RESOURCE_EXHAUSTED": "53200",
    "SCALAR_SUBQUERY_TOO_MANY_ROWS": "21000",
    "SCHEMA_ALREADY_EXISTS": "42P06",
    "SCHEMA_NOT_EMPTY": "2BP01",
    "SCHEMA_NOT_FOUND": "42704",
    "TABLE_OR_VIEW_ALREADY_EXISTS": "42P07",
    "TABLE_OR_VIEW_NOT_FOUND": "42P01",
    "UC_NOT_ENABLED": "56038",
    "UNBOUND_SQL_PARAMETER": "42P02",
    "UNRESOLVED_COLUMN": "42703",
    "UNRESOLVED_ROUTINE": "42883",
    "UNSUPPORTED_FEATURE": "0A000",
    "USER_RAISED_EXCEPTION": "P0001",
    "VOLUME_ALREADY_EXISTS": "42000",
    "VOLUME_DOES_NOT_EXIST": "42704",
}
_SERVICE_CODES = {"INTERNAL_ERROR": "INTERNAL_ERROR", "RESOURCE_EXHAUSTED": "RESOURCE_EXHAUSTED",
                  "CANCELLED": "CANCELLED", "ENGINE_STOPPED": "TEMPORARILY_UNAVAILABLE"}  # fmt: skip


class SqlError(Exception):
    """A statement that failed.

    `error_code` is one of the SDK's ServiceErrorCode, `message` carries class and SQLSTATE as the platform writes them.
    """

    def __init__(self, error_code: str, message: str, sql_state: str) -> None:
        super().__init__(message)
        self.error_code = error_code
        self.message = message
        self.sql_state = sql_state

    @property
    def error_class(self) -> str:
        """The name in brackets, empty if there is none."""
        found = re.match(r"\[([A-Z0-9_.]+)\]", self.message)
        return found.group(1) if found else ""


def failed(error_class: str, message: str, where: str = "") -> SqlError:
    """Return the error of a class; `where` follows the SQLSTATE, as in `(line 1, pos 7)`."""
    state = _STATES.get(error_class.partition(".")[0], "42000")
    text = f"[{error_class}] {message} SQLSTATE: {state}{' ' + where if where else ''}"
    return SqlError(_SERVICE_CODES.get(error_class, "BAD_REQUEST"), text, state)


def unsupported(what: str, instead: str = "") -> SqlError:
    """Return the error for something that Databricks can do and the sandbox cannot; it says so plainly."""
    message = f"The sandbox does not support {what}; a Databricks SQL warehouse does."
    return failed("UNSUPPORTED_FEATURE.SANDBOX", f"{message} {instead}".strip())


def table_not_found(full_name: str, where: str = "") -> SqlError:
    """Return the error for a table or view that does not exist (or that the caller may not know of)."""
    return failed(
        "TABLE_OR_VIEW_NOT_FOUND",
        f"The table or view {quoted(full_name)} cannot be found. Verify the spelling and correctness of the schema and "
        "catalog. If you did not qualify the name with a schema, verify the current_schema() output, or qualify the "
        "name with the correct schema and catalog. To tolerate the error on drop use DROP VIEW IF EXISTS or DROP TABLE "
        "IF EXISTS.",
        where,
    )


def quoted(full_name: str) -> str:
    """Return a full name as messages show it, each part in backticks."""
    return ".".join(f"`{part}`" for part in full_name.split("."))


def from_engine(error: EngineError) -> SqlError:
    """Return the statement error for what the engine reported."""
    if error.code in ("CANCELLED", "ENGINE_STOPPED"):
        return SqlError(_SERVICE_CODES[error.code], error.message, "HY008")
    if error.code == "INTERNAL_ERROR":
        return SqlError("INTERNAL_ERROR", f"[INTERNAL_ERROR] {error.message} SQLSTATE: XX000", "XX000")
    return failed(error.code, _sentence(error.message))


def from_api(error: ApiError) -> SqlError:
    """Return the statement error for what Unity Catalog refused; the services word it, this adds class and SQLSTATE."""
    message = _sentence(error.message)
    if error.code == "PERMISSION_DENIED":
        return failed("INSUFFICIENT_PERMISSIONS", f"Insufficient privileges:\n{message}")
    kind, _, what = error.code.partition("_")
    if error.code == "TABLE_DOES_NOT_EXIST":
        return table_not_found(_first_quoted(error.message))
    if what == "DOES_NOT_EXIST" and kind in ("CATALOG", "SCHEMA"):
        name = quoted(_first_quoted(error.message))
        return failed(f"{kind}_NOT_FOUND", f"The {kind.lower()} {name} cannot be found.")
    if error.code == "TABLE_ALREADY_EXISTS":
        return failed("TABLE_OR_VIEW_ALREADY_EXISTS", message)
    return failed(error.code, message)


def _sentence(text: str) -> str:
    """Return the text ending in a full stop."""
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _first_quoted(text: str) -> str:
    """Return the name that a service's message has in quotes."""
    found = re.search(r"'([^']*)'", text)
    return found.group(1) if found else text
