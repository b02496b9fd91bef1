"""What people set about the app itself: its theme and its keys, in one small TOML file.

    theme = "wizard-light"
    [keys]
    "step.next" = "enter,f10"

The ids of keys are those that the help panel shows. A file that cannot be read costs nothing but itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from wizard import locations


@dataclass(frozen=True, slots=True)
class Settings:
    """`problem` says what was wrong with the file, empty if nothing."""

    theme: str = ""
    keys: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def path() -> Path:
    """The file; it need not exist."""
    return locations.home() / "app.toml"


def load() -> Settings:
    """The settings, or none where there is no file that can be read."""
    if not path().exists():
        return Settings()
    import tomllib  # 3 ms before the first paint that most people need not spend

    try:
        raw = tomllib.loads(path().read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Settings(problem=f"{path()} cannot be read: {error}")
    theme, keys = raw.get("theme", ""), raw.get("keys", {})
    if not isinstance(theme, str) or not isinstance(keys, dict):
        return Settings(problem=f"{path()}: theme is a text, and [keys] a table of texts.")
    return Settings(theme, {str(name): str(key) for name, key in keys.items()})


def remember_theme(theme: str) -> None:
    """Keep a theme for the next time; a folder that cannot be written is no reason to stop."""
    save(replace(load(), theme=theme))


def save(settings: Settings) -> None:
    """Write the file."""
    import json  # as above

    lines = [f"theme = {json.dumps(settings.theme)}", "", "[keys]"]
    lines += [f"{json.dumps(name)} = {json.dumps(key)}" for name, key in settings.keys.items()]
    try:
        path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path().write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        return
