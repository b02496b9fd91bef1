"""Sales regions on one line: `Nord *3: Hamburg, Kiel; Süd: München`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wizard.spec.choices import Value, number

if TYPE_CHECKING:
    from wizard.spec.brand import Place

_HEAD = re.compile(r"(?P<name>.*?)\s*(?:\*\s*(?P<weight>[\d.]+)\s*)?")


def written(places: Iterable[Place]) -> str:
    """Regions as people type them; a weight of 1 is left out."""
    return "; ".join(_line(place.name, place.weight, place.cities) for place in places)


def typed(value: object) -> str:
    """Regions that were typed before, as they were typed; nothing where they came from elsewhere."""
    if not isinstance(value, list):
        return ""
    return "; ".join(_line(place.get("name", ""), place.get("weight", 1), place.get("cities", [])) for place in value)


def _line(name: str, weight: float | str, cities: Iterable[str]) -> str:
    shown = weight if isinstance(weight, str) else f"{weight:g}"
    return f"{name}{'' if shown == '1' else f' *{shown}'}: {', '.join(cities)}"


def read(text: str) -> Value:
    """What was typed, as the spec has it; what is missing in it the loader says."""
    return [_place(part) for part in text.split(";") if part.strip()]


def _place(part: str) -> dict[str, Any]:
    head, _, rest = part.partition(":")
    found = _HEAD.fullmatch(head.strip())
    place: dict[str, Any] = {"name": found["name"] if found else head.strip()}
    place["cities"] = [city.strip() for city in rest.split(",") if city.strip()]
    if found and found["weight"]:
        place["weight"] = number(found["weight"])
    return place
