"""What is missing, in the words that people and scripts get."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wizard.errors import PreflightError
from wizard.preflight.need import Need, Preflight, email_command
from wizard.printers.preflight import told

USE = Need(
    "catalog:c:use_catalog", "USE CATALOG on catalog c", "missing", "USE CATALOG on catalog c is not granted to me",
    "USE CATALOG", "CATALOG", "c", "ada", "GRANT USE CATALOG ON CATALOG `c` TO `me`",
    "Use a catalog that is there: --set catalog=mine",
)  # fmt: skip
GROUP = Need("principal:g", "the principal g", "missing", "could not find the principal 'g'", way_out="Grant nothing")
SPARK = Need("spark_connect", "Spark Connect", "unknown", "shows when it is tried")
JOBS = Need("jobs", "jobs", "met", "jobs can be made and run")
FOUND = Preflight("c.s", "acme", "https://acme.example.com", "me", (JOBS, SPARK, USE, GROUP, replace(USE, key="twice")))


def test_what_is_missing_is_told_apart_from_what_nobody_knows() -> None:
    assert not FOUND.ok
    assert [need.key for need in FOUND.missing] == ["catalog:c:use_catalog", "principal:g", "twice"]
    assert FOUND.unknown == (SPARK,)
    assert FOUND.grants() == (USE.sql,)
    replace(FOUND, needs=(JOBS, SPARK)).require()


def test_what_is_missing_ends_a_run_with_everything_that_helps() -> None:
    with pytest.raises(PreflightError) as raised:
        FOUND.require(email_command("my spec.yaml", "acme", ["size=small"]))
    assert raised.value.message == f"c.s cannot be made on acme yet: {USE.why} (2 more)"
    lines = raised.value.hint.splitlines()
    assert lines.count(f"  {USE.sql};") == 1
    assert f"  {USE.way_out}" in lines
    assert lines[-1].endswith("demo-wizard preflight --spec 'my spec.yaml' --target acme --set size=small --email")


def test_the_letter_says_to_whom_what_and_how() -> None:
    letter = FOUND.email()
    assert letter.startswith("To: ada\nSubject: Rights for the demo c.s on https://acme.example.com\n")
    assert letter.count(f"    {USE.sql};\n") == 1
    assert "- USE CATALOG on catalog c is not granted to me (owner: ada)\n" in letter
    assert "    the principal g\n" in letter
    assert letter.endswith("Thank you\nme\n")


def test_people_read_a_line_for_each_need() -> None:
    text = told(FOUND)
    assert "✔ there    jobs can be made and run" in text
    assert "? unknown  shows when it is tried" in text
    assert "✖ missing  USE CATALOG on catalog c is not granted to me; owner: ada" in text
