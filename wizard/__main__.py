"""`python -m wizard` and the `demo-wizard` command."""

from __future__ import annotations

import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, or the app when nothing else was typed, and exit.

    The process ends without taking itself apart: that would cost a tenth of a second and more, which somebody who has
    pressed Ctrl+C notices. Both streams are flushed by then, and nothing here leaves work to an exit handler.
    """
    from wizard.cli.terminal import has_terminal, open_app

    if len(sys.argv) > 1 or not has_terminal():
        from wizard.cli.main import main as run

        os._exit(run())
    try:
        code = open_app()
    except Exception as error:
        from wizard.cli.main import failed

        code = failed(error)
    os._exit(code)


if __name__ == "__main__":
    main()
