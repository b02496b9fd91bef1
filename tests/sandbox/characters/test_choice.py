"""What sort of workspace a sandbox is: chosen once, kept, and changed by a reset only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from databricks.sdk import WorkspaceClient, errors

from tests.sandbox.conftest import ClientAs
from wizard.errors import UsageError
from wizard.sandbox import lifecycle
from wizard.sandbox.characters import CHARACTERS, people
from wizard.sandbox.characters.choice import Choice, read

CHOICE = Choice("locked-down", ("warehouse",))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "sandbox"
    yield place
    lifecycle.stop(place)


def test_a_character_stays_until_the_sandbox_is_reset(home: Path) -> None:
    wanted = Choice("locked-down", warehouse_seconds=0.5)
    assert lifecycle.start(home, wanted).like == "locked-down"
    assert lifecycle.start(home, wanted) == lifecycle.start(home)
    with pytest.raises(UsageError, match=r"is locked-down; .*\n.*sandbox reset --like free-edition"):
        lifecycle.start(home, Choice("free-edition"))
    lifecycle.stop(home)
    with pytest.raises(UsageError, match="is locked-down"):
        lifecycle.start(home, Choice("locked-down", ("warehouse",), 0.5))
    assert lifecycle.chosen(home) == wanted
    assert lifecycle.reset(home, Choice("free-edition")) is True
    assert lifecycle.status(home) is None
    assert lifecycle.chosen(home) == Choice("free-edition")
    lifecycle.reset(home)
    assert lifecycle.chosen(home) is None


def test_a_sandbox_without_data_can_become_anything(home: Path) -> None:
    lifecycle.reset(home, Choice("free-edition"))
    lifecycle.reset(home, Choice("default-storage"))
    running = lifecycle.start(home, Choice("no-unity-catalog", ("warehouse",)))
    assert running.like == "no-unity-catalog without warehouse"


def test_a_folder_of_an_earlier_version_holds_the_standard_workspace(tmp_path: Path) -> None:
    assert read(tmp_path) == Choice() == Choice("standard")


def test_a_choice_tells_the_options_that_make_it() -> None:
    assert Choice("free-edition").options == "--like free-edition"
    assert Choice("locked-down", ("warehouse",), 0.25).options == (
        "--like locked-down --without warehouse --warehouse-seconds 0.25"
    )


@pytest.mark.parametrize("name", CHARACTERS)
def test_every_character_fits_its_line_of_the_help(name: str) -> None:
    assert 0 < len(CHARACTERS[name].summary) <= 60


def test_without_a_warehouse_there_is_none_and_a_user_can_make_none(client: WorkspaceClient,
                                                                    client_as: ClientAs) -> None:  # fmt: skip
    assert list(client.warehouses.list()) == []
    with pytest.raises(errors.PermissionDenied):
        client.warehouses.create(name="mine", cluster_size="2X-Small")
    with pytest.raises(errors.NotFound):
        client.statement_execution.execute_statement("SELECT 1", "0" * 16)
    admin = client_as(people.ADMIN)
    admin.warehouses.create(name="hers", cluster_size="2X-Small")
    assert [found.name for found in admin.warehouses.list()] == ["hers"]
    assert list(client.warehouses.list()) == []
