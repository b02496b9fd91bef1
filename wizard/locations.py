"""Where Demo Wizard keeps its files.

Runs and the sandbox live in one data folder, chosen by the platform's own rules so that nothing is written beside the
project. `DEMO_WIZARD_HOME` moves all of it elsewhere, which is how tests and shared machines keep theirs apart.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """Return the data folder. It need not exist yet."""
    configured = os.environ.get("DEMO_WIZARD_HOME")
    return Path(configured).expanduser().absolute() if configured else user_data_path("demo-wizard", appauthor=False)


def runs() -> Path:
    """Return the folder that holds one folder for each run."""
    return home() / "runs"


def sandbox() -> Path:
    """Return the folder that holds everything the sandbox knows."""
    return home() / "sandbox"


def desk_log() -> Path:
    """Return the file that takes what the app's helper process prints."""
    return home() / "desk.log"
