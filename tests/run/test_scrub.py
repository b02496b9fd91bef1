"""Nothing secret is shown, and nothing else is hidden."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import scrub as module
from wizard.scrub import MASK, ScrubbedStream, register, scrub, scrub_value


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_registered", set())


@pytest.mark.parametrize(("text", "secret"), [
    ("token dapi0123456789abcdef0123456789abcdef-2 refused", "0123456789abcdef"),
    ("client dose0123456789abcdef0123456789abcdef", "dose0123"),
    ("Authorization: Bearer eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl", "c2ln"),
    ("header 'Bearer abcdef.123456'", "abcdef.123456"),
    ("Authorization: Basic dXNlcjpwYXNzd29yZA==", "dXNlcjp"),
    ("https://ana:correct-horse@example.com/path", "correct-horse"),
    ("sc://127.0.0.1:1/;token=abc-DEF_123;user_id=ana", "abc-DEF_123"),
    ("Config: host=https://x, token=abcdefgh, auth_type=pat", "abcdefgh"),
    ("client_secret = 'p4ssw0rd!'", "p4ssw0rd"),
    ('{"access_token": "abcdefgh12345", "expires_in": 3600}', "abcdefgh12345"),
    ("password: hunter2hunter2", "hunter2"),
    ("aws_secret_access_key=AbCdEfGh/1234", "AbCdEfGh"),
    ("key AKIAIOSFODNN7EXAMPLE used", "AKIAIOSFODNN7EXAMPLE"),
])
def test_secrets_go(text: str, secret: str) -> None:
    clean = scrub(text)
    assert secret not in clean
    assert MASK in clean
    assert scrub(clean) == clean


@pytest.mark.parametrize("text", [
    "Without a token: 401 Unauthorized",
    "The token is missing or has expired: databricks auth login --profile PROFILE",
    "a bearer of good news",
    "password: required",
    "http://127.0.0.1:8443/api/2.1/jobs/list?name=refresh",
    "dev_retail_demo.customer_analytics.customers: 10,000 rows, fingerprint 9f86d081884c7d65",
    "GRANT SELECT ON SCHEMA `c`.`s` TO `analysts`",
])
def test_everything_else_stays(text: str) -> None:
    assert scrub(text) == text


def test_registered_values_and_secret_variables_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABRICKS_TOKEN", "plain words as a token")
    monkeypatch.setenv("DATABRICKS_HOST", "https://example.com")
    register("some known value")
    register("short")
    assert scrub("plain words as a token, some known value, short, https://example.com") == (
        f"{MASK}, {MASK}, short, https://example.com"
    )


def test_values_are_scrubbed_inside_json_and_keep_their_shape() -> None:
    value = {"token": 7, "list": ["token=abcdefgh", None, True], "nested": {"a": "password=abcdefgh"}}
    assert scrub_value(value) == {"token": 7, "list": [f"token={MASK}", None, True],
                                  "nested": {"a": f"password={MASK}"}}


def test_a_stream_scrubs_what_third_parties_write() -> None:
    beneath = io.StringIO()
    stream = ScrubbedStream(beneath)
    assert stream.write("token=abcdefgh\n") == 15
    stream.flush()
    assert beneath.getvalue() == f"token={MASK}\n"
    assert stream.writable()


@given(st.text(max_size=200))
def test_any_text_is_scrubbed_once_and_for_all(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)
