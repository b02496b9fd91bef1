"""Which model describes which place of a spec.

The models nest as types; error messages need the way back, from a path to its model: to name the keys that are known
there, to quote a missing field's description, and to tell the model's own union tags from keys of the file. The way is
found by walking the types themselves along the path, so that a new section needs nothing here.
"""

from __future__ import annotations

from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, Discriminator, Tag
from pydantic.fields import FieldInfo

from wizard.spec.model import DemoSpec
from wizard.spec.nodes import Plain
from wizard.spec.problems import Path

_KEY = "[key]"  # what pydantic puts behind a mapping's key that is itself wrong


def located(loc: tuple[str | int, ...]) -> tuple[Path, bool]:
    """The path in the file that pydantic's own path means, and whether it is about a key.

    Where a model offers several types, pydantic adds the name of the chosen one.
    """
    path: list[str | int] = []
    shape: Any = DemoSpec
    for place, part in enumerate(loc):
        if part == _KEY and place == len(loc) - 1:
            return tuple(path), True
        variants = _variants(shape)
        if variants:
            shape = variants.get(str(part))
        else:
            path.append(part)
            shape = _inside(shape, part)
    return tuple(path), False


def model_at(path: Path, data: Plain) -> type[BaseModel] | None:
    """The model of the mapping at `path` of a spec's data, which says the kinds of columns and the like."""
    shape: Any = DemoSpec
    for part in path:
        shape = _inside(_chosen(shape, data), part)
        data = child(data, part)
    found = _chosen(shape, data)
    return found if _is_model(found) else None


def child(data: Plain, part: str | int) -> Plain:
    """What stands below a mapping or a list; None where there is nothing."""
    if isinstance(data, dict) and isinstance(part, str):
        return data.get(part)
    if isinstance(data, list) and isinstance(part, int) and 0 <= part < len(data):
        return data[part]
    return None


def fields(kind: type[BaseModel]) -> dict[str, str]:
    """The keys that a model knows, as written in the file, with their descriptions."""
    return {field.alias or name: field.description or "" for name, field in kind.model_fields.items()}


def _inside(shape: Any, part: str | int) -> Any:
    """The type of what stands at a key or an index; None where there is none."""
    bare, _ = _bare(shape)
    if _is_model(bare):
        return _keys(bare).get(str(part))
    if get_origin(bare) in {dict, list}:
        return get_args(bare)[-1]
    return None


def _chosen(shape: Any, data: Plain) -> Any:
    """The type that the data picks where there are several."""
    variants = _variants(shape)
    if not variants:
        return _bare(shape)[0]
    by = _discriminator(shape)
    tag = child(data, by) if isinstance(by, str) else by(data)
    return _bare(variants.get(tag))[0] if isinstance(tag, str) else None


def _variants(shape: Any) -> dict[str, Any]:
    """The types by tag where there are several to choose from."""
    by = _discriminator(shape)
    if by is None:
        return {}
    members = get_args(_bare(shape)[0])
    if isinstance(by, str):
        return {tag: member for member in members for tag in get_args(_bare(_keys(member)[by])[0])}
    return {note.tag: member for member in members for note in _bare(member)[1] if isinstance(note, Tag)}


def _discriminator(shape: Any) -> Any:
    """What tells the types of a union apart: the name of a key, or a function of the data."""
    for note in _bare(shape)[1]:
        if isinstance(note, Discriminator):
            return note.discriminator
        if isinstance(note, FieldInfo) and note.discriminator is not None:
            return note.discriminator
    return None


def _bare(shape: Any) -> tuple[Any, tuple[Any, ...]]:
    """A type without its annotations and without `| None`, and the annotations."""
    notes: tuple[Any, ...] = ()
    while True:
        if get_origin(shape) is Annotated:
            shape, *more = get_args(shape)
            notes = (*notes, *more)
            continue
        members = [member for member in get_args(shape) if member is not NoneType]
        if len(members) == 1 and NoneType in get_args(shape):
            (shape,) = members
            continue
        return shape, notes


def _is_model(shape: Any) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)


@cache
def _keys(kind: type[BaseModel]) -> dict[str, Any]:
    """The types of a model's keys, as written in the file, annotations included."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.alias or name: hints[name] for name, field in kind.model_fields.items()}
