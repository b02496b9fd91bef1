from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from screens.app import DemoWizard
from screens.story import regions
from screens.widgets.field import Field
from screens.widgets.options import Options
from screens.widgets.tick import Tick
from tests.screens.seen import focus, screen_text
from wizard.spec.brand import Place
from wizard.spec.choices import Choices


async def test_what_is_typed_becomes_the_brand_and_nothing_is_lost_on_the_way_back(
    wizard_app: Callable[..., DemoWizard],
) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(Choices.of("retail"), "story")
        await app.settled()
        await pilot.pause()
        await pilot.press("tab", *"Kunze & Töchter", "tab", *"de_DE", "tab", *"xx", "tab")
        await app.settled()
        await pilot.pause()
        assert "Must be a currency code of three capital letters" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one("#field-brand-currency", Field).input.value == "xx"
        assert "currency" in app.screen.blocked()
        app.action_go("grants")
        await pilot.pause()
        app.action_go("story")
        await pilot.pause()
        assert app.screen.query_one("#field-brand-company", Field).input.value == "Kunze & Töchter"
        await focus(pilot, app.screen.query_one("#field-brand-currency", Field).input)
        await pilot.press("backspace", "backspace", *"EUR")
        await app.settled()
        await pilot.pause()
        assert app.examined.dressed is not None
        assert app.examined.dressed.brand.currency == "EUR"
        assert app.examined.dressed.brand.domain == "kunze-tochter.example"
        assert app.screen.blocked() == ""


async def test_size_and_incidents_are_switched(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app()
    async with app.run_test(size=(120, 40)) as pilot:
        app.begin(Choices.of("retail"), "story")
        await app.settled()
        await pilot.pause()
        await focus(pilot, app.screen.query_one("#size", Options))
        await pilot.press("right")
        await app.settled()
        assert app.choices.settings["size"] == "medium"
        await focus(pilot, app.screen.query_one("#field-size", Field).input)
        await pilot.press(*"50000")
        await app.settled()
        assert app.choices.settings["size"] == 50_000
        await pilot.pause()
        await focus(pilot, app.screen.query(Tick).first())
        await pilot.press("space")
        await app.settled()
        assert app.examined.spec is not None
        assert not app.examined.spec.incidents["leaked_discount"].enabled


@given(st.lists(st.builds(
    Place,
    name=st.from_regex(r"[A-Za-zäöü][A-Za-zäöü ]{0,10}[a-z]", fullmatch=True),
    cities=st.lists(st.from_regex(r"[A-Za-zäöü][A-Za-zäöü ]{0,10}[a-z]", fullmatch=True), min_size=1, max_size=3),
    weight=st.sampled_from([1.0, 2.0, 0.5, 26.0]),
), max_size=4))  # fmt: skip
def test_regions_as_they_are_written_are_read_again(places: list[Place]) -> None:
    text = regions.written(places)
    read = regions.read(text)
    assert isinstance(read, list)
    assert [Place.model_validate(one) for one in read] == places
    assert regions.typed(read) == text
