"""Asks several questions side by side: a warehouse answers small queries faster together than one after another."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from wizard.steps.answers import Answer
from wizard.workspace.client import Workspace
from wizard.workspace.sql import SqlError

AT_ONCE = 4


def ask(ws: Workspace, sql: str, doing: str) -> Answer:
    """The answer of one query; a query that the service refuses is answered with its reason.

    Raises WizardError when the service cannot be reached, CancelledError when the workspace was told to stop.
    """
    began = time.monotonic()
    try:
        found = ws.sql(sql, doing)
    except SqlError as error:
        return Answer(error=error.message.splitlines()[0], seconds=_since(began))
    return Answer(found.columns, found.types, found.rows, _since(began))


def ask_all(ws: Workspace, queries: Mapping[str, str]) -> dict[str, Answer]:
    """The answers of all queries by name, a few at a time.

    Raises as `ask` does, without waiting for the others: whoever stops the workspace stops them too.
    """
    pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="ask")
    try:
        asked = {name: pool.submit(ask, ws, sql, f"asking {name}") for name, sql in queries.items()}
        return {name: future.result() for name, future in asked.items()}
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _since(began: float) -> float:
    return round(time.monotonic() - began, 3)
