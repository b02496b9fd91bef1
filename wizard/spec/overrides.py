"""`--set path=value`: a value of the spec, given on the command line.

Applied to the tree before anything is checked, so that an override is held to the same rules as the file; what is wrong
with one is reported at the override itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from wizard.spec.composing import MAX_DEPTH, compose
from wizard.spec.nodes import Mapping, Mark, Node, Plain, Scalar, Sequence, plain
from wizard.spec.problems import Problem, SpecError, dotted
from wizard.spec.source import printable

_PART = re.compile(r'"([^"]*)"|([^".]+)')


def override(root: Node, settings: Iterable[str]) -> tuple[Node, list[Problem]]:
    """The tree with each `path=value` in place, in order, and what is wrong with those that cannot be."""
    problems: list[Problem] = []
    for setting in settings:
        origin = f"--set {setting}"
        try:
            path, value = _read(setting, origin)
            root = _put(root, path, value, Mark(origin, 0, 0), ())
        except SpecError as error:
            problems += error.problems
    return root, problems


def values(settings: Iterable[str]) -> dict[str, Plain]:
    """What `path=value` settings say, by dotted path. Raises SpecError at the first that is none."""
    found: dict[str, Plain] = {}
    for setting in settings:
        path, node = _read(setting, f"--set {setting}")
        found[dotted(path)] = plain(node)
    return found


def _read(setting: str, origin: str) -> tuple[tuple[str, ...], Node]:
    head, sign, text = setting.partition("=")
    printable(head, "--set")
    try:
        printable(setting, "--set")
    except SpecError as error:
        raise SpecError(replace(problem, path=head.strip()) for problem in error.problems) from None
    path = _split(head.strip())
    if not sign or not path:
        raise _refused(origin, (), "is not path=value", "Write for example --set size=large.")
    try:
        node, problems = compose(text, origin)
    except SpecError as error:
        problems = list(error.problems)
        node = Scalar(Mark(origin, 0, 0), None, "")
    if problems:
        raise SpecError(replace(p, line=0, column=0, path=".".join(filter(None, (head, p.path)))) for p in problems)
    return path, _moved(node, Mark(origin, 0, 0))


def _split(head: str) -> tuple[str, ...]:
    """`a.b."c.d"` into its parts; nothing where it is not a path."""
    parts, at = [], 0
    while match := _PART.match(head, at):
        parts.append(match[1] if match[2] is None else match[2])
        at = match.end()
        if at == len(head):
            return tuple(parts) if len(parts) < MAX_DEPTH else ()
        if head[at] != ".":
            break
        at += 1
    return ()


def _moved(node: Node, mark: Mark) -> Node:
    """The same values, all standing at `mark`."""
    match node:
        case Scalar():
            return replace(node, mark=mark, indent=0)
        case Sequence():
            return replace(node, mark=mark, items=tuple(_moved(item, mark) for item in node.items))
        case Mapping():
            entries = {key: _moved(value, mark) for key, value in node.entries.items()}
            return replace(node, mark=mark, entries=entries, keys=dict.fromkeys(entries, mark))


def _put(node: Node, path: tuple[str, ...], value: Node, mark: Mark, above: tuple[str, ...]) -> Node:
    """A copy of `node` with `value` at `path`. Missing mappings on the way are made; list items are not."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(node, Sequence):
        index = _index(node, head, mark, above)
        items = list(node.items)
        items[index] = _put(items[index], rest, value, mark, (*above, head))
        return replace(node, items=tuple(items))
    if isinstance(node, Mapping):
        inner = node.entries.get(head, Mapping(mark))
        return node.with_entry(head, _put(inner, rest, value, mark, (*above, head)), mark)
    if node.value is None:
        return _put(Mapping(mark), path, value, mark, above)
    raise _refused(mark.origin, (*above, head), f"{dotted(above) or 'the file'} is a single value, without keys",
                   f"Set {dotted(above)} itself." if above else "Check the file.")


def _index(node: Sequence, head: str, mark: Mark, above: tuple[str, ...]) -> int:
    where = (*above, head)
    if not re.fullmatch(r"[0-9]{1,6}", head, re.ASCII):
        raise _refused(mark.origin, where, f"{dotted(above)} is a list", f"Write {dotted(above)}.0 for its first item.")
    if int(head) >= len(node.items):
        count = len(node.items)
        hint = f"Write 0 to {count - 1}." if count else f"Set {dotted(above)} itself."
        raise _refused(mark.origin, where, f"{dotted(above)} has {count} {'item' if count == 1 else 'items'}", hint)
    return int(head)


def _refused(origin: str, path: tuple[str, ...], message: str, hint: str) -> SpecError:
    return SpecError([Problem(origin, 0, 0, dotted(path), message, hint)])
