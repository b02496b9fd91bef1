"""The sandbox's SQL: Databricks' statements, answered by the catalog, by deltalake, or by the engine.

`run` answers one statement; `split_statements` takes a script apart. Imported late, because the parser takes a tenth of
a second that a starting server should not wait for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.sandbox.sql.errors import SqlError
    from wizard.sandbox.sql.front import run
    from wizard.sandbox.sql.lexer import split_statements, statement_kind
    from wizard.sandbox.sql.result import Column, Result

__all__ = ["Column", "Result", "SqlError", "run", "split_statements", "statement_kind"]
_HOMES = {"Column": "result", "Result": "result", "SqlError": "errors", "run": "front",
          "split_statements": "lexer", "statement_kind": "lexer"}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name at its first use."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
