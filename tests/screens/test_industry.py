"""Step two: industries are found, looked at and chosen; what a change would reset is said first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from screens.app import DemoWizard
from screens.industry import cards, lost
from screens.industry.screen import OWN, IndustryScreen
from screens.modals.confirm import Confirm
from screens.widgets.facts import Facts
from screens.widgets.picks import Picks
from tests.screens.seen import text_of, until
from wizard.spec.choices import Choices

MakeApp = Callable[..., DemoWizard]


async def begun(pilot: Pilot[Any], app: DemoWizard, choices: Choices | None = None) -> IndustryScreen:
    app.begin(choices or Choices.of("retail"), "industry")
    await app.settled()
    await until(pilot, lambda: app.screen.query(Picks) and app.screen.query_one(Picks).option_count > 7)
    assert isinstance(app.screen, IndustryScreen)
    return app.screen


def shown(app: DemoWizard) -> str:
    return app.screen.query_one(Facts).render().plain


def hint(app: DemoWizard) -> str:
    return text_of(app.screen.query_one("#hint"))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_retail_stands_first_with_its_story_tables_and_questions(
    wizard_app: MakeApp, size: tuple[int, int]
) -> None:
    app = wizard_app()
    async with app.run_test(size=size) as pilot:
        screen = await begun(pilot, app)
        picks = screen.query_one(Picks)
        assert picks.looked_at == "retail"
        await until(pilot, lambda: "transaction_items" in shown(app))
        lines = shown(app).splitlines()
        assert any(line.split() == ["customers", "10k", "200k", "2.0M"] for line in lines), "a row of numbers broke"
        assert "Which customers wait for their parcels?" in " ".join(shown(app).split())
        assert hint(app) == "Enter: put the customer's name on it"
        assert screen.query_one("#next").region.right <= size[0]
        await pilot.press("down")
        assert picks.looked_at != "retail"
        assert hint(app).startswith("Enter: take ")


async def test_typing_finds_by_title_story_and_table_and_escape_clears_first(wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test() as pilot:
        screen = await begun(pilot, app)
        picks, search = screen.query_one(Picks), screen.query_one("#search", Input)
        await until(pilot, lambda: all(card.tables for card in screen._cards.values()))
        await pilot.press(*"parcel")
        assert picks.looked_at == "logistics", "what is called so stands above what only tells of it"
        assert "retail" in [option.id for option in picks.options]
        search.value = "lab results"
        await pilot.pause()
        assert [option.id for option in picks.options] == ["healthcare"]
        search.value = "'; DROP TABLE [b]x"
        await pilot.pause()
        assert "Nothing there matches" in hint(app)
        await pilot.press("enter")
        assert app.screen is screen
        await pilot.press("escape")
        assert (search.value, app.screen, picks.looked_at) == ("", screen, "retail")
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)


async def test_another_industry_is_taken_at_once_where_nothing_is_lost(wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test() as pilot:
        choices = Choices.of("retail").put("brand.company", "Alpenhof").put("size", "medium")
        await begun(pilot, app, choices)
        await pilot.press(*"telecom", "enter")
        await until(pilot, lambda: not isinstance(app.screen, IndustryScreen))
        assert app.choices.source == "telecommunications"
        assert dict(app.choices.settings) == {"brand.company": "Alpenhof", "size": "medium"}


async def test_what_a_change_resets_is_named_and_can_be_kept(wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test() as pilot:
        incident = next(iter(Choices.of("retail").spec().incidents))
        choices = Choices.of("retail").put("tables.customers.rows", 500).put(f"incidents.{incident}.enabled", False)
        screen = await begun(pilot, app, choices)
        await pilot.press(*"healthcare", "enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        detail = text_of(app.screen.query_one("#detail"))
        assert "the rows of customers" in detail
        assert f"whether {incident.replace('_', ' ')} happened" in detail
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert app.choices == choices, "Enter without reading is the harmless answer"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("left", "enter")
        await until(pilot, lambda: not isinstance(app.screen, IndustryScreen | Confirm))
        assert (app.choices.source, dict(app.choices.settings)) == ("healthcare", {})


async def test_a_spec_of_ones_own_stands_first_and_stays_in_the_list(wizard_app: MakeApp) -> None:
    app = wizard_app()
    async with app.run_test() as pilot:
        text = Choices.of("retail").text.replace("title: Retail customer analytics", "title: Mine [b]own[/b]")
        screen = await begun(pilot, app, Choices("retail", text))
        picks = screen.query_one(Picks)
        assert (picks.looked_at, picks.option_count) == (OWN, 9)
        assert "Mine [b]own[/b]" in str(picks.get_option_at_index(0).prompt)
        await until(pilot, lambda: "transaction_items" in shown(app))
        await pilot.press(*"telecom", "enter")
        await until(pilot, lambda: app.screen is not screen)
        assert app.choices.source == "telecommunications"
        app.action_go("industry")
        await until(pilot, lambda: app.screen is screen and picks.option_count == 9)
        assert picks.get_option_at_index(0).id == OWN


def test_cards_have_rows_at_every_size_and_say_what_is_wrong() -> None:
    card = cards.loaded(cards.heads()[0])
    assert (card.source, card.company, len(card.questions), len(card.incidents)) == ("retail", "Larkspur & Finch", 4, 2)
    assert card.rows[0] == 172_560
    assert card.rows[0] < card.rows[1] < card.rows[2]
    broken = cards.loaded(cards.head("mine.yaml", "version: 1\nindustry: retail\nsize: huge\n"))
    assert "line " in broken.problem


def test_what_is_lost_is_said_in_words() -> None:
    paths = ["tables.customers.rows", "jobs.nightly.run", "brand.words.lines", "schema", "jobs.nightly.tasks.0.sql"]
    assert lost.said(paths) == [
        "the rows of customers", "whether the job nightly runs", "words of the brand", "the schema", "the job nightly",
    ]  # fmt: skip
