"""What the engine's complaints mean in Databricks' words.

The engine reports nearly everything as one kind of error with a sentence of its own. People, and the programs that
search messages for `[TABLE_OR_VIEW_NOT_FOUND]`, expect the error classes of the platform; they are recognised here, in
one table of patterns.
"""

from __future__ import annotations

import re


class EngineError(Exception):
    """A statement the engine did not finish.

    `code` is the Databricks error class (DIVIDE_BY_ZERO, PARSE_SYNTAX_ERROR, …), CANCELLED, ENGINE_STOPPED, or
    INTERNAL_ERROR for what is not recognised. `message` comes without the class.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


# pattern of the engine -> class, and a message in which {0}, {1} … are the pattern's groups.
_PATTERNS: tuple[tuple[str, str, str], ...] = (
    (r"\[([A-Z][A-Z0-9_.]+)\] (.*)", "", "{1}"),
    (r'No field named \S*"#\d+"', "MISSING_AGGREGATION",
     "A column of the SELECT list is neither in the GROUP BY clause nor inside an aggregate function. Add it to the "
     "GROUP BY, or use `any_value()` if it does not matter which value within a group is returned."),
    (r"(?i)remainder by zero", "REMAINDER_BY_ZERO",
     "Remainder by zero. Use `try_mod` to tolerate divisor being 0 and return NULL instead."),
    (r"Can't cast value (\S+) to type (\w+)", "CAST_OVERFLOW",
     "The value {0} cannot be cast to \"{1}\" due to an overflow. Use `try_cast` to tolerate overflow and return NULL "
     "instead."),
    (r"Failed to commit transaction", "DELTA_CONCURRENT_WRITE",
     "ConcurrentWriteException: A concurrent transaction has written new data since the current transaction read the "
     "table. Please try the operation again."),
    (r"Scalar subquery returned more than one row", "SCALAR_SUBQUERY_TOO_MANY_ROWS",
     "More than one row returned by a subquery used as an expression."),
    (r"different number of columns: left has (\d+) columns whereas right has (\d+)", "NUM_COLUMNS_MISMATCH",
     "Set operations need the same number of columns: the left side has {0}, the right side {1}."),
    (r"MERGE_CARDINALITY_VIOLATION", "DELTA_MULTIPLE_SOURCE_ROW_MATCHING_TARGET_ROW_IN_MERGE",
     "Cannot perform Merge as multiple source rows matched and attempted to modify the same target row in the Delta "
     "table in possibly conflicting ways."),
    (r"Cannot resolve UPDATE target column `?(.*?)`?$", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
     "A column, variable, or function parameter with name `{0}` cannot be resolved."),
    (r"Cannot coerce|Failed to coerce|No function matches", "DATATYPE_MISMATCH", "{all}"),
    (r"Physical plan does not support", "UNSUPPORTED_FEATURE.SANDBOX", "The sandbox's engine cannot run this: {all}"),
    (r"(?i)divi(?:de|sion) by zero", "DIVIDE_BY_ZERO",
     "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead."),
    (r"Cannot cast (?:string|value) '(.*)' to (?:value of )?(\w+)", "CAST_INVALID_INPUT",
     "The value '{0}' of the type \"STRING\" cannot be cast to \"{1}\" because it is malformed. Correct the value as "
     "per the syntax, or change its target type. Use `try_cast` to tolerate malformed input and return NULL instead."),
    (r"is too large to store in a Decimal", "NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION", "{all}"),
    (r"'(.*)' is not true!", "USER_RAISED_EXCEPTION", "'{0}' is not true!"),
    (r"(?i)\boverflow", "ARITHMETIC_OVERFLOW", "{all}"),
    (r"attribute ObjectName\(\[(.*?)\]\) is missing", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
     "A column, variable, or function parameter with name {identifier} cannot be resolved."),
    (r"No field named (\S+?)\.?(?:\n| Valid|$)", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
     "A column, variable, or function parameter with name {0} cannot be resolved."),
    (r"(?i)ambiguous (?:attribute|reference).*?(\w+)\W*$", "AMBIGUOUS_REFERENCE", "Reference `{0}` is ambiguous."),
    (r"unknown (?:table )?function: (.*)", "UNRESOLVED_ROUTINE",
     "Cannot resolve routine `{0}`: the sandbox's engine has no function of that name."),
    (r"found (.+?) at \d+:\d+ expected", "PARSE_SYNTAX_ERROR", "Syntax error at or near '{0}'."),
    (r"input schema for INSERT has (\d+) fields, but table schema has (\d+) fields",
     "INSERT_COLUMN_ARITY_MISMATCH", "The data has {0} columns but the table has {1}."),
    (r"element_at: the index is out of bounds", "INVALID_ARRAY_INDEX_IN_ELEMENT_AT",
     "The index is out of bounds. Use `try_element_at` to tolerate accessing element at invalid index."),
    (r"Schema contains duplicate (?:un)?qualified field name (.*)", "COLUMN_ALREADY_EXISTS",
     "The column {0} already exists. Choose another name or rename the existing column."),
    (r"No version of the Delta table exists", "DELTA_TIMESTAMP_EARLIER_THAN_COMMIT_RETENTION", "{all}."),
    (r"(?i)table not found: (.*)", "TABLE_OR_VIEW_NOT_FOUND", "The table or view {0} cannot be found."),
    (r"(?i)memory (?:limit|pool)|resources exhausted", "RESOURCE_EXHAUSTED", "{all}"),
    (r"(?i)not (?:yet )?(?:implemented|supported)|unsupported", "UNSUPPORTED_FEATURE", "{all}"),
)  # fmt: skip
_ARROW = {"Int8": "TINYINT", "Int16": "SMALLINT", "Int32": "INT", "Int64": "BIGINT", "Float32": "FLOAT",
          "Float64": "DOUBLE", "Date32": "DATE", "Boolean": "BOOLEAN"}  # fmt: skip
_PARTS = re.compile(r'Identifier\("(.*?)"\)')
_NOISE = re.compile(r"^(?:(?:[Ii]nvalid argument|[Ee]xternal error|[Ee]xecution error|[Ii]nternal error"
                    r"|Arrow error|Divide by zero error|Cast error|Error during planning): )+")  # fmt: skip


def translate(details: str, *, cancelled: bool = False) -> EngineError:
    """Return the error for what the engine said."""
    if cancelled or re.search(r"(?i)\b(?:operation|task|job) (?:was )?cancell?ed|^cancell?ed", details):
        return EngineError("The statement was cancelled.", "CANCELLED")
    for pattern, code, template in _PATTERNS:
        found = re.search(pattern, details, re.DOTALL)
        if found:
            groups = [group or "" for group in found.groups()]
            message = template.replace("{all}", _NOISE.sub("", details))
            if "{identifier}" in template:
                message = template.replace("{identifier}", ".".join(f"`{part}`" for part in _PARTS.findall(groups[0])))
            for number, group in enumerate(groups):
                message = message.replace("{" + str(number) + "}", _ARROW.get(group, group))
            return EngineError(message, code or groups[0])
    return EngineError(_NOISE.sub("", details), "INTERNAL_ERROR")
