"""The data step: tables, their rows as the desk makes them, and how many there are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import DemoWizard
from screens.data import DataScreen
from screens.data.rows import RowTable
from screens.data.tables import TableList
from tests.screens.fakes import FakeDesk
from tests.screens.seen import focus, screen_text, until
from wizard.desk.questions import Portray
from wizard.errors import WizardError
from wizard.portrait.effects import Effect
from wizard.portrait.incidents import Happening
from wizard.portrait.portrait import Portrait
from wizard.portrait.profile import ColumnProfile, TableProfile
from wizard.portrait.shapes import Histogram, Shares, Words
from wizard.portrait.timeline import timeline
from wizard.spec import parse
from wizard.spec.choices import Choices

SHOP = """
version: 1
industry: shop
title: A shop
catalog: cat
schema: sch
as_of: 2026-11-01
tables:
  customers:
    comment: One row a customer.
    rows: {small: 1000, medium: 20000, large: 300000}
    primary_key: customer_id
    columns:
      customer_id: {kind: key, comment: The key.}
      region: {kind: choice, values: {North: 60, South: 40}, comment: Where they live.}
  orders:
    comment: One row an order.
    rows: {small: 5000, medium: 100000, large: 1500000}
    primary_key: order_id
    columns:
      order_id: {kind: key, comment: The key.}
      customer_id: {kind: foreign_key, table: customers, comment: Who ordered.}
      ordered_at: {kind: timestamp, start: -200, end: 0, ordered: true, comment: "When, UTC."}
      amount: {kind: uniform, type: "decimal(8,2)", min: 10, max: 30, comment: What it cost.}
  order_lines:
    comment: One row a line of an order.
    part_of: {table: orders, count: {1: 50, 2: 30, 4: 20}}
    primary_key: line_id
    columns:
      line_id: {kind: key, comment: The key.}
      order_id: {kind: parent, comment: Its order.}
incidents:
  outage:
    comment: The web shop was down.
    table: orders
    time: ordered_at
    start: -20
    end: -10
    multiply: {amount: 0.5}
"""
_SHARES = Shares((("North", 0.6), ("South", 0.4)), 0.0, 2)
_SPREAD = Histogram((1, 4, 9, 4), 10.0, 30.0, 10, 20, 30)
_KEYS = Words(("K-1", "K-2"), 2000, 2000)
_OUTAGE = Happening("outage", "The web shop was down.", "orders", "ordered_at", date(2026, 10, 12), date(2026, 10, 22),
                    "", ("amount times 0.5",), True, (Effect("rows a day", 12.5, 25.0),))  # fmt: skip


def _column(name: str, type_: str, shape: Any, refers_to: str = "") -> ColumnProfile:
    return ColumnProfile(name, type_, "key", f"What {name} means.", 0.0, shape, refers_to)


def _table(name: str, rows: int) -> TableProfile:
    if name != "orders":
        few = (_column("key", "string", _KEYS), _column("region", "string", _SHARES))
        return TableProfile(name, "A table.", rows, False, 2000, few, (("K-1", "North"), ("K-2", None)))
    columns = (_column("order_id", "string", _KEYS), _column("customer_id", "string", _KEYS, "customers"),
               _column("ordered_at", "timestamp", timeline([date(2026, 10, day) for day in range(1, 31)] * 3)),
               _column("amount", "decimal(8,2)", _SPREAD))  # fmt: skip
    moment = datetime.fromisoformat("2026-10-03T12:30:01.123456")
    return TableProfile(name, "A table.", rows, True, 2000, columns, (("O-1", "K-7", moment, Decimal("12.50")),) * 30)


def _painted(question: Portray) -> Portrait:
    spec = parse(question.spec)
    table = question.tables[0]
    return Portrait("shop", "A shop", "", "", "cat.sch", "small", 1, date(2026, 11, 1), (_OUTAGE,), (), (), {},
                    (_table(table, spec.rows_of(table)),))  # fmt: skip


class SlowDesk(FakeDesk):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__({Portray: _painted})
        self.open = asyncio.Event()

    async def ask(self, question: Any) -> Any:
        self.asked.append(question)
        await self.open.wait()
        return _painted(question)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for somebody to stop typing."""
    monkeypatch.setattr("screens.data.screen.PAUSE", 0.0)


async def _enter(app: DemoWizard, pilot: Pilot[int]) -> DataScreen:
    app.begin(Choices("shop.yaml", SHOP), "data")
    await until(pilot, lambda: isinstance(app.screen, DataScreen) and app.screen.table)
    assert isinstance(app.screen, DataScreen)
    return app.screen


def _rows_asked(desk: FakeDesk) -> list[tuple[str, int]]:
    """Which tables were asked for, and how many rows the spec gave them."""
    return [(q.tables[0], parse(q.spec).rows_of(q.tables[0])) for q in desk.asked if isinstance(q, Portray)]


async def test_the_table_in_front_comes_first_then_the_others_one_after_the_other(
    wizard_app: Callable[..., DemoWizard],
) -> None:
    desk = SlowDesk()
    app = wizard_app(desk=desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _enter(app, pilot)
        await until(pilot, lambda: desk.asked)
        assert "making rows…" in screen_text(app)
        assert "customers" in screen_text(app)
        assert "6,000" not in screen_text(app)
        assert "5,000" in screen_text(app)
        await pilot.press("left_square_bracket")  # before the first comes the last, which is made at once
        await until(pilot, lambda: len(desk.asked) == 2)
        assert screen.table == "order_lines"
        desk.open.set()
        await until(pilot, lambda: "described by" in screen_text(app) and len(desk.asked) == 3)
        assert [table for table, _ in _rows_asked(desk)] == ["customers", "order_lines", "orders"]
        assert "grants" not in desk.asked[0].spec  # type: ignore[attr-defined]


async def test_rows_columns_incidents_and_relations_are_seen_by_keys_alone(
    wizard_app: Callable[..., DemoWizard],
) -> None:
    app = wizard_app(desk=FakeDesk({Portray: _painted}))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _enter(app, pilot)
        await pilot.press("tab", "down")
        await until(pilot, lambda: screen.table == "orders" and "described by" in screen_text(app))
        assert "about 5,000 rows" in screen_text(app)
        assert "2026-10-03 12:30:01 " in screen_text(app)  # no microseconds
        assert screen.query_one(RowTable).row_count == 30
        await pilot.press("right")
        await until(pilot, lambda: "10 to 30, median 20" in screen_text(app) or "What ordered_at" in screen_text(app))
        assert "▁" in screen_text(app)
        await pilot.press("right")
        await until(pilot, lambda: "rows a day 25 → 12.5" in screen_text(app))
        await pilot.press("right")
        await until(pilot, lambda: "5 each on average" in screen_text(app))
        assert "order_lines" in screen_text(app)
        assert "1 to 4 each, 1.9 on average" in screen_text(app)  # the list made room for all of it
        assert app.focused is not None
        await pilot.press("left")
        await until(pilot, lambda: "rows a day 25 → 12.5" in screen_text(app))
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "No incident happens in this table." in screen_text(app))


async def test_a_row_count_is_a_choice_that_makes_the_rows_anew(wizard_app: Callable[..., DemoWizard]) -> None:
    desk = FakeDesk({Portray: _painted})
    app = wizard_app(desk=desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _enter(app, pilot)
        await until(pilot, lambda: len(desk.asked) == 3)
        assert "small 1.0k, medium 20k, large 300k" in screen_text(app)
        field = screen.query_one(Input)
        await focus(pilot, field)
        await pilot.press(*"12,345")
        await until(pilot, lambda: "12,345 rows as made" in screen_text(app))
        assert app.choices.settings == {"tables.customers.rows": 12345}
        assert "the same at every size" in screen_text(app)
        assert ("orders", 5000) in _rows_asked(desk)
        await pilot.press("right_square_bracket")  # another table, while typing
        assert field.value == ""
        assert app.choices.settings == {"tables.customers.rows": 12345}
        await pilot.press("right_square_bracket")  # parts have no count of their own
        await until(pilot, lambda: "Parts of orders, 1 to 4 each" in screen_text(app))
        assert field.disabled
        assert isinstance(app.focused, TableList)
        await pilot.press("right_square_bracket")
        assert field.value == "12345"
        await focus(pilot, field)
        await pilot.press(*["backspace"] * 5)
        await until(pilot, lambda: " 1,000 rows as made" in screen_text(app))
        assert app.choices.settings == {}


async def test_what_is_wrong_is_said_and_what_was_right_last_stays(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app(desk=FakeDesk({Portray: _painted}))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await _enter(app, pilot)
        await until(pilot, lambda: "described by" in screen_text(app))
        await focus(pilot, screen.query_one(Input))
        for typed in ("0", "'; DROP TABLE x --", "-5", "ünï" * 300):
            screen.query_one(Input).value = typed
            await until(pilot, lambda: "shown is what was right last" in screen_text(app))
            assert "✖ customers" in screen_text(app)
            assert "North" in screen_text(app)
        await pilot.press("right_square_bracket", "left_square_bracket")
        assert screen.query_one(Input).value == "ünï" * 300  # nothing that was typed is lost
        await pilot.press("shift+tab")
        await until(pilot, lambda: "✖ customers" in screen_text(app) and "Must be" in screen_text(app))
        assert screen.blocked().startswith("tables.customers.rows")


async def test_what_cannot_be_made_is_said_in_place_and_tried_again(wizard_app: Callable[..., DemoWizard]) -> None:
    desk = FakeDesk({Portray: WizardError("The engine is out of breath.", "Give it air.")})
    app = wizard_app(desk=desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await _enter(app, pilot)
        await until(pilot, lambda: "The engine is out of breath. Give it air." in screen_text(app))
        assert app.screen.query_one(RowTable).columns  # the spec's columns are there anyway
        desk.answers[Portray] = _painted
        await pilot.press("f5")
        await until(pilot, lambda: "1,000 rows as made" in screen_text(app))


async def test_nothing_that_matters_is_off_the_screen(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app(desk=FakeDesk({Portray: _painted}))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _enter(app, pilot)
        assert await pilot.click("#tables", offset=(3, 1))  # a click chooses, and does not go on
        await until(pilot, lambda: screen.table == "orders" and "described by" in screen_text(app))
        always = ["orders  One row an order.", "small 5.0k, medium 100k, large 1.5M", "O-1", "Next", "Back"]
        for size, seen in {
            (60, 20): ["table 2 of 3  orders"],  # the list is one line: that of the table
            (80, 24): ["order_lines", "all tables", "Incidents"],
            (120, 40): ["order_lines", "What order_id means.", "rows a day 25 → 12.5"],
            (200, 45): ["order_lines", "What order_id means.", "rows a day 25 → 12.5", "5 each on average"],
        }.items():
            await pilot.resize_terminal(*size)
            await until(pilot, lambda seen=seen: all(text in screen_text(app) for text in [*always, *seen]))  # type: ignore[misc]
        await focus(pilot, screen.query_one(RowTable))
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not screen)


async def test_another_industry_brings_its_own_tables(wizard_app: Callable[..., DemoWizard]) -> None:
    desk = FakeDesk({Portray: _painted})
    app = wizard_app(desk=desk)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await _enter(app, pilot)
        await until(pilot, lambda: len(desk.asked) == 3)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)
        asked = len(desk.asked)
        app.choose(Choices("fleet.yaml", SHOP.replace("orders", "trips").replace("customers", "vans")))
        await app.settled()
        app.action_go("data")
        await until(pilot, lambda: "trips" in screen_text(app) and "described by" in screen_text(app))
        assert screen.table == "vans"
        await until(pilot, lambda: len(desk.asked) == asked + 3)
        assert "customers" not in screen_text(app)
        assert app.choices.settings == {}
