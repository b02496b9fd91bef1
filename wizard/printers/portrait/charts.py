"""Numbers as rows of characters: bars, columns side by side, and marks beneath them. Pure functions of text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from wizard.printers.portrait.glyphs import Glyphs


def bar(share: float, width: int, glyphs: Glyphs) -> str:
    """A bar of up to `width` cells for a share of 0 to 1, padded to the width. What is not nothing is seen."""
    steps = len(glyphs.parts)
    length = round(min(max(share, 0.0), 1.0) * width * steps)
    if share > 0:
        length = max(length, 1)
    whole, rest = divmod(length, steps)
    return (glyphs.parts[-1] * whole + (glyphs.parts[rest - 1] if rest else "")).ljust(width)


def columns(counts: Sequence[float], glyphs: Glyphs) -> str:
    """One column of characters for each count, the largest full. What is not nothing is seen."""
    most = max(counts, default=0)
    top = len(glyphs.levels) - 1
    return "".join(
        glyphs.levels[max(1, round(count / most * top))] if most > 0 and count > 0 else glyphs.levels[0]
        for count in counts
    )


def marks(first: int, last: int, name: str, glyphs: Glyphs, width: int) -> str:
    """A line beneath columns that marks those from `first` to `last`, with a name where there is room.

    The name stands behind the marks, or before them near the right end; it is cut to what fits into `width`.
    """
    line = " " * first + glyphs.mark * (last - first + 1)
    behind, before = width - len(line) - 1, first - 1
    if cell_len(name) <= behind or behind >= before:
        return f"{line} {fit(name, behind, glyphs)}".rstrip()
    written = fit(name, before, glyphs)
    return f"{' ' * (before - cell_len(written))}{written} {line[first:]}"


def fit(text: str, width: int, glyphs: Glyphs) -> str:
    """The text on one line, cut to `width` cells; characters of two cells count as two."""
    line = " ".join(text.split())
    if cell_len(line) <= width:
        return line
    return set_cell_size(line, width - 1).rstrip() + glyphs.cut if width > 1 else ""


def pad(text: str, width: int, glyphs: Glyphs, *, right: bool = False) -> str:
    """The text in exactly `width` cells, at their right end if asked for."""
    line = fit(text, width, glyphs)
    blank = " " * (width - cell_len(line))
    return blank + line if right else line + blank
