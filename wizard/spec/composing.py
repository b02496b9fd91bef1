"""YAML text to a tree of nodes, with every limit that keeps a hostile or broken file harmless.

ruamel.yaml scans and parses; this composes, because a spec needs what the usual composers do not give: the place of
every key, all duplicate keys at once, and an alias that is counted, not expanded, so that a bomb of nested aliases is
refused before it grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wizard.spec.nodes import Mapping, Mark, Node, Scalar, Sequence, problem
from wizard.spec.problems import Path, Problem, SpecError
from wizard.spec.scalars import meaning
from wizard.spec.source import printable
from wizard.spec.syntax import explain

MAX_NODES = 50_000
MAX_DEPTH = 40


def compose(text: str, origin: str) -> tuple[Node, list[Problem]]:
    """The tree of a YAML document, and its duplicate keys and the like. Raises `SpecError` where it is no YAML."""
    from ruamel.yaml import YAML

    composer = _Composer(text, origin)
    try:
        return composer.document(YAML(typ="safe", pure=True).parse(text)), composer.problems
    except SpecError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - ruamel also lets ValueError, IndexError and the like escape
        raise SpecError([explain(error, text, origin)]) from None


class _Composer:
    def __init__(self, text: str, origin: str) -> None:
        self.lines = text.splitlines()
        self.origin = origin
        self.problems: list[Problem] = []
        self.anchors: dict[str, Node] = {}
        self.nodes = 0

    def document(self, events: Iterator[Any]) -> Node:
        for event in events:
            match type(event).__name__:
                case "StreamStartEvent" | "DocumentStartEvent":
                    continue
                case "StreamEndEvent":
                    return Scalar(Mark(self.origin, 1, 1), None, "")
            root = self.node(event, events, ())
            next(events)  # the end of the document
            following = next(events)
            if type(following).__name__ != "StreamEndEvent":
                raise self.fatal(following, (), "a second document begins", "Keep one spec in a file: remove `---`.")
            return root
        raise AssertionError("a stream of events ends with StreamEndEvent")

    def node(self, event: Any, events: Iterator[Any], path: Path) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.fatal(event, path, f"the file has more than {MAX_NODES:,} values", "Describe less, or split it.")
        if len(path) >= MAX_DEPTH:
            raise self.fatal(event, path, f"more than {MAX_DEPTH} levels deep", "A spec needs about eight.")
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self.alias(event, path)
        if event.tag is not None:
            raise self.fatal(event, path, f"the tag {_short(event.tag)} is not known", "Remove it.")
        if kind == "ScalarEvent":
            node: Node = self.scalar(event, path)
        else:
            node = (self.sequence if kind == "SequenceStartEvent" else self.mapping)(event, events, path)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: Any, path: Path) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            raise self.fatal(event, path, f"*{event.anchor} has no anchor before it", f"Put &{event.anchor} first.")
        self.nodes += target.size
        if self.nodes > MAX_NODES:
            raise self.fatal(event, path, f"aliases expand to more than {MAX_NODES:,} values", "Write less with them.")
        if len(path) + target.depth > MAX_DEPTH:
            raise self.fatal(event, path, f"aliases nest more than {MAX_DEPTH} levels deep", "Nest them less.")
        return target

    def scalar(self, event: Any, path: Path) -> Scalar:
        mark = self.mark(event)
        if event.style is None:
            return Scalar(mark, meaning(event.value), event.value)
        try:
            printable(event.value, self.origin)
        except SpecError as error:
            raise self.fatal(event, path, error.problems[0].message, "Remove it.") from None
        return Scalar(mark, event.value, event.value, self.indent(event))

    def sequence(self, event: Any, events: Iterator[Any], path: Path) -> Sequence:
        items: list[Node] = []
        while type(inner := next(events)).__name__ != "SequenceEndEvent":
            items.append(self.node(inner, events, (*path, len(items))))
        return Sequence(self.mark(event), tuple(items), *_extent(items))

    def mapping(self, event: Any, events: Iterator[Any], path: Path) -> Mapping:
        entries: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        merged: list[Mapping] = []
        while type(key := next(events)).__name__ != "MappingEndEvent":
            name = self.key(key, path)
            value = self.node(next(events), events, (*path, name))
            if name == "<<" and key.style is None:
                merged += self.merge(value, path)
            elif name in entries:
                self.problems.append(problem(self.mark(key), (*path, name), *_twice(keys[name].line)))
            else:
                entries[name], keys[name] = value, self.mark(key)
        for mapping in merged:
            entries = {**mapping.entries, **entries}
            keys = {**mapping.keys, **keys}
        return Mapping(self.mark(event), entries, keys, *_extent(list(entries.values())))

    def key(self, event: Any, path: Path) -> str:
        if type(event).__name__ != "ScalarEvent" or event.tag is not None:
            raise self.fatal(event, path, "a key must be text", "Write `key: value`; put { } in quotes if it is text.")
        if event.style is None and not event.value:
            raise self.fatal(event, path, "a key is missing before `:`", "Write `key: value`.")
        self.scalar(event, path)
        return str(event.value)

    def merge(self, value: Node, path: Path) -> list[Mapping]:
        parts = value.items if isinstance(value, Sequence) else (value,)
        mappings = [part for part in parts if isinstance(part, Mapping)]
        if len(mappings) < len(parts):
            where = (*path, "<<")
            self.problems.append(problem(value.mark, where, "merges something without keys", "Merge a mapping."))
        return mappings

    def indent(self, event: Any) -> int:
        """The column where the text of a literal block stands."""
        if event.style != "|":
            return 0
        block = self.lines[event.start_mark.line + 1 : event.end_mark.line + 1]
        return min((len(line) - len(line.lstrip(" ")) for line in block[: event.value.count("\n")] if line.strip()),
                   default=0) + 1

    def mark(self, event: Any) -> Mark:
        return Mark(self.origin, event.start_mark.line + 1, event.start_mark.column + 1)

    def fatal(self, event: Any, path: Path, message: str, hint: str) -> SpecError:
        return SpecError([*self.problems, problem(self.mark(event), path, message, hint)])


def _short(tag: object) -> str:
    return str(tag).replace("tag:yaml.org,2002:", "!!")


def _extent(children: list[Node]) -> tuple[int, int]:
    return 1 + sum(child.size for child in children), 1 + max((child.depth for child in children), default=0)


def _twice(line: int) -> tuple[str, str]:
    return f"stands here a second time; first on line {line}", "Keep one of the two."
