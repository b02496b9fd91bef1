"""Tasks that really run: Python files, notebooks, conditions, and SQL files."""

import pytest
from databricks.sdk.service import jobs

from tests.eventually import eventually
from tests.sandbox.jobs.conftest import after, result_of, results, task_of

BUSY = """
import os, subprocess, sys, threading
child = subprocess.Popen([sys.executable, "-c", "import threading; threading.Event().wait()"])
print(os.getpid(), child.pid)
threading.Event().wait()
"""


def test_a_python_task_gets_its_arguments_its_folder_and_its_log(bench):
    bench.file("helper.py", "def greet(name):\n    return f'hello {name}'\n")
    text = """
import sys
from helper import greet
print(greet(sys.argv[1]), sys.argv[2])
print("aside", file=sys.stderr)
"""
    task = bench.python("a", text, parameters=["{{job.parameters.name}}", "{{task.name}}"])
    job_id = bench.job(task, parameters=[jobs.JobParameterDefinition("name", "nobody")])
    run = bench.wait(bench.start(job_id, job_parameters={"name": "ana"}))
    assert result_of(run) == "SUCCESS"
    assert bench.output(run, "a").logs == "hello ana a\naside\n"


def test_a_python_task_talks_to_the_workspace_as_its_principal(bench):
    text = """
import json, os, urllib.request
request = urllib.request.Request(os.environ["DATABRICKS_HOST"] + "/api/2.0/preview/scim/v2/Me",
                                 headers={"Authorization": "Bearer " + os.environ["DATABRICKS_TOKEN"]})
with urllib.request.urlopen(request) as answer:
    print(json.load(answer)["userName"], "SPARK_REMOTE" in os.environ, "__file__" in globals())
"""
    runs = [bench.run(bench.python("a", text), run_as=jobs.JobRunAs(user_name=user)) for user in
            ("owner@example.com", "dev@example.com")]  # fmt: skip
    assert bench.output(runs[0], "a").logs == "owner@example.com True False\n"
    assert bench.output(runs[1], "a").logs == "dev@example.com False False\n"


def test_a_python_task_that_raises_shows_its_own_error_and_trace(bench):
    text = "print('so far')\nraise ValueError('no rows')\n"
    run = bench.run(bench.python("load", text), bench.python("b", "", "load"))
    assert results(run) == {"load": "FAILED", "b": "UPSTREAM_FAILED"}
    assert run.state.state_message.startswith(
        "Task load failed with message: Workload failed, see run output for details."
    )
    output = bench.output(run, "load")
    assert output.error == "ValueError: no rows"
    assert output.error_trace.splitlines()[:2] == [
        "Traceback (most recent call last):", f'  File "/Workspace{bench.folder}/load.py", line 2, in <module>',
    ]  # fmt: skip
    assert output.logs.startswith("so far\n")


@pytest.mark.parametrize(
    ("text", "result", "error"),
    [
        ("import sys\nsys.exit()", "SUCCESS", None),
        ("import sys\nsys.exit(3)", "FAILED", "SystemExit: 3"),
        ("import os\nprint('bye', flush=True)\nos._exit(4)", "FAILED", "bye"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "FAILED", "was ended by signal 9."),
        ("import sys\nassert sys.stdin.read() == ''", "SUCCESS", None),
        ("def f(:", "FAILED", "SyntaxError: invalid syntax"),
    ],
)
def test_however_a_python_process_ends_it_is_told(bench, text, result, error):
    run = bench.run(bench.python("a", text))
    assert result_of(run) == result
    found = bench.output(run, "a").error
    assert found == error or (found or "").endswith(error or "?")


def test_a_file_that_is_not_there_fails_the_task_with_its_name(bench):
    task = bench.python("a", "")
    task.spark_python_task.python_file = "/Shared/none.py"
    run = bench.run(task)
    assert "Cannot read the python file /Shared/none.py" in run.state.state_message
    assert run.tasks[0].status.termination_details.code is jobs.TerminationCodeCode.RESOURCE_NOT_FOUND


def test_cancelling_ends_the_process_with_its_children_and_its_log_can_be_read_before(bench):
    run_id = bench.start(bench.job(bench.python("a", BUSY)))
    run = bench.wait(run_id, lambda run: bool(run.tasks[0].start_time and bench.output(run, "a").logs))
    pids = [int(pid) for pid in bench.output(run, "a").logs.split()]
    bench.client.jobs.cancel_run(run_id)
    run = bench.wait(run_id)
    assert (result_of(run), run.state.user_cancelled_or_timedout) == ("CANCELED", True)
    # A killed grandchild is gone when the kernel says so, which may be an instant after its parent is.
    eventually(lambda: not any(_alive(pid) for pid in pids), "the process and its child to be gone")


def _alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_notebook_reads_widgets_hands_values_on_and_exits_with_one(bench):
    first = bench.notebook("first", """\
# MAGIC %md
# MAGIC # Sizes
# COMMAND ----------
size = int(dbutils.widgets.get("size"))
dbutils.jobs.taskValues.set(key="double", value=2 * size)
# COMMAND ----------
print("size", size)
""", size="3")  # fmt: skip
    second = bench.notebook("second", """\
dbutils.widgets.text("greeting", "hi")
double = dbutils.jobs.taskValues.get(taskKey="first", key="double")
dbutils.notebook.exit(f"{dbutils.widgets.get('greeting')} {double} {dbutils.widgets.get('seen')}")
raise AssertionError("not reached")
""", "first", seen="{{tasks.first.values.double}}")  # fmt: skip
    run = bench.run(first, second)
    assert bench.output(run, "first").logs == "size 3\n"
    assert bench.output(run, "second").notebook_output.result == "hi 6 6"


def test_a_notebook_that_raises_names_its_cell(bench):
    run = bench.run(bench.notebook("a", "x = 1\n# COMMAND ----------\nprint(dbutils.widgets.get('none'))\n"))
    output = bench.output(run, "a")
    assert "No input widget named none is defined" in output.error
    assert f'File "/Workspace{bench.folder}/a, cell 2", line 1' in output.error_trace


def test_a_condition_chooses_a_branch(bench):
    choose = jobs.ConditionTask(op=jobs.ConditionTaskOp.GREATER_THAN, left="{{job.parameters.rows}}", right="10")
    few = bench.python("few", "print('few')")
    few.depends_on = [jobs.TaskDependency("many", outcome="false")]
    lots = bench.python("lots", "print('lots')")
    lots.depends_on = [jobs.TaskDependency("many", outcome="true")]
    tasks = (jobs.Task("many", condition_task=choose), few, lots)
    run = bench.run(*tasks, parameters=[jobs.JobParameterDefinition("rows", "100")])
    assert results(run) == {"many": "SUCCESS", "few": "EXCLUDED", "lots": "SUCCESS"}
    assert task_of(run, "many").condition_task.outcome == "true"


def test_sql_files_run_statement_by_statement(bench, catalog):
    make = bench.sql("make", f"""
-- a comment; with a semicolon
USE CATALOG {catalog};
CREATE TABLE default.t (id BIGINT, name STRING);
INSERT INTO default.t VALUES (1, 'a;b'), (2, '{{{{who}}}}');
""")  # fmt: skip
    check = bench.sql("check", f"SELECT name FROM {catalog}.default.t WHERE name = :who", "make")
    tidy = bench.sql("tidy", f"OPTIMIZE {catalog}.default.t", "check")
    run = bench.run(make, check, tidy, parameters=[jobs.JobParameterDefinition("who", "ana")])
    assert result_of(run) == "SUCCESS", run.state
    assert bench.output(run, "check").logs.splitlines()[1:] == ["name: ana"]
    assert len(bench.output(run, "make").sql_output.query_output.sql_statements) == 3


def test_a_sql_file_stops_at_its_first_error(bench, catalog):
    run = bench.run(bench.sql("a", "SELECT 1;\nSELECT * FROM main.default.no_such_table;\nSELECT 2"))
    assert result_of(run) == "FAILED"
    output = bench.output(run, "a")
    assert "TABLE_OR_VIEW_NOT_FOUND" in output.error
    assert len(output.sql_output.query_output.sql_statements) == 2


def test_a_sql_task_has_the_rights_of_its_principal(bench, catalog):
    bench.run(bench.sql("make", f"CREATE TABLE {catalog}.default.t (id BIGINT)"))
    run = bench.run(
        bench.sql("read", f"SELECT * FROM {catalog}.default.t"), run_as=jobs.JobRunAs(user_name="guest@example.com")
    )
    assert result_of(run) == "FAILED"
    assert "INSUFFICIENT_PERMISSIONS" in bench.output(run, "read").error


def test_a_sql_task_can_be_interrupted(bench):
    rows = "range(0, 100000000)"
    slow = bench.sql("slow", f"SELECT count(*) FROM {rows} a JOIN {rows} b ON a.id % 7 = b.id % 5")
    run_id = bench.start(bench.job(slow))
    bench.wait(run_id, lambda run: run.tasks[0].state.life_cycle_state.value == "RUNNING")
    bench.client.jobs.cancel_run(run_id)
    assert result_of(bench.wait(run_id)) == "CANCELED"


def test_a_sql_task_on_a_warehouse_that_is_not_there_fails(bench):
    task = bench.sql("a", "SELECT 1")
    task.sql_task.warehouse_id = "none"
    assert "SQL warehouse none does not exist" in bench.run(task).state.state_message


def test_a_notebook_speaks_sql_and_spark(bench, catalog):
    """The one test that imports a Spark Connect client, which takes seconds."""
    task = bench.notebook("a", f"""\
# MAGIC %sql CREATE TABLE {catalog}.default.n (id BIGINT)
# COMMAND ----------
# MAGIC %sql INSERT INTO {catalog}.default.n VALUES (41), (:more)
# COMMAND ----------
dbutils.notebook.exit(spark.table("{catalog}.default.n").count())
""", more="1")  # fmt: skip
    task.depends_on = after()
    run = bench.run(task)
    assert bench.output(run, "a").error is None
    assert bench.output(run, "a").notebook_output.result == "2"
