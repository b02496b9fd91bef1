"""`demo-wizard open`: the app, with a spec and choices that were typed already."""

from __future__ import annotations

import click

from wizard.cli.session import debug_option, demo_options
from wizard.cli.terminal import has_terminal, open_app
from wizard.errors import UsageError


@click.command("open")
@demo_options
@debug_option
def open_spec(spec: str | None, target: str, overrides: tuple[str, ...]) -> int:
    """Open the app on a spec.

    What is given here is chosen already, and can be changed there. Without --spec it begins with the industry.

    \b
    Examples:
      demo-wizard open --spec retail
      demo-wizard open --spec my.yaml --set brand.company="Alpenhof" --target PROFILE
    """
    from wizard.spec.overrides import values
    from wizard.spec.source import find, read

    values(overrides)
    if spec:
        read(find(spec))
    if not has_terminal():
        raise UsageError("There is no terminal to open the app in.",
                         "Make the demo without it: demo-wizard --spec …   See it in a browser: demo-wizard serve")
    return open_app(("open", spec or "", target, *overrides))
