"""What somebody has chosen so far: a spec to begin with, and the values that were set on top of it.

A choice is what `--set path=value` is on the command line, so whatever was chosen in the app can be typed as a
command, checked by the loader with everything else, and replayed. A value that is wrong is kept as it was typed, with
its problem beside it: nothing that somebody typed is lost.

The app holds choices before its first paint, so this module imports what it needs where it needs it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wizard.spec.model import DemoSpec
    from wizard.spec.problems import Problem

Value = str | int | float | bool | None | list[Any] | dict[str, Any]

_PLAIN = re.compile(r"[A-Za-z_][\w.@-]*( [\w.@-]+)*", re.ASCII)
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
# What JSON takes for a letter and YAML for the end of a line, or of nothing.
_BREAKS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029, 0xFEFF)}
_OF_THE_INDUSTRY = ("tables", "incidents", "views", "insights", "quality", "jobs", "brand.words", "brand.personas",
                    "industry", "title", "story", "schema")  # fmt: skip
"""What another industry has its own of: choices below these paths mean nothing to it."""


@dataclass(frozen=True)
class Examined:
    """What the loader said of choices: a spec, or the problems that keep them from being one.

    `dressed` is the spec with the brand put on: what people will see.
    """

    choices: Choices
    spec: DemoSpec | None
    problems: tuple[Problem, ...] = ()
    dressed: DemoSpec | None = None

    def problem(self, *paths: str) -> Problem | None:
        """The first problem at one of these paths or below."""
        return next((p for p in self.problems if any(_is_below(p.path, path) for path in paths)), None)


@dataclass(frozen=True)
class Choices:
    """`source` is how the command line names the spec whose `text` this is; `settings` are values by dotted path."""

    source: str
    text: str
    settings: Mapping[str, Value] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str) -> Choices:
        """Nothing chosen yet but the spec itself. Raises SpecError if there is no such file."""
        from wizard.spec.source import find, read

        return cls(source, read(find(source)))

    def put(self, path: str, value: Value) -> Choices:
        """With a value in place; it wins over what was chosen above, at or below its path before."""
        kept = {key: old for key, old in self.settings.items() if not _is_below(key, path)}
        return replace(self, settings={**kept, path: value})

    def drop(self, path: str) -> Choices:
        """As the spec has it at this path and below."""
        return replace(self, settings={k: v for k, v in self.settings.items() if not _is_below(k, path)})

    def moved(self, source: str, text: str) -> tuple[Choices, tuple[str, ...]]:
        """On another industry's spec, with what holds for any; and the paths of what means nothing there."""
        lost = tuple(path for path in self.settings if any(_is_below(path, part) for part in _OF_THE_INDUSTRY))
        kept = {path: value for path, value in self.settings.items() if path not in lost}
        return Choices(source, text, kept), lost

    @property
    def overrides(self) -> tuple[str, ...]:
        """The settings as `--set` takes them."""
        return tuple(f"{path}={written(value)}" for path, value in self.settings.items())

    def command(self, target: str) -> str:
        """What to type for the same demo."""
        import shlex

        options = [word for setting in self.overrides for word in ("--set", setting)]
        at = [] if target == "sandbox" else ["--target", target]
        return shlex.join(["demo-wizard", "--spec", self.source, *options, *at])

    def spec(self) -> DemoSpec:
        """The spec that the choices amount to. Raises SpecError with every problem."""
        from wizard.spec.loading import parse

        return parse(self.text, self.source, self.overrides)

    def examine(self) -> Examined:
        """The spec, or everything that is wrong with it."""
        from wizard.errors import WizardError
        from wizard.spec.problems import Problem, SpecError
        from wizard.spec.skin import skin

        try:
            spec = self.spec()
            return Examined(self, spec, (), skin(spec))
        except SpecError as error:
            return Examined(self, None, error.problems)
        except WizardError as error:  # a brand that some text has no room for
            return Examined(self, None, (Problem(self.source, 0, 0, "brand", error.message, error.hint),))

    def yaml(self) -> str:
        """The spec as YAML, with all choices in it. Raises SpecError where it is none."""
        from wizard.spec.dumping import dump

        return dump(self.spec())


def written(value: Value) -> str:
    """A value as YAML on one line: JSON, which YAML reads, or bare words that nobody could take for anything else."""
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    import json

    return json.dumps(value, ensure_ascii=False).translate(_BREAKS)


def number(text: str) -> Value:
    """What somebody typed into a field for a number: the number, or the text as it stands, for the loader to refuse."""
    stripped = text.strip()
    if re.fullmatch(r"[+-]?\d{1,18}", stripped, re.ASCII):
        return int(stripped)
    try:
        return float(stripped) if re.fullmatch(r"[+-]?\d+\.\d+", stripped, re.ASCII) else text
    except ValueError:
        return text


def _is_below(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")
