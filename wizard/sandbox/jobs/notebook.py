"""Notebooks as text: cells, magics, and the `spark`, `dbutils` and `display` that a notebook finds in place.

It runs in the child process of a notebook task. A `%sql` cell goes to the SQL statements API of the sandbox, since that
speaks the whole language (DDL, views, grants) where the engine alone speaks queries.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from wizard.sandbox.jobs.child import Payload, Report, execute, fresh_main

_LANGUAGES = {"# Databricks notebook source": ("python", "#"), "-- Databricks notebook source": ("sql", "--")}
_MAGIC = re.compile(r"%(\w+)[ \t]*(.*)", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """A piece of a notebook in one language: python, sql, md, pip, …"""

    language: str
    source: str


class NotebookExit(Exception):  # noqa: N818  the platform's own name for it
    """The notebook called dbutils.notebook.exit(value)."""

    def __init__(self, value: str) -> None:
        super().__init__(value)
        self.value = value


def cells(source: str) -> list[Cell]:
    """The cells of a notebook in source format. Raises ValueError when it is not one."""
    header, _, body = source.lstrip("\ufeff").partition("\n")
    if header.strip() not in _LANGUAGES:
        raise ValueError("The file is not a notebook: its first line must be '# Databricks notebook source'.")
    language, comment = _LANGUAGES[header.strip()]
    parts = re.split(rf"^{comment} COMMAND -+\s*$", body, flags=re.MULTILINE)
    return [_cell(part.strip("\n"), language, comment) for part in parts if part.strip()]


def _cell(text: str, language: str, comment: str) -> Cell:
    lines = [line for line in text.splitlines() if not line.startswith(f"{comment} DBTITLE")]
    magic = f"{comment} MAGIC"
    if not lines or not lines[0].startswith(magic):
        return Cell(language, "\n".join(lines))
    plain = "\n".join(line.removeprefix(magic).removeprefix(" ") for line in lines)
    found = _MAGIC.match(plain.lstrip())
    return Cell(found.group(1).lower(), found.group(2)) if found else Cell(language, plain)


def run_notebook(payload: Payload, report: Report) -> None:
    """Run all cells in one namespace. What the notebook exits with, and its task values, go into the report."""
    dbutils = DbUtils(payload)
    names = fresh_main() | {"spark": LazySpark(), "dbutils": dbutils, "display": display, "displayHTML": print}
    report["values"] = dbutils.jobs.taskValues.own
    try:
        for number, cell in enumerate(cells(payload["source"]), start=1):
            _run_cell(cell, f"{payload['name']}, cell {number}", names, payload["warehouse_id"], dbutils)
    except NotebookExit as leaving:
        report["result"] = leaving.value


def _run_cell(cell: Cell, name: str, names: dict[str, Any], warehouse: str, dbutils: DbUtils) -> None:
    if cell.language in ("python", "py"):
        execute(cell.source, name, names)
    elif cell.language == "sql":
        for row in run_sql(cell.source, warehouse, dbutils.widgets.getAll()):
            print("\t".join("null" if value is None else value for value in row))  # noqa: T201  the cell's output
    elif cell.language == "pip":
        print(f"%pip {cell.source.strip()}: skipped, tasks use the packages of this machine")  # noqa: T201
    elif cell.language != "md":
        raise ValueError(f"%{cell.language} cells are not available in this workspace.")


def run_sql(text: str, warehouse: str, widgets: dict[str, str]) -> list[list[str | None]]:
    """Run one statement on the warehouse and return its rows. Widgets serve its `:name` markers."""
    markers = set(re.findall(r"(?<!:):(\w+)", text))
    body = {
        "statement": text.strip().rstrip(";"),
        "warehouse_id": warehouse,
        "wait_timeout": "50s",
        "parameters": [{"name": k, "value": v} for k, v in widgets.items() if k in markers],
    }
    answer = _api("POST", "/api/2.0/sql/statements", body)
    while answer["status"]["state"] in ("PENDING", "RUNNING"):
        answer = _api("GET", f"/api/2.0/sql/statements/{answer['statement_id']}")
    if answer["status"]["state"] != "SUCCEEDED":
        raise RuntimeError(answer["status"].get("error", {}).get("message", "The statement was cancelled."))
    rows: list[list[str | None]] = answer.get("result", {}).get("data_array", [])
    return rows


def _api(method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310  the address is the sandbox's own, on loopback
        os.environ["DATABRICKS_HOST"] + path,
        data=json.dumps(body).encode() if body is not None else None,
        method=method,
        headers={"Authorization": f"Bearer {os.environ['DATABRICKS_TOKEN']}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310
            answer: dict[str, Any] = json.load(response)
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise RuntimeError(json.load(refusal).get("message", str(refusal))) from None
    return answer


def display(thing: Any, *_: Any, **__: Any) -> None:
    """Show a data frame as text, anything else as itself."""
    show = getattr(thing, "show", None)
    if callable(show):
        show()
    else:
        print(thing)  # noqa: T201  the cell's output


class LazySpark:
    """`spark`, connected when it is first used: importing the client takes longer than most notebooks run."""

    def __init__(self) -> None:
        self._session: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._session is None:
            if "SPARK_REMOTE" not in os.environ:
                raise PermissionError("Spark Connect is for administrators of this workspace: use %sql cells instead.")
            from pyspark.sql import SparkSession

            self._session = SparkSession.builder.remote(os.environ["SPARK_REMOTE"]).getOrCreate()
        return getattr(self._session, name)


class Widgets:
    """`dbutils.widgets`: the task's parameters, over the defaults that the notebook declares."""

    def __init__(self, given: dict[str, str]) -> None:
        self._given = given
        self._defaults: dict[str, str] = {}

    def text(self, name: str, defaultValue: str = "", label: str = "") -> None:  # noqa: N803, ARG002
        """Declare a widget."""
        self._defaults[name] = defaultValue

    def dropdown(self, name: str, defaultValue: str, choices: list[str], label: str = "") -> None:  # noqa: N803, ARG002
        """Declare a widget."""
        self._defaults[name] = defaultValue

    combobox = multiselect = dropdown

    def get(self, name: str) -> str:
        """The value of a widget. Raises when there is none of that name, in the platform's words."""
        values = self.getAll()
        if name not in values:
            raise ValueError(f"InputWidgetNotDefined: No input widget named {name} is defined")
        return values[name]

    def getAll(self) -> dict[str, str]:  # noqa: N802
        """All values by name."""
        return self._defaults | self._given

    def remove(self, name: str) -> None:
        """Forget a declared widget."""
        self._defaults.pop(name, None)

    def removeAll(self) -> None:  # noqa: N802
        """Forget all declared widgets."""
        self._defaults.clear()


class NotebookUtils:
    """`dbutils.notebook`."""

    def exit(self, value: str = "") -> None:
        """End the notebook, successfully, with a value."""
        raise NotebookExit(str(value))


class TaskValues:
    """`dbutils.jobs.taskValues`: small values that tasks of one run hand to one another."""

    def __init__(self, others: dict[str, dict[str, Any]]) -> None:
        self.own: dict[str, Any] = {}
        self._others = others

    def set(self, key: str, value: Any) -> None:
        """Hand `value` on; it must be JSON."""
        json.dumps(value)
        self.own[key] = value

    def get(self, taskKey: str, key: str, default: Any = None, debugValue: Any = None) -> Any:  # noqa: N803, ARG002
        """The value that another task handed on, or `default`; without one, ValueError."""
        found = self._others.get(taskKey, {})
        if key not in found and default is None:
            raise ValueError(f"Task value {key} of task {taskKey} does not exist.")
        return found.get(key, default)


class JobsUtils:
    """`dbutils.jobs`."""

    def __init__(self, others: dict[str, dict[str, Any]]) -> None:
        self.taskValues = TaskValues(others)


class DbUtils:
    """`dbutils`, as far as jobs need it."""

    def __init__(self, payload: Payload) -> None:
        self.widgets = Widgets(payload["widgets"])
        self.notebook = NotebookUtils()
        self.jobs = JobsUtils(payload["task_values"])
