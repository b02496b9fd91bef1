"""Which model describes which place of a spec.

The models nest as types; error messages need the way back, from a path to its model: to name the keys that are known
there, to quote a missing field's description, and to tell the model's own union tags from keys of the file.
"""

from __future__ import annotations

from functools import cache
from typing import get_args

from pydantic import BaseModel

from wizard.spec import columns, model
from wizard.spec.brand import Brand
from wizard.spec.nodes import Plain
from wizard.spec.problems import Path
from wizard.spec.sizes import Rows

_MODELS: dict[Path, type[BaseModel]] = {
    (): model.DemoSpec,
    ("brand",): Brand,
    ("generate",): model.Generate,
    ("tables", "*"): model.Table,
    ("tables", "*", "rows"): Rows,
    ("tables", "*", "columns", "*", "skew"): columns.Skew,
    ("tables", "*", "columns", "*", "weights"): columns.Weights,
    ("views", "*"): model.View,
    ("grants", "*"): model.Grant,
    ("jobs", "*"): model.Job,
    ("jobs", "*", "tasks", "*"): model.Task,
}
_TAGGED: dict[Path, str] = {("tables", "*", "columns", "*"): "kind", ("quality", "*"): "rule"}
_OPEN = {"tables", "columns", "views", "jobs", "when"}

# Where a model offers several types, pydantic adds the chosen one's name to an error's path.
_UNIONS: frozenset[Path] = frozenset({
    *_TAGGED,
    ("tables", "*", "rows"),
    ("tables", "*", "columns", "*", "values"),
    ("tables", "*", "columns", "*", "when", "*"),
    ("quality", "*", "min"),
    ("quality", "*", "max"),
})


def pattern(path: Path) -> Path:
    """The path with `*` for names that the spec's author chose and for list indices."""
    shape: list[str | int] = []
    for part in path:
        chosen = isinstance(part, int) or (bool(shape) and shape[-1] in _OPEN and len(shape) % 2 == 1)
        shape.append("*" if chosen else part)
    return tuple(shape)


def is_union(path: Path) -> bool:
    """Whether the next part of pydantic's own path names a type, not a key."""
    return pattern(path) in _UNIONS


def model_at(path: Path, data: Plain) -> type[BaseModel] | None:
    """The model of the mapping at `path`, of which `data` is the content (it says the kind of a column or rule)."""
    shape = pattern(path)
    if shape in _TAGGED:
        tag = data.get(_TAGGED[shape]) if isinstance(data, dict) else None
        return variants(shape).get(tag) if isinstance(tag, str) else None
    return _MODELS.get(shape)


@cache
def variants(shape: Path) -> dict[str, type[BaseModel]]:
    """The models by tag of the columns or of the quality rules."""
    union = columns.Column if shape[0] == "tables" else model.QualityRule
    found: dict[str, type[BaseModel]] = {}
    for variant in get_args(get_args(union)[0]):
        for tag in get_args(variant.model_fields[_TAGGED[shape]].annotation):
            found[tag] = variant
    return found


def fields(kind: type[BaseModel]) -> dict[str, str]:
    """The keys that a model knows, as written in the file, with their descriptions."""
    return {field.alias or name: field.description or "" for name, field in kind.model_fields.items()}
