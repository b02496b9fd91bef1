"""The spec file as a tree that remembers where everything stands.

`wizard.spec.composing` builds the tree from YAML, `wizard.spec.overrides` replaces parts of it, the locator asks it for
lines, and `plain` hands the data to the models. Keys are always text, as written: `{1: 62, yes: 3}` has the keys "1"
and "yes".
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from wizard.spec.problems import Path, Problem, dotted

Value = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place: `origin` is the file's name or the `--set` argument; line and column count from 1, or are 0."""

    origin: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, `text` as written. `indent` is the column of a literal block's text, 0 for any other style."""

    mark: Mark
    value: Value
    text: str
    indent: int = 0
    size: int = 1
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    mark: Mark
    items: tuple[Node, ...]
    size: int = 1
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries by key, in order, and where each key stands."""

    mark: Mark
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    size: int = 1
    depth: int = 1

    def with_entry(self, key: str, node: Node, mark: Mark) -> Mapping:
        """A copy in which `key` has another value."""
        return replace(self, entries={**self.entries, key: node}, keys={**self.keys, key: self.keys.get(key, mark)})


Node = Scalar | Sequence | Mapping
Plain = Value | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    """The data without its places."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key: plain(value) for key, value in node.entries.items()}


def nearest(root: Node, path: Path) -> tuple[Node, Mark, bool]:
    """The deepest node that exists on `path`, the place of its key (or of the node itself), and whether it is all."""
    node, key = root, root.mark
    for part in path:
        if isinstance(node, Mapping) and isinstance(part, str) and part in node.entries:
            key, node = node.keys[part], node.entries[part]
        elif isinstance(node, Sequence) and isinstance(part, int) and 0 <= part < len(node.items):
            node = node.items[part]
            key = node.mark
        else:
            return node, key, False
    return node, key, True


def place(root: Node, path: Path, *, on_key: bool = False, inside: tuple[int, int] | None = None) -> Mark:
    """Where to point for a path: at the value, or at its key; something missing is shown at its parent's key."""
    node, key, found = nearest(root, path)
    if on_key or not found:
        return key
    if inside and isinstance(node, Scalar) and node.indent and node.mark.line:
        line, column = inside
        return Mark(node.mark.origin, node.mark.line + line, node.indent + column - 1)
    return node.mark


def problem(mark: Mark, path: Path, message: str, hint: str = "") -> Problem:
    """A problem at a place of the tree."""
    return Problem(mark.origin, mark.line, mark.column, dotted(path), message, hint)
