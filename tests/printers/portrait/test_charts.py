"""Numbers as characters."""

from __future__ import annotations

import dataclasses
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from wizard.printers.portrait.charts import bar, columns, fit, marks, pad
from wizard.printers.portrait.glyphs import ASCII, BLOCKS, Glyphs, glyphs
from wizard.printers.portrait.numbers import cell, number, percent

both = pytest.mark.parametrize("chars", [BLOCKS, ASCII], ids=["blocks", "ascii"])


@both
def test_bars(chars: Glyphs) -> None:
    full = chars.parts[-1]
    assert bar(1, 4, chars) == full * 4
    assert bar(0.5, 4, chars) == full * 2 + "  "
    assert bar(0, 4, chars) == "    "
    assert bar(1e-9, 4, chars) == chars.parts[0] + "   "
    assert bar(17, 4, chars) == full * 4


@both
def test_columns(chars: Glyphs) -> None:
    assert columns([0, 1, 1000], chars) == " " + chars.levels[1] + chars.levels[-1]
    assert columns([3, 3], chars) == chars.levels[-1] * 2
    assert columns([0, 0], chars) == "  "
    assert columns([], chars) == ""


@given(st.lists(st.floats(min_value=0, max_value=1e300)))
def test_a_column_is_higher_only_where_there_is_more(counts: list[float]) -> None:
    heights = [BLOCKS.levels.index(char) for char in columns(counts, BLOCKS)]
    assert len(heights) == len(counts)
    assert [height > 0 for height in heights] == [count > 0 for count in counts]
    ordered = sorted(zip(counts, heights, strict=True))
    assert [height for _, height in ordered] == sorted(heights)


def test_marks_stand_beneath_their_columns_with_the_name_where_there_is_room() -> None:
    assert marks(2, 4, "outage", BLOCKS, 20) == "  ▔▔▔ outage"
    assert marks(14, 16, "outage", BLOCKS, 18) == "       outage ▔▔▔"
    assert marks(14, 16, "a very long name", BLOCKS, 18) == " a very long… ▔▔▔"
    assert marks(0, 5, "outage", BLOCKS, 6) == "▔▔▔▔▔▔"


@given(st.text(), st.integers(0, 30))
def test_text_is_cut_and_padded_by_what_it_takes_on_screen(text: str, width: int) -> None:
    assert cell_len(fit(text, width, BLOCKS)) <= width
    if text.isprintable():
        assert cell_len(pad(text, width, BLOCKS)) == width


def test_wide_characters_count_twice() -> None:
    assert fit("東京都港区", 5, BLOCKS) == "東京…"
    assert pad("東京", 6, BLOCKS) == "東京  "
    assert pad("7", 3, BLOCKS, right=True) == "  7"


@pytest.mark.parametrize(("encoding", "chars"), [("utf-8", BLOCKS), ("ascii", ASCII), ("latin-1", ASCII)])
def test_a_terminal_without_blocks_gets_ascii(encoding: str, chars: Glyphs) -> None:
    assert glyphs(io.TextIOWrapper(io.BytesIO(), encoding=encoding)) is chars


def test_every_character_takes_one_cell() -> None:
    for chars in (BLOCKS, ASCII):
        assert all(cell_len(char) == 1 for char in chars.levels + chars.parts + chars.mark + chars.cut)
        assert {cell_len(part) for part in (chars.fork, chars.last, chars.pipe, chars.blank)} == {4}
    assert "".join(dataclasses.astuple(ASCII)).isascii()


@pytest.mark.parametrize(("value", "text"), [
    (0, "0"), (7, "7"), (7.0, "7"), (0.25, "0.25"), (1234.5, "1,234.5"), (59874.3, "59,874"), (1.25e18, "1.2e+18"),
    (1e-9, "1.0e-09"), (-0.5, "-0.5"), (10, "10"), (100, "100"),
])
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(("share", "text"), [
    (0, "0 %"), (0.0001, "< 0.1 %"), (0.0213, "2.1 %"), (0.3, "30 %"), (1, "100 %"), (0.0949, "9.5 %"),
])
def test_percentages(share: float, text: str) -> None:
    assert percent(share) == text


def test_cells() -> None:
    assert [cell(value) for value in (None, True, 2.5, 3.0, "a")] == ["", "true", "2.5", "3", "a"]
