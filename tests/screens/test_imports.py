"""What is heavy is imported when it is needed, which is never before the first screen is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("databricks", "pyarrow", "pandas", "numpy", "pysail", "pydantic", "ruamel", "sqlglot", "mimesis", "holidays",
         "grpc", "starlette", "dbldatagen")  # fmt: skip

WATCH = """
import json, sys, traceback

guilty = {}

class Watch:
    def find_spec(self, name, path=None, target=None):
        root = name.partition(".")[0]
        if root in HEAVY and root not in guilty:
            ours = [f for f in traceback.extract_stack() if "/wizard/" in f.filename or "/screens/" in f.filename]
            guilty[root] = " > ".join(f"{f.filename}:{f.lineno} {f.line}" for f in ours)

sys.meta_path.insert(0, Watch())
"""

FIRST_SCREEN = """
import os
import wizard.__main__
import wizard.cli.terminal
from screens.app import DemoWizard

def painted(app):
    print(json.dumps(guilty), flush=True)
    os._exit(0)

DemoWizard.on_ready = painted
DemoWizard().run(headless=True, size=(80, 24))
"""

EVERY_SCREEN = """
import importlib, pkgutil
import screens, wizard.desk.client, wizard.desk.questions

for module in pkgutil.walk_packages(screens.__path__, "screens."):
    importlib.import_module(module.name)
print(json.dumps(guilty), flush=True)
"""


def test_the_first_screen_is_painted_before_anything_heavy_is_imported(home: Path) -> None:
    assert _guilty(FIRST_SCREEN, (*HEAVY, "click"), home) == {}


def test_no_screen_needs_anything_heavy_to_be_imported(home: Path) -> None:
    assert _guilty(EVERY_SCREEN, HEAVY, home) == {}


def test_whoever_imports_something_heavy_is_named(home: Path) -> None:
    found = _guilty("import wizard.spec.model\nprint(json.dumps(guilty))", ("pydantic",), home)
    assert "wizard/spec/" in found["pydantic"]
    assert "pydantic import" in found["pydantic"]


def _guilty(code: str, heavy: tuple[str, ...], home: Path) -> dict[str, str]:
    """By package, the lines of ours that led to its first import."""
    done = subprocess.run(
        [sys.executable, "-c", f"HEAVY = {heavy!r}\n{WATCH}{code}"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "DEMO_WIZARD_HOME": str(home)}, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found
