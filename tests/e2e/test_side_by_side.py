"""Two demos at the same time: each has its own lock, and neither minds that the other made their catalog."""

from __future__ import annotations

from tests.e2e.cli import DEADLINE_SECONDS, Wizard
from tests.e2e.conftest import workspace_client

PAIR = ("left", "right")


def test_two_demos_in_one_new_catalog_are_made_side_by_side(wizard: Wizard) -> None:
    wizard.ok("sandbox", "start")
    made = [
        wizard.start("--spec", "tests/e2e/stall.yaml", "--yes", "--set", "catalog=dev_pair_demo",
                     "--set", f"schema={name}", "--set", "jobs={}")
        for name in PAIR
    ]  # fmt: skip
    ended = [(one.communicate(timeout=DEADLINE_SECONDS), one.returncode) for one in made]
    assert [code for _, code in ended] == [0, 0], ended
    client = workspace_client(wizard.sandbox())
    tables = {name: client.tables.get(f"dev_pair_demo.{name}.fruit").properties["demo_wizard.data"] for name in PAIR}
    assert tables["left"] == tables["right"]
    assert client.catalogs.get("dev_pair_demo").properties["demo_wizard.demo"].startswith("dev_pair_demo.")
