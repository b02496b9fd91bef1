from __future__ import annotations

from collections.abc import Callable

import pytest

from screens.app import DemoWizard
from screens.grants.adding import Adding
from screens.grants.matrix import GrantMatrix
from screens.grants.privileges import having, statements, written
from tests.screens.fakes import FakeDesk
from wizard.desk.questions import Directory
from wizard.errors import WizardError
from wizard.spec.choices import Choices
from wizard.spec.model import Grant
from wizard.workspace.directory import Principal

PEOPLE = (
    Principal("account users", "group", "account users"),
    Principal("analysts", "group", "analysts"),
    Principal("data_engineers", "group", "data_engineers"),
    Principal("marketing", "group", "marketing"),
    Principal("ana@example.com", "user", "Ana Duarte"),
)


async def test_a_principal_is_added_switched_and_taken_out_by_keys(wizard_app: Callable[..., DemoWizard]) -> None:
    app = wizard_app(FakeDesk({Directory: PEOPLE}))
    async with app.run_test(size=(80, 24)) as pilot:
        app.begin(Choices.of("retail"), "grants")
        await app.settled()
        await pilot.pause()
        await pilot.press("a", *"duar", "enter")
        await app.settled()
        await pilot.pause()
        assert app.choices.settings["grants"] == [
            {"principal": "analysts", "role": "reader"},
            {"principal": "data_engineers", "role": "engineer"},
            {"principal": "ana@example.com", "role": "reader"},
        ]
        matrix = app.screen.query_one(GrantMatrix)
        matrix.focus()
        matrix.move_cursor(row=2, column=5)
        await pilot.press("space")
        await app.settled()
        await pilot.pause()
        assert app.examined.spec is not None
        assert app.examined.spec.grants[2] == Grant(principal="ana@example.com", role="reader", privileges=["MODIFY"])
        assert "GRANT USE SCHEMA, SELECT, MODIFY ON SCHEMA" in _text(app, "#sql")
        await pilot.press("delete")
        await app.settled()
        assert [one.principal for one in app.examined.spec.grants] == ["analysts", "data_engineers"]


async def test_who_is_not_known_is_told_and_a_directory_that_cannot_be_read_does_not_stop_anybody(
    wizard_app: Callable[..., DemoWizard],
) -> None:
    answers: dict[type, object] = {Directory: PEOPLE[3:]}
    app = wizard_app(FakeDesk(answers))
    async with app.run_test(size=(120, 40)) as pilot:
        app.begin(Choices.of("retail"), "grants")
        await app.settled()
        await pilot.pause()
        assert "a grant to it will be refused" in _text(app, "#directory")
        assert "? analysts" in str(app.screen.query_one(GrantMatrix).get_row_at(0)[0])
        answers[Directory] = WizardError("You may not list the users.", "Ask an admin.")
        app.target = "prod"
        app.screen.query_one(Adding)
        app.choose(app.choices.put("seed", 7))
        await app.settled()
        await pilot.pause()
        assert _text(app, "#directory") == "You may not list the users. Ask an admin."
        await pilot.press("a", *"somebody@example.com", "enter")
        await app.settled()
        assert app.examined.spec is not None
        assert app.examined.spec.grants[-1].principal == "somebody@example.com"


@pytest.mark.parametrize(
    ("privileges", "grant"),
    [
        ({"SELECT", "USE_SCHEMA", "USE_CATALOG"}, {"principal": "p", "role": "reader"}),
        ({"SELECT", "USE_SCHEMA", "MODIFY"}, {"principal": "p", "role": "reader", "privileges": ["MODIFY"]}),
        ({"SELECT", "USE_SCHEMA", "MODIFY", "CREATE_TABLE"}, {"principal": "p", "role": "engineer"}),
        ({"SELECT", "USE_SCHEMA", "MODIFY", "CREATE_TABLE", "EXECUTE"},
         {"principal": "p", "role": "engineer", "privileges": ["EXECUTE"]}),
    ],
)  # fmt: skip
def test_what_is_ticked_is_written_as_the_largest_role_it_covers(
    privileges: set[str], grant: dict[str, object]
) -> None:
    assert written("p", privileges) == grant
    assert having(Grant.model_validate(grant)) >= privileges


def test_names_are_quoted_in_the_sql_that_is_shown() -> None:
    spec = Choices.of("retail").put("grants", [{"principal": "a`b; DROP", "role": "reader"}]).spec()
    assert next(iter(statements(spec))).endswith("TO `a``b; DROP`;")


def _text(app: DemoWizard, selector: str) -> str:
    return str(app.screen.query_one(selector).render())
