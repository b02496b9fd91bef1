"""The spec: one YAML file that says what a demo is, and everything that reads, checks and writes it.

The names below load on first use: the models alone are needed in many places where reading YAML is not.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.spec.dumping import dump
    from wizard.spec.json_schema import schema
    from wizard.spec.loading import load, parse
    from wizard.spec.model import DemoSpec
    from wizard.spec.problems import Problem, SpecError
    from wizard.spec.source import shipped

__all__ = ["DemoSpec", "Problem", "SpecError", "dump", "load", "parse", "schema", "shipped"]

_HOMES = {
    "DemoSpec": "model",
    "Problem": "problems",
    "SpecError": "problems",
    "dump": "dumping",
    "load": "loading",
    "parse": "loading",
    "schema": "json_schema",
    "shipped": "source",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
