"""How a runner is called. Apart from what starts one, because the app names it before it can afford to import that."""

from __future__ import annotations

import sys

RUNNER = (sys.executable, "-m", "wizard.run.runner")
