"""Requests that meet a workspace which is busy, broken or gone: what is tried again, what is said, what is not done."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from wizard.errors import CancelledError, WizardError
from wizard.sandbox.lifecycle import Running
from wizard.workspace.client import Workspace
from wizard.workspace.connect import connect
from wizard.workspace.errors import advised, may_have_happened
from wizard.workspace.patience import Patience

STATEMENTS, ME, CATALOGS = "/api/2.0/sql/statements*", "/api/2.0/preview/scim/v2/Me", "/api/2.1/unity-catalog/catalogs"
Strike = Callable[..., None]


@pytest.fixture
def ws(profiles: None, said: list[str]) -> Workspace:
    """A workspace asked with little patience, so that waits take no time."""
    found = connect("first")
    found.patience = Patience(first=0.001)
    return found


@pytest.fixture
def strike(ws: Workspace) -> Iterator[Strike]:
    """Plan a fault of the workspace."""

    def strike(pattern: str, **fault: Any) -> None:
        ws.client.api_client.do("POST", "/sandbox/faults", body={"pattern": pattern, **fault})

    yield strike
    ws.client.api_client.do("DELETE", "/sandbox/faults")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"status": 429, "retry_after": 0}, "the workspace is busy"),
        ({"status": 503, "retry_after": 0}, "the workspace is temporarily unavailable"),
        ({"status": 500}, "the workspace had an error of its own"),
        ({"status": 504}, "the workspace did not answer in time"),
        ({"drop": True}, "the connection to the workspace was lost"),
    ],
)
def test_a_read_is_tried_again_and_every_wait_is_said(
    ws: Workspace, strike: Strike, said: list[str], fault: dict[str, Any], words: str
) -> None:
    strike(ME, times=2, **fault)
    assert ws.user == "owner@example.com"
    assert [line.partition(":")[0] for line in said] == [words] * 2
    assert said[1].endswith("(3 of 5)")


def test_a_busy_workspace_is_waited_for_as_long_as_it_asks(
    ws: Workspace, strike: Strike, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    monkeypatch.setattr(ws, "cancelled", _Clock(waited))
    strike(ME, status=429, retry_after=4)
    assert ws.user
    assert waited == [4.0]
    assert said == ["the workspace is busy: trying again in 4 s (2 of 5)"]


def test_a_workspace_that_asks_for_more_than_the_limit_is_not_waited_for(
    ws: Workspace, strike: Strike, said: list[str]
) -> None:
    strike(ME, status=429, retry_after=3600)
    with pytest.raises(WizardError, match="Injected fault"):
        ws.user  # noqa: B018
    assert said == ["the workspace asks to wait 3600 s: more than the 60 s that are waited"]


def test_a_quota_that_is_used_up_is_not_waited_for(ws: Workspace, strike: Strike, said: list[str]) -> None:
    strike(ME, status=429, message="Your daily quota is exceeded.")
    with pytest.raises(WizardError) as raised:
        ws.user  # noqa: B018
    assert "until tomorrow" in raised.value.hint
    assert said == []


def test_patience_ends(ws: Workspace, strike: Strike, said: list[str]) -> None:
    strike(ME, drop=True, times=99)
    with pytest.raises(WizardError, match="closed before there was an answer"):
        ws.user  # noqa: B018
    assert len(said) == 4


@pytest.mark.parametrize("fault", [{"drop": True}, {"status": 500}, {"status": 503}])
def test_an_insert_whose_answer_was_lost_is_not_sent_again(
    ws: Workspace, strike: Strike, said: list[str], fault: dict[str, Any]
) -> None:
    ws.sql("CREATE OR REPLACE TABLE main.default.counted (i INT)")
    strike(STATEMENTS, method="POST", when="after", **fault)
    with pytest.raises(WizardError) as raised:
        ws.sql("INSERT INTO main.default.counted VALUES (1)", "writing")
    assert may_have_happened(raised.value)
    assert said == []
    assert ws.sql("SELECT count(*) AS n FROM main.default.counted").one() == {"n": "1"}


def test_an_insert_that_was_turned_away_is_sent_again(ws: Workspace, strike: Strike, said: list[str]) -> None:
    ws.sql("CREATE OR REPLACE TABLE main.default.turned (i INT)")
    strike(STATEMENTS, method="POST", status=429, times=1, retry_after=0)
    ws.sql("INSERT INTO main.default.turned VALUES (1)")
    assert len(said) == 1
    assert ws.sql("SELECT count(*) AS n FROM main.default.turned").one() == {"n": "1"}


def test_a_refusal_is_no_reason_to_try_again(ws: Workspace, strike: Strike, said: list[str]) -> None:
    strike(CATALOGS, method="POST", status=403, message="User does not have CREATE CATALOG on Metastore 'x'.")
    assert ws.user
    with pytest.raises(WizardError) as raised, advised("creating the catalog"):
        ws.client.catalogs.create("nope")
    assert said == []
    assert "GRANT CREATE CATALOG ON METASTORE TO `owner@example.com`;" in raised.value.hint


def test_an_upload_that_is_tried_again_has_its_text(ws: Workspace, strike: Strike) -> None:
    from wizard.workspace import files

    path = "/Workspace/Users/owner@example.com/tried/again.sql"
    strike("/api/2.0/workspace/import", status=503, retry_after=0)
    files.upload(ws, path, "SELECT 42")
    with ws.client.workspace.download(path) as found:
        assert found.read() == b"SELECT 42"


def test_a_cancel_ends_a_wait(ws: Workspace, strike: Strike) -> None:
    ws.patience = Patience(first=30)
    strike(ME, status=503)
    ws.cancelled.set()
    with pytest.raises(CancelledError):
        ws.user  # noqa: B018


def test_a_user_agent_says_who_asks(
    ws: Workspace, first: Running, requests_of: Callable[[Running], list[dict[str, Any]]]
) -> None:
    assert ws.user
    agent = next(line["agent"] for line in reversed(requests_of(first)) if line["path"] == ME)
    assert agent.startswith("demo-wizard/")


class _Clock(threading.Event):
    """Nobody cancels, and no time passes."""

    def __init__(self, waited: list[float]) -> None:
        super().__init__()
        self._waited = waited

    def wait(self, timeout: float | None = None) -> bool:
        self._waited.append(timeout or 0.0)
        return False
