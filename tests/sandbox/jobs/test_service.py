"""The Jobs API through the real SDK: jobs, lists, idempotency, permissions, and what is refused."""

import pytest
from databricks.sdk.errors import InvalidParameterValue, NotFound, PermissionDenied, ResourceDoesNotExist
from databricks.sdk.service import jobs

from tests.sandbox.jobs.conftest import has_ended, result_of, results, task_of

OK = "print('done')\n"


def test_a_job_comes_back_with_the_fields_that_the_service_adds(bench):
    job = bench.client.jobs.get(bench.job(bench.python("a", OK), tags={"demo": "retail"}, max_concurrent_runs=2))
    assert job.creator_user_name == job.run_as_user_name == "owner@example.com"
    assert job.created_time > 1_600_000_000_000
    assert job.settings.tags == {"demo": "retail"}
    assert job.settings.max_concurrent_runs == 2
    assert job.settings.format is jobs.Format.MULTI_TASK
    assert job.settings.email_notifications == jobs.JobEmailNotifications()
    assert job.settings.tasks[0].run_if is jobs.RunIf.ALL_SUCCESS


def test_jobs_are_found_by_exact_name_in_any_case(bench):
    wanted = bench.job(bench.python("a", OK), name="Refresh of Jobs")
    bench.job(bench.python("a", OK), name="Refresh of Jobs 2")
    assert [job.job_id for job in bench.client.jobs.list(name="REFRESH OF JOBS")] == [wanted]
    (bare,) = bench.client.jobs.list(name="refresh of jobs")
    (full,) = bench.client.jobs.list(name="refresh of jobs", expand_tasks=True)
    assert bare.settings.tasks == []
    assert [task.task_key for task in full.settings.tasks] == ["a"]


def test_lists_come_in_pages_the_newest_first(bench):
    made = [bench.job(bench.python("a", OK), name="paged") for _ in range(5)]
    assert [job.job_id for job in bench.client.jobs.list(name="paged", limit=2)] == made[::-1]
    runs = [bench.start(made[0]) for _ in range(3)]
    assert [run.run_id for run in bench.client.jobs.list_runs(job_id=made[0], limit=1)] == runs[::-1]
    for run_id in runs:
        bench.wait(run_id)
    assert not list(bench.client.jobs.list_runs(job_id=made[0], active_only=True))
    assert len(list(bench.client.jobs.list_runs(job_id=made[0], completed_only=True, expand_tasks=True))) == 3


def test_more_than_a_hundred_tasks_come_in_pages(bench, http):
    path = bench.file("a.py", OK)
    work = jobs.SparkPythonTask(python_file=path)
    tasks = [jobs.Task(f"t{i}", spark_python_task=work, environment_key="e", disabled=True) for i in range(205)]
    job_id = bench.job(*tasks)
    assert len(bench.client.jobs.get(job_id).settings.tasks) == 205
    assert len(bench.wait(bench.start(job_id)).tasks) == 205
    assert len(http("GET", f"/api/2.2/jobs/get?job_id={job_id}").body["settings"]["tasks"]) == 100


def test_update_merges_reset_replaces_and_delete_removes(bench):
    job_id = bench.job(bench.python("a", OK), bench.python("b", OK), run_as=jobs.JobRunAs(user_name="dev@example.com"))
    bench.client.jobs.update(job_id, new_settings=jobs.JobSettings(name="new"), fields_to_remove=["tasks/b"])
    job = bench.client.jobs.get(job_id)
    assert (job.settings.name, [task.task_key for task in job.settings.tasks]) == ("new", ["a"])
    tasks = [bench.notebook("c", "x = 1\n")]
    bench.client.jobs.reset(job_id, jobs.JobSettings(name="reset", tasks=tasks))
    job = bench.client.jobs.get(job_id)
    assert job.settings.environments == []
    assert job.run_as_user_name == "dev@example.com"
    bench.made.remove(job_id)
    bench.client.jobs.delete(job_id)
    with pytest.raises(ResourceDoesNotExist, match=f"Job {job_id} does not exist."):
        bench.client.jobs.get(job_id)


def test_a_token_starts_one_run_however_often_it_is_sent(bench):
    job_id = bench.job(bench.python("a", OK))
    first = bench.start(job_id, idempotency_token="once")
    bench.wait(first)
    assert bench.start(job_id, idempotency_token="once") == first
    assert bench.start(job_id, idempotency_token="twice") != first
    with pytest.raises(InvalidParameterValue, match="64"):
        bench.start(job_id, idempotency_token="x" * 65)
    bench.client.jobs.delete_run(first)
    with pytest.raises(InvalidParameterValue, match="has been deleted"):
        bench.start(job_id, idempotency_token="once")


def test_what_does_not_exist_is_refused_in_the_words_of_the_service(bench):
    with pytest.raises(ResourceDoesNotExist, match="Run 12 does not exist"):
        bench.client.jobs.get_run(12)
    with pytest.raises(InvalidParameterValue, match="Job 12 does not exist"):
        bench.client.jobs.run_now(12)
    with pytest.raises(InvalidParameterValue, match="At least one task"):
        bench.client.jobs.create(name="empty")


def test_a_one_time_run_needs_no_job(bench):
    task = bench.python("a", OK)
    submitted = jobs.SubmitTask("a", spark_python_task=task.spark_python_task, environment_key="e")
    environments = bench.client.jobs.get(bench.job(task)).settings.environments
    run = bench.wait(bench.client.jobs.submit(run_name="once", tasks=[submitted], environments=environments).run_id)
    assert (result_of(run), run.run_name, run.run_type) == ("SUCCESS", "once", jobs.RunType.SUBMIT_RUN)


def test_a_run_tells_its_times_and_its_place(bench):
    run = bench.run(bench.python("a", OK), parameters=[jobs.JobParameterDefinition("day", "monday")])
    assert run.start_time <= run.end_time
    assert run.run_page_url.endswith(f"#job/{run.job_id}/run/{run.run_id}")
    assert run.status.termination_details.code is jobs.TerminationCodeCode.SUCCESS
    assert [(p.name, p.default, p.value) for p in run.job_parameters] == [("day", "monday", None)]
    task = run.tasks[0]
    assert task.execution_duration == task.end_time - task.start_time
    alone = bench.client.jobs.get_run(task.run_id)
    assert (alone.run_id, alone.job_run_id, alone.run_name) == (task.run_id, run.run_id, "a")


def test_output_belongs_to_tasks_that_have_started(bench):
    job_id = bench.job(bench.python("a", "import threading\nthreading.Event().wait()\n"), bench.python("b", OK, "a"))
    run_id = bench.start(job_id)
    run = bench.wait(run_id, lambda run: task_of(run, "a").state.life_cycle_state.value == "RUNNING")
    with pytest.raises(InvalidParameterValue, match="Retrieving the output of runs with multiple tasks"):
        bench.client.jobs.get_run_output(run_id)
    with pytest.raises(InvalidParameterValue, match="has not started"):
        bench.output(run, "b")
    assert bench.output(run, "a").metadata.run_id == task_of(run, "a").run_id
    bench.client.jobs.cancel_all_runs(job_id=job_id)
    assert results(bench.wait(run_id)) == {"a": "CANCELED", "b": "CANCELED"}
    bench.client.jobs.delete_run(run_id)
    with pytest.raises(ResourceDoesNotExist):
        bench.client.jobs.get_run(run_id)


def test_a_repair_needs_to_know_the_one_before_it(bench):
    run = bench.run(bench.python("a", "1 / 0\n"))
    again = bench.client.jobs.repair_run(run.run_id, rerun_all_failed_tasks=True).response.repair_id
    bench.wait(run.run_id)
    with pytest.raises(InvalidParameterValue, match="The latest repair ID needs to be provided"):
        bench.client.jobs.repair_run(run.run_id, rerun_tasks=["a"])
    bench.file("a.py", OK)
    bench.client.jobs.repair_run(run.run_id, rerun_tasks=["a"], latest_repair_id=again)
    run = bench.wait(run.run_id)
    assert result_of(run) == "SUCCESS"
    assert [(item.type.value, result_of(item)) for item in run.repair_history] == [
        ("ORIGINAL", "FAILED"), ("REPAIR", "FAILED"), ("REPAIR", "SUCCESS"),
    ]  # fmt: skip
    with pytest.raises(InvalidParameterValue, match="no failed tasks"):
        bench.client.jobs.repair_run(
            run.run_id, rerun_all_failed_tasks=True, latest_repair_id=run.repair_history[-1].id
        )


def test_only_those_with_a_permission_see_run_and_change_a_job(bench, client_as):
    job_id = bench.job(bench.python("a", OK))
    ana = client_as("ana@example.com")
    with pytest.raises(PermissionDenied, match=f"does not have View or Admin .* permissions on job {job_id}"):
        ana.jobs.get(job_id)
    assert job_id not in [job.job_id for job in ana.jobs.list()]
    analysts = jobs.JobAccessControlRequest(
        group_name="analysts", permission_level=jobs.JobPermissionLevel.CAN_MANAGE_RUN
    )
    bench.client.jobs.update_permissions(str(job_id), access_control_list=[analysts])
    assert ana.jobs.get(job_id).job_id == job_id
    run_id = ana.jobs.run_now(job_id).run_id
    assert has_ended(bench.wait(run_id))
    assert ana.jobs.get_run(run_id).creator_user_name == "ana@example.com"
    with pytest.raises(PermissionDenied, match=f"Owner or Admin permissions on job {job_id}"):
        ana.jobs.delete(job_id)


def test_nobody_gets_the_rights_of_another_by_making_him_the_owner(bench, client_as):
    dev, task = client_as("dev@example.com"), bench.python("a", OK)
    level = jobs.JobPermissionLevel
    boss = jobs.JobAccessControlRequest(user_name="owner@example.com", permission_level=level.IS_OWNER)
    environments = [jobs.JobEnvironment("e")]
    job_id = dev.jobs.create(name="mine", tasks=[task], environments=environments).job_id
    bench.made.append(job_id)
    with pytest.raises(PermissionDenied, match="change the owner"):
        dev.jobs.update_permissions(str(job_id), access_control_list=[boss])
    with pytest.raises(PermissionDenied, match="does not have permission to run jobs as owner"):
        dev.jobs.update(job_id, new_settings=jobs.JobSettings(run_as=jobs.JobRunAs(user_name="owner@example.com")))


def test_permissions_are_replaced_with_exactly_one_owner(bench):
    job_id = str(bench.job(bench.python("a", OK)))
    level = jobs.JobPermissionLevel
    view = jobs.JobAccessControlRequest(group_name="users", permission_level=level.CAN_VIEW)
    owner = jobs.JobAccessControlRequest(user_name="dev@example.com", permission_level=level.IS_OWNER)
    with pytest.raises(InvalidParameterValue, match="The job must have exactly one owner"):
        bench.client.jobs.set_permissions(job_id, access_control_list=[view])
    stranger = jobs.JobAccessControlRequest(user_name="who@example.com", permission_level=level.CAN_VIEW)
    with pytest.raises(NotFound, match=r"Principal: UserName\(who@example.com\) does not exist"):
        bench.client.jobs.set_permissions(job_id, access_control_list=[owner, stranger])
    shown = bench.client.jobs.set_permissions(job_id, access_control_list=[view, owner])
    levels = [(e.user_name or e.group_name, e.all_permissions[0].permission_level) for e in shown.access_control_list]
    assert levels == [
        ("users", level.CAN_VIEW), ("dev@example.com", level.IS_OWNER), ("admins", level.CAN_MANAGE),
    ]  # fmt: skip
    assert bench.client.jobs.get(int(job_id)).run_as_user_name == "dev@example.com"
    assert bench.client.jobs.get_permissions(job_id) == shown
