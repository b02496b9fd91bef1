"""One word of a list: equally likely words, common names, large cities."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.datagen.cases import pick
from wizard.datagen.sheet import Cell
from wizard.identifiers import literal

_NAMES_BEFORE, _CITIES_BEFORE = 30, 3


def one_of(cell: Cell, what: str, words: Sequence[str], weights: Sequence[float] | None = None) -> str:
    """SQL of one of the words, by weight if there are weights; `what` names its draw."""
    return pick(cell.shared(what, cell.draw(what)), weights or [1.0] * len(words), [literal(word) for word in words])


def by_frequency(words: Sequence[str]) -> list[float]:
    """Weights of names, the most common first: it is about three times as frequent as the hundredth."""
    return [1 / (place + _NAMES_BEFORE) for place in range(len(words))]


def by_size(towns: Sequence[str]) -> list[float]:
    """Weights of cities, the largest first: sizes fall as a country's do, by rank, less steeply at the top."""
    return [1 / (place + _CITIES_BEFORE) for place in range(len(towns))]
