"""Which engine makes rows: databricks-connect where the spec asks for it and it works, else the SQL warehouse.

Both write the same rows, to the last digit (datagen, docs/architecture.md), so a run goes on with the other one rather
than fail: visibly, and in the middle of a table too.
"""

from __future__ import annotations

from wizard.errors import CancelledError, WizardError
from wizard.steps.context import Context, Reporter
from wizard.workspace.errors import may_have_happened

CONNECT, WAREHOUSE = "connect", "warehouse"


def choose(wanted: str, ctx: Context, report: Reporter) -> str:
    """The engine that the spec wants, once it answers; the warehouse if it does not."""
    if wanted != CONNECT:
        return wanted
    if not ctx.ws.spark_is_open:
        report.note("waiting for databricks-connect to load")
    try:
        ctx.ws.spark  # noqa: B018  opens the session
    except CancelledError:
        raise
    except WizardError as error:
        why = f"databricks-connect cannot be used here: {_reason(error)}; " if ctx.ws.first_time("no connect") else ""
        report.note(f"{why}rows are made on the SQL warehouse instead: the same rows")
        return WAREHOUSE
    return CONNECT


def instead(engine: str, error: WizardError, ctx: Context, report: Reporter) -> str:
    """The engine to go on with after a batch failed on this one. Raises the error when there is nothing else to try."""
    if report.cancelled.is_set() or isinstance(error, CancelledError):
        raise error
    if engine == CONNECT:
        ctx.ws.give_up_spark(error)
        report.note(f"databricks-connect stopped working: {_reason(error)}; going on with the SQL warehouse: the same "
                    "rows")  # fmt: skip
        return WAREHOUSE
    if may_have_happened(error):
        report.note(f"it is not known whether a batch was written: {_reason(error)}; counting the rows")
        return WAREHOUSE
    raise error


def _reason(error: WizardError) -> str:
    """The gist of an error, inside another sentence."""
    first = error.message.strip().splitlines()[0]
    return first.partition(" failed: ")[2].rstrip(".") or first.rstrip(".")
