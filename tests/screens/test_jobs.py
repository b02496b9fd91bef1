from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from screens.app import DemoWizard
from screens.jobs.card import JobCard
from screens.widgets.field import Field
from screens.widgets.levels import levels
from screens.widgets.options import Options
from tests.screens.seen import focus, screen_text
from wizard.spec.choices import Choices
from wizard.spec.model import Schedule


async def test_a_job_is_scheduled_made_without_being_run_and_left_out_by_keys(
    wizard_app: Callable[..., DemoWizard],
) -> None:
    app = wizard_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(Choices.of("retail"), "jobs")
        await app.settled()
        await pilot.pause()
        await pilot.pause()
        assert "refresh_kpis sql ──▶ check_quality sql ──▶ optimize_tables sql" in screen_text(app)
        card = app.screen.query_one(JobCard)
        await focus(pilot, card.query_one("#when", Options))
        await pilot.press("left", "left")
        await app.settled()
        await pilot.pause()
        assert app.examined.spec is not None
        assert app.examined.spec.jobs["refresh"].schedule is None
        await pilot.press("right", "right")
        await app.settled()
        await pilot.pause()
        assert app.examined.spec.jobs["refresh"].schedule == Schedule(cron="0 0 6 * * ?")
        cron = card.query(Field).first()
        await focus(pilot, cron.input)
        await pilot.press(*"nonsense", "tab")
        await app.settled()
        await pilot.pause()
        assert "no Quartz cron expression" in screen_text(app)
        assert "no Quartz cron expression" in app.screen.blocked()
        await focus(pilot, card.query_one("#when", Options))
        await pilot.press("right", "left", "left")
        await app.settled()
        await focus(pilot, card.query_one("#what", Options))
        await pilot.press("left")
        await app.settled()
        assert app.examined.spec is not None
        assert not app.examined.spec.jobs["refresh"].enabled


@given(st.integers(1, 9).flatmap(
    lambda n: st.tuples(*(st.sets(st.integers(0, at - 1), max_size=at) if at else st.just(set()) for at in range(n)))
))  # fmt: skip
def test_every_task_stands_behind_what_it_waits_for(needs: tuple[set[int], ...]) -> None:
    graph = {str(at): [str(need) for need in sorted(found)] for at, found in enumerate(needs)}
    level = {key: at for at, keys in enumerate(levels(graph)) for key in keys}
    assert level.keys() == graph.keys()
    assert all(level[need] < level[key] for key, found in graph.items() for need in found)


def test_tasks_that_wait_for_one_another_are_shown_all_the_same() -> None:
    assert sorted(key for keys in levels({"a": ["b"], "b": ["a"], "c": []}) for key in keys) == ["a", "b", "c"]
