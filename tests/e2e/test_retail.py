"""The retail demo, read with plain deltalake and DuckDB: none of our code looks at its own work here."""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb
import pytest
from databricks.sdk.errors import PermissionDenied
from deltalake import DeltaTable

from tests.e2e.cli import Wizard

DEMO = "dev_retail_demo.customer_analytics"
TABLES = {"customers": 10_000, "loyalty_history": 14_500, "products": 500, "stores": 60, "transactions": 50_000,
          "transaction_items": 97_500}


@pytest.fixture(scope="module")
def delta(client: Any) -> dict[str, DeltaTable]:
    found = client.tables.list(*DEMO.split("."))
    return {t.name: DeltaTable(t.storage_location) for t in found if t.table_type.value == "MANAGED"}


@pytest.fixture(scope="module")
def db(delta: dict[str, DeltaTable]) -> duckdb.DuckDBPyConnection:
    made = duckdb.connect()
    for name in TABLES:
        made.register(name, delta[name].to_pyarrow_table())
    return made


def one(db: duckdb.DuckDBPyConnection, sql: str) -> Any:
    (row,) = db.sql(sql).fetchall()
    return row[0] if len(row) == 1 else row


def test_the_run_ends_well_and_says_so_last(retail: list[dict[str, Any]]) -> None:
    assert retail[0]["event"] == "stream"
    assert retail[0]["version"] == 1
    assert retail[-1]["event"] == "run_finished"
    assert retail[-1]["status"] == "succeeded", retail[-5:]
    assert all({"ts", "event", "code", "run_id"} <= set(e) for e in retail[1:])


def test_every_step_begins_and_ends(retail: list[dict[str, Any]]) -> None:
    begun = [e["step"] for e in retail if e["event"] == "step_started"]
    ended = {e["step"]: e["status"] for e in retail if e["event"] == "step_finished"}
    assert len(begun) == len(set(begun))
    assert set(begun) == set(ended)
    assert set(ended.values()) == {"succeeded"}


@pytest.mark.parametrize(("table", "rows"), TABLES.items())
def test_rows_are_as_many_as_the_spec_says(db: duckdb.DuckDBPyConnection, table: str, rows: int) -> None:
    assert one(db, f"SELECT count(*) FROM {table}") == rows


@pytest.mark.parametrize(("table", "key"), [
    ("customers", "customer_id"), ("loyalty_history", "loyalty_id"), ("products", "product_id"), ("stores", "store_id"),
    ("transactions", "transaction_id"), ("transaction_items", "item_id"),
])
def test_no_key_occurs_twice(db: duckdb.DuckDBPyConnection, table: str, key: str) -> None:
    assert one(db, f"SELECT count(*) - count(DISTINCT {key}) FROM {table}") == 0


@pytest.mark.parametrize(("child", "parent", "key"), [
    ("loyalty_history", "customers", "customer_id"), ("transactions", "customers", "customer_id"),
    ("transactions", "stores", "store_id"), ("transaction_items", "transactions", "transaction_id"),
    ("transaction_items", "products", "product_id"),
])
def test_no_reference_is_an_orphan(db: duckdb.DuckDBPyConnection, child: str, parent: str, key: str) -> None:
    assert one(db, f"SELECT count(*) FROM {child} ANTI JOIN {parent} USING ({key})") == 0


def test_income_is_lognormal_within_its_clamps(db: duckdb.DuckDBPyConnection) -> None:
    low, high, skew = one(db, "SELECT min(income), max(income), skewness(ln(income)) FROM customers")
    assert low >= 20_000
    assert high <= 500_000
    assert abs(skew) <= 0.1


@pytest.mark.parametrize(("table", "column", "weights"), [
    ("products", "category", {"Kitchen": 28, "Outdoor": 24, "Garden": 18, "Lighting": 12, "Textiles": 18}),
    ("transactions", "channel", {"Store": 62, "Web": 28, "App": 10}),
    ("transaction_items", "quantity", {1: 70, 2: 20, 3: 6, 4: 3, 6: 1}),
])
def test_weighted_choices_are_within_one_percent(
    db: duckdb.DuckDBPyConnection, table: str, column: str, weights: dict[object, float]
) -> None:
    total = one(db, f"SELECT count(*) FROM {table}")
    shares = {value: n / total for value, n in db.sql(f"SELECT {column}, count(*) FROM {table} GROUP BY 1").fetchall()}
    assert set(shares) == set(weights)
    assert all(abs(shares[value] - weight / 100) <= 0.01 for value, weight in weights.items())


def test_the_best_fifth_of_the_customers_brings_most_of_the_revenue(db: duckdb.DuckDBPyConnection) -> None:
    share = one(db, """
        WITH spend AS (SELECT customer_id, coalesce(sum(amount), 0) AS revenue
                       FROM customers LEFT JOIN transactions USING (customer_id) GROUP BY 1),
             ranked AS (SELECT revenue, row_number() OVER (ORDER BY revenue DESC) AS rank FROM spend)
        SELECT sum(revenue) FILTER (WHERE rank <= 2000) / sum(revenue) FROM ranked""")
    assert 0.60 <= share <= 0.85


def test_amounts_add_up(db: duckdb.DuckDBPyConnection) -> None:
    wrong = one(db, """
        SELECT count(*) FROM transaction_items t JOIN products p USING (product_id)
        WHERE t.unit_price <> p.list_price
           OR abs(t.amount - t.quantity * t.unit_price * (1 - t.discount)) > 0.0051""")
    assert wrong == 0
    wrong = one(db, """
        SELECT count(*) FROM transactions t
        JOIN (SELECT transaction_id, sum(amount) AS amount, count(*) AS items FROM transaction_items GROUP BY 1) i
        USING (transaction_id) WHERE t.amount <> i.amount OR t.items <> i.items""")
    assert wrong == 0


def test_a_purchase_is_credited_to_a_store_of_the_region(db: duckdb.DuckDBPyConnection) -> None:
    assert one(db, """SELECT count(*) FROM transactions t JOIN customers c USING (customer_id)
                      JOIN stores s USING (store_id) WHERE s.region <> c.region""") == 0


def test_the_tier_of_today_is_the_last_of_the_history(db: duckdb.DuckDBPyConnection) -> None:
    assert one(db, """SELECT count(*) FROM customers c JOIN loyalty_history h USING (customer_id)
                      WHERE h.is_current AND h.tier <> c.loyalty_tier""") == 0


def test_every_column_is_commented(delta: dict[str, DeltaTable]) -> None:
    bare = [f"{name}.{field.name}" for name, table in delta.items() for field in table.schema().fields
            if not field.metadata.get("comment")]
    assert set(delta) == {*TABLES, "quality_report", "story_report", "kpi_daily"}
    assert bare == []


DECLARED = {
    "customers": [{"customer_id", "signup_date"}, {"region", "city"}, {"first_name", "email"}, {"last_name", "email"}],
    "loyalty_history": [{"loyalty_id", "customer_id", "valid_from", "valid_to", "is_current"},
                        {"period", "tier", "valid_from", "valid_to", "is_current", "loyalty_id", "customer_id"}],
    "products": [{"category", "product_type", "product_name", "list_price", "unit_cost"}],
    "stores": [{"region", "city", "store_name"}],
    "transactions": [{"transaction_id", "transaction_ts", "shipped_at", "delivered_at", "returned_at", "customer_id"},
                     {"items", "amount"},
                     {"channel", "payment_method", "shipped_at", "delivered_at", "returned_at", "fulfillment"},
                     {"customer_id", "store_id"}, {"fulfillment", "transaction_ts", "transaction_id"}],
    "transaction_items": [{"item_id", "transaction_id", "sold_at"},
                          {"product_id", "unit_price", "quantity", "discount", "amount", "margin"}],
}


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_correlated_only_where_the_spec_says_so(db: duckdb.DuckDBPyConnection, table: str) -> None:
    """Correlation of ranks: numbers and dates by value, text by its order of first appearance after sorting."""
    columns = db.sql(f"SELECT * FROM {table}").columns
    rows = one(db, f"SELECT count(*) FROM {table}")
    ranks = ", ".join(f"dense_rank() OVER (ORDER BY {c}) AS {c}" for c in columns)
    bound = 4.5 / rows**0.5
    strong = [
        (a, b) for n, a in enumerate(columns) for b in columns[:n]
        if not any({a, b} <= group for group in DECLARED[table])
        and abs(one(db, f"SELECT coalesce(corr({a}, {b}), 0) FROM (SELECT {ranks} FROM {table})")) > bound
    ]
    assert strong == []


def test_the_report_is_a_table_a_file_and_events(wizard: Wizard, retail: list[dict[str, Any]],
                                                delta: dict[str, DeltaTable]) -> None:
    run = wizard.home / "runs" / retail[-1]["run_id"]
    as_json = json.loads(next(run.rglob("quality.json")).read_text())
    as_events = [e for e in retail if e["event"] == "rule_checked"]
    assert len(as_json) == len(as_events) == delta["quality_report"].to_pyarrow_table().num_rows == 19
    assert all(rule["ok"] for rule in as_json if rule["severity"] == "error")


def test_the_story_is_a_table_a_file_and_events(wizard: Wizard, retail: list[dict[str, Any]],
                                               delta: dict[str, DeltaTable]) -> None:
    run = wizard.home / "runs" / retail[-1]["run_id"]
    told = json.loads(next(run.rglob("story.json")).read_text())["insights"]
    proved = [e for e in retail if e["event"] == "insight_proved"]
    assert len(told) == len(proved) == delta["story_report"].to_pyarrow_table().num_rows == 4
    assert all(event["ok"] and event["found"] for event in proved)


def test_grants_are_proved(retail: list[dict[str, Any]], client: Any) -> None:
    proved = next(e for e in retail if e["event"] == "grants_proved")
    cells = {(row["principal"], row["object"]): set(row["privileges"]) for row in proved["rows"]}
    assert all(row["ok"] for row in proved["rows"])
    assert cells["analysts", "dev_retail_demo"] == {"USE_CATALOG"}
    assert cells["analysts", DEMO] == {"SELECT", "USE_SCHEMA"}
    assert cells["analysts", f"{DEMO}.transactions"] == {"SELECT"}
    assert {"SELECT", "MODIFY"} <= cells["data_engineers", f"{DEMO}.transactions"]
    listed = client.grants.get("schema", DEMO).privilege_assignments
    assert {a.principal: [p.value for p in a.privileges] for a in listed} == {
        "analysts": ["SELECT", "USE_SCHEMA"],
        "data_engineers": ["CREATE_TABLE", "MODIFY", "SELECT", "USE_SCHEMA"],
    }


def test_the_job_ran_in_order(client: Any) -> None:
    job = next(client.jobs.list(name="Retail demo refresh"))
    run = client.jobs.get_run(next(client.jobs.list_runs(job_id=job.job_id)).run_id)
    tasks = {t.task_key: t for t in run.tasks}
    assert {k: t.state.result_state.value for k, t in tasks.items()} == dict.fromkeys(
        ("refresh_kpis", "check_quality", "optimize_tables"), "SUCCESS"
    )
    assert tasks["refresh_kpis"].end_time <= tasks["check_quality"].start_time
    assert tasks["check_quality"].end_time <= tasks["optimize_tables"].start_time


def test_views_answer(client: Any) -> None:
    warehouse = next(iter(client.warehouses.list())).id
    for view in ("customer_segments", "sales_trends", "margin_by_week", "delivery_times", "kpi_summary"):
        done = client.statement_execution.execute_statement(f"SELECT count(*) FROM {DEMO}.{view}", warehouse)
        assert done.status.state.value == "SUCCEEDED", done.status
        assert int(done.result.data_array[0][0]) > 0


def test_replaying_again_writes_nothing(wizard: Wizard, typed: Wizard, retail: list[dict[str, Any]]) -> None:
    before = len(wizard.requests())
    events = typed.events("--spec", "specs/retail.yaml", "--yes")
    asked = wizard.requests()[before:]
    writes = [r for r in asked if r["method"] != "GET" and r.get("statement_kind") != "read"]
    assert events[-1]["status"] == "succeeded"
    assert writes == []
    assert not [e for e in events if e["event"] == "step_progress"]


def test_planning_sends_only_reads(wizard: Wizard, typed: Wizard, retail: list[dict[str, Any]]) -> None:
    before = len(wizard.requests())
    out = typed.ok("plan", "--spec", "specs/retail.yaml", "--set", "tables.stores.rows=61")
    assert "the number of rows or the seed changed" in out
    assert re.search(r"^About \d+ to \d+ s, [\d,]+ rows, .* MB; costs nothing; by .* on sandbox\.$", out, re.MULTILINE)
    assert {r["method"] for r in wizard.requests()[before:]} == {"GET"}


def test_an_analyst_may_read_and_nothing_else(analyst: Any) -> None:
    warehouse = next(iter(analyst.warehouses.list())).id

    def run(sql: str) -> tuple[str, str]:
        done = analyst.statement_execution.execute_statement(sql, warehouse)
        error = done.status.error
        return done.status.state.value, f"{error.error_code.value} {error.message}" if error else ""

    assert run(f"SELECT count(*) FROM {DEMO}.customers") == ("SUCCEEDED", "")
    for sql in (
        f"INSERT INTO {DEMO}.stores SELECT * FROM {DEMO}.stores",
        f"DELETE FROM {DEMO}.stores",
        f"DROP TABLE {DEMO}.stores",
        f"CREATE TABLE {DEMO}.mine (a INT)",
        "CREATE SCHEMA dev_retail_demo.mine",
    ):
        state, error = run(sql)
        assert state == "FAILED", sql
        # The statement API has no code of its own for it: the words are those of every other client.
        assert "[INSUFFICIENT_PERMISSIONS]" in error, error
        assert "does not have" in error, error
    with pytest.raises(PermissionDenied, match="does not have"):
        analyst.tables.delete(f"{DEMO}.stores")


def test_an_analyst_sees_nothing_of_another_schema(client: Any, analyst: Any) -> None:
    client.schemas.create("private", "dev_retail_demo")
    warehouse = next(iter(client.warehouses.list())).id
    made = client.statement_execution.execute_statement("CREATE TABLE dev_retail_demo.private.t (a INT)", warehouse)
    assert made.status.state.value == "SUCCEEDED"
    read = analyst.statement_execution.execute_statement("SELECT * FROM dev_retail_demo.private.t", warehouse)
    assert read.status.state.value == "FAILED"
    assert "[INSUFFICIENT_PERMISSIONS]" in read.status.error.message
    with pytest.raises(PermissionDenied):
        analyst.tables.get("dev_retail_demo.private.t")


def test_without_a_token_every_request_is_refused(wizard: Wizard, retail: list[dict[str, Any]]) -> None:
    import requests

    host = wizard.sandbox()["DATABRICKS_HOST"]
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        answer = requests.get(f"{host}/api/2.1/unity-catalog/catalogs", headers=headers, timeout=10)
        assert answer.status_code == 401
        assert {"error_code", "message"} <= set(answer.json())
