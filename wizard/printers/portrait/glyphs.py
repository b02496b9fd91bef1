"""The characters that pictures are made of: blocks and lines, or ASCII where a terminal's encoding has none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Glyphs:
    """`levels` are columns of growing height, the first empty; `parts` are bars of growing length, the last full.

    `fork`, `last`, `pipe` and `blank` draw a tree, four cells each; `many` leads to children, `one` to a parent.
    """

    levels: str
    parts: str
    fork: str
    last: str
    pipe: str
    blank: str
    many: str
    one: str
    mark: str
    cut: str
    dot: str
    arrow: str


BLOCKS = Glyphs(
    levels=" ▁▂▃▄▅▆▇█", parts="▏▎▍▌▋▊▉█",
    fork=" ├──", last=" └──", pipe=" │  ", blank="    ", many="< ", one="> ",
    mark="▔", cut="…", dot="·", arrow="→",
)  # fmt: skip
ASCII = Glyphs(
    levels=" .:-=+*%@", parts="#",
    fork=" |--", last=" `--", pipe=" |  ", blank="    ", many="< ", one="> ",
    mark="^", cut="~", dot="-", arrow="->",
)  # fmt: skip


def glyphs(stream: TextIO) -> Glyphs:
    """What a stream can show."""
    try:
        "".join([*BLOCKS.levels, *BLOCKS.parts, BLOCKS.fork, BLOCKS.last, BLOCKS.mark]).encode(stream.encoding or "")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return BLOCKS
