"""From a spec file to a `DemoSpec`, or to everything that is wrong with it.

The order matters for people: text that is not YAML has one problem, its first; YAML that is not a spec has all of
them, of form and of sense, sorted by line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from wizard.spec import skin
from wizard.spec.composing import compose
from wizard.spec.model import DemoSpec
from wizard.spec.nodes import Mapping, Node, Plain, place, plain, problem
from wizard.spec.overrides import override
from wizard.spec.problems import Finding, Problem, SpecError
from wizard.spec.source import find, printable, read
from wizard.spec.undress import undress

VERSION = 1


def load(source: str | Path, overrides: Sequence[str] = ()) -> DemoSpec:
    """The spec in a file, or the shipped one of that name, with each `path=value` of `overrides` in place.

    Raises `SpecError` with every problem.
    """
    path = find(source)
    return _parsed(read(path), str(path), overrides)


def parse(text: str, name: str = "spec", overrides: Sequence[str] = ()) -> DemoSpec:
    """The spec in a text; `name` stands for the file in messages. Raises `SpecError` with every problem."""
    return _parsed(printable(text, name), name, overrides)


def _parsed(text: str, name: str, overrides: Sequence[str]) -> DemoSpec:
    root, doubtful = _composed(text, name)
    root, refused = override(root, overrides)
    problems = [*doubtful, *refused]
    spec = None
    if not isinstance(root, Mapping) or not _is_current(root):
        problems.append(_wrong_document(root))
    else:
        spec, findings = _examine(root)
        problems += _placed(root, findings)
    if spec is None or problems:
        raise SpecError(sorted(problems, key=lambda p: (p.file != name, p.line, p.column)))
    return spec


@lru_cache(maxsize=10)
def _composed(text: str, name: str) -> tuple[Node, tuple[Problem, ...]]:
    """The tree of a text. Kept, because trees never change: two thirds of a load is reading YAML, and the same text is
    loaded again and again, with other overrides, by whoever tries something out."""
    root, problems = compose(text, name)
    return root, tuple(problems)


def _is_current(root: Mapping) -> bool:
    """Whether the version is ours, or wrong in a way that the model will report."""
    version = plain(root.entries["version"]) if "version" in root.entries else VERSION
    return not isinstance(version, int) or isinstance(version, bool) or version == VERSION


def _wrong_document(root: Node) -> Problem:
    """What makes it pointless to look further."""
    if isinstance(root, Mapping):
        hint = f"This program reads version {VERSION}; a newer one may read more."
        return problem(place(root, ("version",)), ("version",), "this version of specs is not known", hint)
    message = "is empty" if plain(root) is None else "a spec is a mapping of keys and values"
    hint = "Begin with `version: 1`; `demo-wizard specs show retail --output yaml` prints one."
    return problem(root.mark, (), message, hint)


def _examine(root: Mapping) -> tuple[DemoSpec | None, list[Finding]]:
    data = {key: plain(node) for key, node in root.entries.items()}
    from wizard.spec import check

    try:
        spec = DemoSpec.model_validate(data)
    except ValidationError as error:
        from wizard.spec.messages import translate

        return None, [*translate(error, root, data), *check.findings(data)]
    return spec, [*_with_brand(root, data), *check.findings(data)]


def _with_brand(root: Mapping, data: dict[str, Plain]) -> list[Finding]:
    """What no longer fits its place once the brand is put on, such as a title that becomes too long."""
    dressed = skin.skin_data(data)
    try:
        DemoSpec.model_validate(dressed)
    except ValidationError as error:
        from wizard.spec.messages import translate

        return [undress(f, data, skin.meanings_of(data)) for f in translate(error, root, dressed)]
    return []


def _placed(root: Node, findings: Iterable[Finding]) -> list[Problem]:
    """Findings with their lines, each place and message once."""
    placed = [
        problem(place(root, f.path, on_key=f.on_key, inside=f.inside), f.path, f.message, f.hint) for f in findings
    ]
    return list(dict.fromkeys(placed))
