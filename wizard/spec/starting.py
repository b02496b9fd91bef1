"""A new spec from an industry's: the same file with another company's brand in it.

It works on the text and not on the data, because what people will edit is the file: its comments, its order and its
line breaks are worth keeping. Only the lines that name the company change: title, catalog or schema, the brand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wizard.spec.brand import Brand
from wizard.spec.dumping import entries
from wizard.spec.skin import domain

SCHEMA_HINT = (
    "# For completion in editors: demo-wizard specs schema > spec.schema.json; then make this line "
    "yaml-language-server: $schema=spec.schema.json"
)
_KEPT = ("words", "personas")
_KEY = re.compile(r"[A-Za-z_]\w*:")


def started(text: str, brand: Brand, names: Mapping[str, str]) -> str:
    """The text of a shipped spec with this brand; `names` are new values of top-level keys, such as title."""
    lines = text.splitlines()
    if lines and lines[0].startswith("# yaml-language-server:"):
        lines[0] = SCHEMA_HINT
    made: list[str] = []
    for key, block in _blocks(lines):
        if key == "brand":
            made += [*_brand(brand, block), *_after(block)]
        elif key in names:
            made += [*entries({key: names[key]}, ""), *_after(block)]
        else:
            made += block
    return "\n".join(made) + "\n"


def _blocks(lines: list[str], pad: str = "") -> Iterator[tuple[str, list[str]]]:
    """Key and lines of each entry whose key stands behind `pad`; what comes before the first has the key ''."""
    key, block = "", list[str]()
    for line in lines:
        if line.startswith(pad) and (found := _KEY.match(line[len(pad):])):
            yield key, block
            key, block = found[0][:-1], []
        block.append(line)
    yield key, block


def _after(block: list[str]) -> list[str]:
    """The blank lines and comments at the end of an entry: they belong to what follows."""
    rest = len(block)
    while rest > 1 and (not block[rest - 1].strip() or block[rest - 1].startswith("#")):
        rest -= 1
    return block[rest:]


def _brand(brand: Brand, block: list[str]) -> Iterator[str]:
    """The brand with a comment to each part; words and personas as the industry wrote them."""
    yield "# Whose company this is. {brand.company}, {brand.regions.1} and the like stand for it all over this file."
    yield "brand:"
    yield from entries({"company": brand.company}, "  ")
    yield "  # Of its employees' e-mail addresses. Nobody can register a name below .example."
    yield from entries({"domain": brand.domain or domain(brand.company)}, "  ")
    yield "  # ISO 4217."
    yield from entries({"currency": brand.currency or "USD"}, "  ")
    yield "  # Names of people and companies, streets, postal codes and telephone numbers."
    yield from entries({"locale": brand.locale}, "  ")
    yield "  # Sales regions, counted from 1: {brand.regions.1}, {brand.regions.1.cities.1}. Rename them, and list your"
    yield "  # cities, the largest first. `weight` is a region's share of the business, relative to the others."
    regions = [{"name": place.name, "weight": place.weight, "cities": place.cities} for place in brand.regions]
    yield from entries({"regions": regions}, "  ")
    own = block[: len(block) - len(_after(block))]
    kept = [line for key, lines in _blocks(own[1:], "  ") if key in _KEPT for line in lines]
    if kept:
        yield "  # Lists of the company's own words, and the people of the story."
        yield from kept
