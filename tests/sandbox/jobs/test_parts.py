"""States, references, logs and cells: the small parts that runs are made of."""

import pytest

from wizard.sandbox.jobs import references, states
from wizard.sandbox.jobs.logs import LogTail
from wizard.sandbox.jobs.notebook import Cell, cells
from wizard.sandbox.jobs.states import Outcome, Phase
from wizard.sandbox.jobs.stopping import Stop


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_is_written_in_both_vocabularies_and_read_back(outcome):
    doc = states.ended(outcome, "why")
    assert doc["state"]["state_message"] == doc["status"]["termination_details"]["message"] == "why"
    assert doc["status"]["state"] == "TERMINATED"
    assert states.outcome_of(doc) is outcome
    assert states.phase_of(doc) is None


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_is_written_in_both_vocabularies_and_read_back(phase):
    doc = states.going(phase, "why")
    assert states.phase_of(doc) is phase
    assert states.outcome_of(doc) is None
    assert doc["status"]["state"] in ("WAITING", phase.value)


RUN = {
    "job_id": 7, "run_id": 70, "run_name": "nightly", "start_time": 1_700_000_000_000, "trigger": "ONE_TIME",
    "job_parameters": [{"name": "day", "default": "mon"}, {"name": "size", "default": "s", "value": "l"}],
    "repair_history": [{}], "sandbox": {"task_values": {"a": {"n": 3}}},
    "tasks": [{"task_key": "a", "run_id": 71, "attempt_number": 0, "start_time": 1, **states.ended(Outcome.SUCCESS)},
              {"task_key": "b", "run_id": 72, "attempt_number": 1, "start_time": 1, **states.going(Phase.RUNNING)}],
}  # fmt: skip


def test_references_are_replaced_wherever_they_stand():
    names = references.names(RUN, RUN["tasks"][1], host="http://h", workspace_id="9")
    value = {"a": ["{{job.id}}/{{ job.run_id }}", "{{job.parameters.day}}-{{job.parameters.size}}"], "n": 3}
    assert references.resolve(value, names) == {"a": ["7/70", "mon-l"], "n": 3}
    assert references.resolve("{{task.name}} {{task.execution_count}} {{run_id}}", names) == "b 2 72"
    assert references.resolve("{{tasks.a.result_state}} {{tasks.a.values.n}}", names) == "success 3"
    assert references.resolve("{{job.start_time.iso_date}}", names) == "2023-11-14"


def test_unknown_references_stay_as_they_are():
    assert references.resolve("{{nobody.knows}} {{ }}", {}) == "{{nobody.knows}} {{ }}"


def test_the_log_keeps_its_end():
    log = LogTail(limit=10)
    for piece in (b"first ", b"second ", b"third"):
        log.write(piece)
    assert log.text() == "cond third"
    assert log.truncated


def test_a_small_log_is_kept_whole_and_odd_bytes_do_no_harm():
    log = LogTail()
    log.write("naïve ".encode() + b"\xff")
    assert log.text() == "naïve \ufffd"
    assert not log.truncated


def test_a_stop_makes_its_calls_once_and_late_ones_at_once():
    stop, calls = Stop(), []
    stop.on_set(lambda: calls.append("early"))
    stop.set(Outcome.CANCELED)
    stop.set(Outcome.TIMEDOUT)
    stop.on_set(lambda: calls.append("late"))
    assert calls == ["early", "late"]
    assert stop.reason is Outcome.CANCELED


NOTEBOOK = """\
# Databricks notebook source
# MAGIC %md
# MAGIC # Title

# COMMAND ----------

# DBTITLE 1,Load
x = 1

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT 1
# MAGIC   AS one
"""


def test_a_notebook_is_cut_into_cells_by_language():
    assert cells(NOTEBOOK) == [Cell("md", "\n# Title"), Cell("python", "x = 1"), Cell("sql", "\nSELECT 1\n  AS one")]


def test_a_sql_notebook_speaks_sql_by_default():
    source = "-- Databricks notebook source\nSELECT 1\n-- COMMAND ----------\n-- MAGIC %python\n-- MAGIC x = 1\n"
    assert cells(source) == [Cell("sql", "SELECT 1"), Cell("python", "\nx = 1")]


def test_a_plain_file_is_no_notebook():
    with pytest.raises(ValueError, match="not a notebook"):
        cells("print(1)\n")
