"""Every key of the app that can be remapped."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import walk_packages

from textual.binding import Binding

import screens


def bindings() -> Iterator[tuple[type, Binding]]:
    """The bindings with an id, and the classes of the app that have them."""
    for module in walk_packages(screens.__path__, "screens."):
        for _, kind in getmembers(import_module(module.name), isclass):
            if kind.__module__.startswith("screens"):
                yield from ((kind, found) for found in vars(kind).get("BINDINGS", ())
                            if isinstance(found, Binding) and found.id)
