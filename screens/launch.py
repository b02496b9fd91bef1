"""Opens the app: the one place where a terminal is taken over and given back."""

from __future__ import annotations

import os
from collections.abc import Sequence

from screens.app import DemoWizard


def open_app(begin: Sequence[str] = ("welcome",)) -> int:
    """Run the app until somebody leaves it; returns the exit code."""
    no_color = os.environ.get("NO_COLOR")
    app = DemoWizard(begin=begin)
    if no_color is not None:
        os.environ["NO_COLOR"] = no_color  # Textual takes it away: our children are to know it
    code = app.run()
    if app._exception is not None:  # noqa: SLF001  the command line says it in a sentence, as it does with every failure
        raise app._exception  # noqa: SLF001
    return code or 0
