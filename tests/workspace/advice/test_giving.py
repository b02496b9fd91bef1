"""What holds for every error: it is told, it leaks nothing, and it shows nobody a stack."""

from __future__ import annotations

import pickle
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workspace.advice.samples import HOST, TOKEN, refused, spark
from wizard import scrub
from wizard.errors import WizardError
from wizard.workspace.advice.caller import Caller
from wizard.workspace.advice.facts import LONGEST
from wizard.workspace.errors import advised, explain, note_caller, translate
from wizard.workspace.sql import SqlError

PASSWORD = "correct-horse-battery"  # registered, as the values of a profile are
TRACE = (
    'Traceback (most recent call last):\n  File "/x.py", line 1, in <module>\n    boom()\nValueError: inside',
    "\n\tat org.apache.spark.sql.Dataset.collect(Dataset.scala:1)\n\tat java.lang.Thread.run(Thread.java:1)",
    "\n\nJVM stacktrace:\norg.apache.spark.SparkException: Job aborted",
)
SECRETS = (TOKEN, f"Bearer {TOKEN}", PASSWORD, f"Config: host={HOST}, token={TOKEN}, profile=demo", f"token={TOKEN}")
MAKERS = (
    ValueError, TimeoutError, ConnectionError, OSError, ImportError, RuntimeError, spark,
    lambda text: spark("x", "A.B", text),
    lambda text: refused(403, "PERMISSION_DENIED", text),
    lambda text: refused(401, "UNAUTHENTICATED", text),
    lambda text: refused(500, "", text),
    lambda text: SqlError("BAD_REQUEST", text, "SELECT 1"),
)  # fmt: skip

pieces = st.one_of(st.text(max_size=30), st.sampled_from((*SECRETS, *TRACE, "{place}", "{", "[X]")))
texts = st.lists(pieces, max_size=6).map(" ".join)


@given(st.sampled_from(MAKERS), texts, st.sampled_from(["", "env", "sandbox", "demo"]))
def test_advice_is_never_empty_never_a_secret_and_never_a_stack(make: type[Exception], text: str, target: str) -> None:
    scrub.register(PASSWORD)
    error = translate(make(text), "reading x", Caller(target, HOST, "ana@example.com"))
    told = str(error)
    assert error.message.startswith("Reading x failed: ")
    assert len(error.message) > len("Reading x failed: ")
    assert error.hint.strip()
    assert TOKEN not in told
    assert PASSWORD not in told
    assert "Traceback (most recent" not in told
    assert "\tat " not in told
    assert "JVM stacktrace" not in told
    assert len(error.message) < LONGEST + 100


@given(st.text(alphabet=string.printable, max_size=80))
def test_a_grant_that_is_shown_is_one_statement(name: str) -> None:
    told = translate(refused(403, "PERMISSION_DENIED", f"User does not have SELECT on Table '{name}'."), "reading")
    grants = [line for line in told.hint.splitlines() if line.startswith("GRANT")]
    assert len(grants) <= 1
    assert all(line.endswith(" TO `YOUR USER NAME`;") and line.count("`") % 2 == 0 for line in grants)


def test_an_error_that_says_nothing_is_told_by_its_name() -> None:
    assert translate(RuntimeError(), "reading").message == "Reading failed: runtime error"


def test_whose_request_it_was_travels_with_the_error() -> None:
    error = refused(401, "UNAUTHENTICATED", "Invalid access token.")
    note_caller(error, Caller("prod", "https://x.example"))
    assert "--host https://x.example --profile prod" in translate(error, "asking").hint


@pytest.mark.parametrize(
    ("error", "told"), [(WizardError("own", "hint"), "own"), (ValueError("x"), "Asking failed: x")]
)
def test_an_error_for_people_passes_as_it_is_and_others_become_one(error: Exception, told: str) -> None:
    with pytest.raises(WizardError) as raised, advised("asking"):
        raise error
    assert raised.value.message == told


def test_advice_on_a_statement_stands_before_the_statement_itself() -> None:
    error = SqlError("BAD_REQUEST", "User does not have SELECT on Table 'c.s.t'.", "SELECT 1", "01ef")
    explain(error, "asking", Caller("demo", HOST, "ana@example.com"))
    first, grant, last = error.hint.splitlines()
    assert first.startswith("Ask the object's owner")
    assert grant == "GRANT SELECT ON TABLE `c`.`s`.`t` TO `ana@example.com`;"
    assert last == "The statement was: SELECT 1 (statement 01ef)"
    assert error.message == "User does not have SELECT on Table 'c.s.t'."


def test_advice_crosses_the_border_between_processes() -> None:
    error = translate(refused(404, "NOT_FOUND", "No."), "reading x")
    assert pickle.loads(pickle.dumps(vars(error))) == {"message": error.message, "hint": error.hint}
