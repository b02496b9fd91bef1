"""Opening Spark Connect: what is known beforehand, and how it is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import grpc
import pytest
from databricks.sdk.service.compute import ClusterDetails
from pyspark.sql.connect.client.retries import DefaultPolicy, Retrying, RetryPolicy

from wizard.errors import CancelledError, WizardError
from wizard.sandbox.lifecycle import Running
from wizard.workspace import spark
from wizard.workspace.connect import connect
from wizard.workspace.spark_session import SparkSession

Write = Callable[[str], Path]


@pytest.mark.parametrize("runtime", ["16.1.x-scala2.12", "17.3.x-scala2.13", "custom:my-image", ""])
def test_a_cluster_that_is_new_enough_or_does_not_tell_is_let_through(runtime: str) -> None:
    spark.refuse_older(runtime, "16.1.7")


def test_a_cluster_that_is_older_than_the_client_is_refused_with_the_client_that_fits() -> None:
    with pytest.raises(WizardError, match=r"16\.1\.7 is too new for the cluster, .* Databricks Runtime 15\.4") as why:
        spark.refuse_older("15.4.x-scala2.12", "16.1.7")
    assert 'pip install "databricks-connect==15.4.*"' in why.value.hint
    assert "generate.engine: warehouse" in why.value.hint


def test_a_host_without_tls_has_no_spark_connect_and_is_not_tried(profiles: None) -> None:
    with pytest.raises(WizardError, match="has no TLS"):
        connect("first").spark  # noqa: B018


class Session:
    """A session that opens when it is told to."""

    def __init__(self) -> None:
        self.may_open, self.cancelled = threading.Event(), threading.Event()

    def open(self) -> str:
        self.may_open.wait()
        return "open"


def test_who_waits_for_a_session_is_told(said: list[str]) -> None:
    slow = Session()
    session = SparkSession(slow.open, lambda: slow.cancelled, every=0.0)
    threading.Timer(0.1, slow.may_open.set).start()
    assert session.get() == "open"
    assert said[0].startswith("databricks-connect is opening a session (0 s so far)")
    assert session.is_settled


def test_a_cancel_ends_the_wait() -> None:
    slow = Session()
    slow.cancelled.set()
    with pytest.raises(CancelledError):
        SparkSession(slow.open, lambda: slow.cancelled).get()
    slow.may_open.set()


def test_the_wait_has_an_end() -> None:
    slow = Session()
    with pytest.raises(WizardError, match="no session after 0 s"):
        SparkSession(slow.open, lambda: slow.cancelled, limit=0.0).get()
    slow.may_open.set()


def test_a_timeout_of_the_library_is_not_taken_for_our_own_wait() -> None:
    def fail() -> Any:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        SparkSession(fail, threading.Event).get()


def test_it_is_opened_once_and_can_be_lost() -> None:
    opened: list[int] = []
    session = SparkSession(lambda: opened.append(1), threading.Event)
    session.get()
    session.get()
    assert opened == [1]
    session.fail(WizardError("lost"))
    with pytest.raises(WizardError, match="lost"):
        session.get()


def test_a_client_that_goes_on_trying_says_so_once_in_a_while(said: list[str]) -> None:
    class Unavailable(grpc.RpcError):  # type: ignore[misc]
        def code(self) -> grpc.StatusCode:
            return grpc.StatusCode.UNAVAILABLE

        def trailing_metadata(self) -> None:
            """The server says nothing of when to come again."""

    class Client:
        policies: ClassVar[list[RetryPolicy]] = [DefaultPolicy()]

        def get_retry_policies(self) -> list[RetryPolicy]:
            return self.policies

        def set_retry_policies(self, policies: list[RetryPolicy]) -> None:
            self.policies[:] = policies

    session = spark.told(SimpleNamespace(client=Client()))
    slept: list[float] = []
    tries = 0
    for attempt in Retrying(session.client.policies, sleep=slept.append):
        with attempt:
            tries += 1
            if tries < 4:
                raise Unavailable
    assert len(slept) == 3
    assert said == ["Spark Connect does not answer: its client goes on trying, for ten minutes at most"]


def test_the_cluster_of_a_profile_is_asked_for_its_runtime_before_it_is_started(
    config: Write, first: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(f"[work]\nhost = {first.host_url}\ntoken = {first.token}\ncluster_id = 0101-1\n")
    ws = connect("work")
    monkeypatch.setitem(ws.client.config.as_dict(), "host", "https://dbc-1.cloud.databricks.com")
    asked: list[str] = []

    def get(cluster: str) -> ClusterDetails:
        asked.append(cluster)
        return ClusterDetails(spark_version="13.3.x-scala2.12")

    monkeypatch.setattr(ws.client.clusters, "get", get)
    with pytest.raises(WizardError, match=r"which has Databricks Runtime 13\.3"):
        ws.spark  # noqa: B018
    assert asked == ["0101-1"]
