"""`python -m wizard` and the `demo-wizard` command."""

from __future__ import annotations

import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit.

    The process ends without taking itself apart: that would cost a tenth of a second and more, which somebody who has
    pressed Ctrl+C notices. Both streams are flushed by then, and nothing here leaves work to an exit handler.
    """
    from wizard.cli.main import main as run

    os._exit(run())


if __name__ == "__main__":
    main()
