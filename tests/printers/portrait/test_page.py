"""A portrait as text: everything is there, in the width that there is."""

from __future__ import annotations

import dataclasses
import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from tests.portrait.samples import AS_OF, nine, shop
from wizard.portrait.effects import Effect
from wizard.portrait.incidents import happenings
from wizard.portrait.portrait import Portrait, Question
from wizard.portrait.profile import ColumnProfile, TableProfile, shape
from wizard.portrait.relations import forest
from wizard.printers.portrait.columns import spread
from wizard.printers.portrait.glyphs import ASCII, BLOCKS, Glyphs
from wizard.printers.portrait.listing import first_sentence, listing
from wizard.printers.portrait.page import page
from wizard.printers.portrait.relations import picture
from wizard.printers.portrait.rows import bands, rows

DAYS = [AS_OF - timedelta(days=number % 140 + 1) for number in range(1400)]
LONG = "Donaudampfschifffahrtsgesellschaft in 東京都港区 " * 4


def written(what: RenderableType, width: int = 80) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False, color_system=None)
    with console.capture() as captured:
        console.print(what)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def column(name: str, type_: str, values: list[Any], nulls: float = 0.0, **more: Any) -> ColumnProfile:
    return ColumnProfile(name, type_, "choice", f"What {name} is.", nulls, shape(values, type_), **more)


def table(*columns: ColumnProfile, examples: tuple[tuple[Any, ...], ...] = ()) -> TableProfile:
    return TableProfile("visits", "One row a visit.", 1400, True, 1400, columns, examples)


def portrait() -> Portrait:
    found = dataclasses.replace(happenings(shop())[0], measured=(Effect("rows a day", 25.2, 55.3),
                                                                 Effect("basket on average", None, 20.0)))
    columns = (column("visit_id", "string", [f"V{n}" for n in range(1400)]), column("seen_at", "timestamp", DAYS),
               column("empty", "string", [], 1.0), column("a" * 40, "decimal(38,10)", [Decimal(10) ** 30, Decimal(1)]),
               column("words", "string", [LONG]))
    row = ("V1", AS_OF, None, Decimal("1.50"), LONG)
    return Portrait(
        "test", "A shop", "O'Brien & Söhne", LONG, "cat.sch", "small", 42, AS_OF, (found,),
        (Question("why", "Why did we sell less?", "outage"),), tuple(forest(nine())), {"kpis": "The numbers. " * 20},
        (table(*columns, examples=(row,) * 5),),
    )


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("chars", [BLOCKS, ASCII], ids=["blocks", "ascii"])
def test_no_line_is_wider_than_the_terminal(width: int, chosen: bool, chars: Glyphs) -> None:
    text = written(page(portrait(), width, chars, chosen=chosen), 400)
    wrapped = ("Donau", "kpis", "  where", "four weeks", "visits by", "  basket")  # paragraphs, which rich wraps
    for line in text.splitlines():
        assert cell_len(line) <= width or line.lstrip().startswith(wrapped) or any(word in line for word in wrapped)
    assert all(cell_len(line) <= width for line in written(page(portrait(), width, chars), width).splitlines())


def test_the_page_tells_everything() -> None:
    text = written(page(portrait(), 100, BLOCKS), 100)
    for words in ("O'Brien & Söhne", "as of 2026-11-01", "2026-10-12 to 2026-10-21", "where region = 'North'",
                  "50 % of the rows are not there", "rows a day 55.3 → 25.2", "basket on average 20 → nothing",
                  "1. Why did we sell less?", "order_lines 57,000", "visits  about 1,400 rows", "100 % empty",
                  "outage 10-12 to 10-21", "all different"):
        assert words in text


def test_a_chosen_table_comes_alone_and_with_comments() -> None:
    text = written(page(portrait(), 80, BLOCKS, chosen=True))
    assert text.startswith("\nvisits")
    assert "What seen_at is." in text


def test_beside_a_column_its_kind_is_told_and_no_word_of_what_it_means_is_cut() -> None:
    told = dataclasses.replace(column("code", "string", ["a", "b"]), comment="One of the codes that " * 4)
    lines = written(spread(table(told), [], 40, BLOCKS, comments=True, kinds=True)).splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["code", "string", told.kind]
    assert " ".join(" ".join(lines).split()).count("One") == 4
    assert all(cell_len(line) <= 40 for line in lines)


def test_relations_are_a_tree_that_fits_80_columns() -> None:
    assert written(picture(forest(nine()), 78, ASCII)).splitlines() == [
        "regions 4",
        " |--< stores 60                   region_id: 15 each on average",
        " `--< customers 10,000            region_id: 2,500 each on average",
        "     `--< orders 30,000           customer_id: 3 each on average",
        "         |--> stores              store_id (optional): 300 each on average",
        "         `--< order_lines 57,000  order_id: 1 to 4 each, 1.9 on average",
        "             |--> products        product_id: 114 each on average",
        "             `--< returns 2,000   line_id: 0.035 each on average",
        "suppliers 20",
        " `--< products 500                supplier_id: 25 each on average",
        "weather 365",
    ]


def test_incidents_are_marked_beneath_their_weeks() -> None:
    lines = written(spread(table(column("seen_at", "timestamp", DAYS)), happenings(shop()), 78, BLOCKS)).splitlines()
    counts, marked = (line[11:] for line in lines[:2])
    weeks = [index for index, char in enumerate(marked.split(" outage")[0]) if char == "▔"]
    first = min(DAYS) - timedelta(days=min(DAYS).weekday())
    assert [first + timedelta(weeks=week) for week in weeks] == [date(2026, 10, 12), date(2026, 10, 19)]
    assert len(counts) == 21


def test_columns_without_room_follow_beneath_the_key() -> None:
    assert bands([10, 30, 30, 30, 5], 80) == [[0, 1, 2], [0, 3, 4]]
    assert bands([10], 80) == [[0]]
    assert bands([100, 100], 80) == [[0, 1]]
    names = ("k", "b" * 30, "c" * 30, "d" * 30)
    found = table(*(column(name, "string", ["x"]) for name in names), examples=(("1", "2", "3", "4"),))
    assert [line.split() for line in written(rows(found, 78, BLOCKS)).splitlines() if line] == [
        ["k", names[1], names[2]], ["1", "2", "3"], ["k", names[3]], ["1", "4"],
    ]


def test_numbers_stand_at_the_right_of_their_column() -> None:
    found = table(column("k", "string", ["x"]), column("amount", "int", [7]), examples=(("x", 7), ("y", None)))
    assert written(rows(found, 78, BLOCKS)).splitlines() == ["k  amount", "x       7", "y"]


@pytest.mark.parametrize(("text", "first"), [
    ("", ""), ("One.", "One."), ("It fell 3.5 %. Why? Look.", "It fell 3.5 %."), ("Why us? Look.", "Why us?"),
    ("No end", "No end"), ("E.g. this one. That.", "E.g. this one."), ("Über.\n  Ärger.", "Über."),
])
def test_first_sentences(text: str, first: str) -> None:
    assert first_sentence(text) == first


def test_the_list_fits_80_columns_and_counts_rows_at_small() -> None:
    spec = shop(2_000).model_copy(update={"story": LONG, "size": 7})
    lines = written(listing([("shop", spec), ("financial-services", nine())], 80)).splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].startswith("shop                A shop")
    assert lines[1].strip() == "1 table, 2,000 rows when small"
    assert lines[-1].strip() == "It was down."
