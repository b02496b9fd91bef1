"""The app asks before it has loaded anything: what it imports for that is light."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = {"databricks", "google", "numpy", "pandas", "pyarrow", "pydantic", "pysail", "ruamel", "sqlglot", "textual"}
SHOW = "import json, sys; print(json.dumps(sorted(sys.modules)))"


def imported_by(statement: str) -> set[str]:
    """Every module that a fresh interpreter holds after a statement, beyond those it starts with."""
    shown = subprocess.run([sys.executable, "-c", f"{statement}; {SHOW}"], capture_output=True, text=True, check=True)
    empty = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True)
    return set(json.loads(shown.stdout)) - set(json.loads(empty.stdout))


def test_questions_import_the_standard_library_alone() -> None:
    found = imported_by("import wizard.desk.questions")
    ours = {name for name in found if name.partition(".")[0] == "wizard"}
    assert ours == {"wizard", "wizard.desk", "wizard.desk.questions"}
    assert {name.partition(".")[0] for name in found - ours} <= sys.stdlib_module_names


def test_asking_imports_nothing_heavy() -> None:
    found = imported_by("import wizard.desk.client")
    assert not HEAVY & {name.partition(".")[0] for name in found}
    assert not {"wizard.spec", "wizard.steps", "wizard.workspace", "wizard.sandbox"} & found
