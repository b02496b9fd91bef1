"""How far a run or a task is, in the two vocabularies that the service uses at once.

Every run and every task carries `state` (life cycle and result, the older form) and `status` (state and termination
details, the newer one). Clients read either, so both are always written together, from here and nowhere else.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

Doc = dict[str, Any]

WORKLOAD_FAILED = "Workload failed, see run output for details"


class Phase(StrEnum):
    """Life cycle states in which something is still to happen."""

    QUEUED = "QUEUED"
    BLOCKED = "BLOCKED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    TERMINATING = "TERMINATING"
    WAITING_FOR_RETRY = "WAITING_FOR_RETRY"


class Outcome(StrEnum):
    """How a run or a task ended."""

    SUCCESS = "SUCCESS"
    SUCCESS_WITH_FAILURES = "SUCCESS_WITH_FAILURES"
    FAILED = "FAILED"
    TIMEDOUT = "TIMEDOUT"
    CANCELED = "CANCELED"
    UPSTREAM_FAILED = "UPSTREAM_FAILED"
    UPSTREAM_CANCELED = "UPSTREAM_CANCELED"
    EXCLUDED = "EXCLUDED"
    DISABLED = "DISABLED"
    MAXIMUM_CONCURRENT_RUNS_REACHED = "MAXIMUM_CONCURRENT_RUNS_REACHED"
    INTERNAL_ERROR = "INTERNAL_ERROR"


# Termination code and type for each outcome (SDK source, TerminationCodeCode and TerminationTypeType).
_TERMINATION: dict[Outcome, tuple[str, str]] = {
    Outcome.SUCCESS: ("SUCCESS", "SUCCESS"),
    Outcome.SUCCESS_WITH_FAILURES: ("SUCCESS_WITH_FAILURES", "SUCCESS"),
    Outcome.FAILED: ("RUN_EXECUTION_ERROR", "CLIENT_ERROR"),
    Outcome.TIMEDOUT: ("CANCELED", "CLIENT_ERROR"),
    Outcome.CANCELED: ("USER_CANCELED", "CLIENT_ERROR"),
    Outcome.UPSTREAM_FAILED: ("SKIPPED", "CLIENT_ERROR"),
    Outcome.UPSTREAM_CANCELED: ("SKIPPED", "CLIENT_ERROR"),
    Outcome.EXCLUDED: ("SKIPPED", "SUCCESS"),
    Outcome.DISABLED: ("DISABLED", "SUCCESS"),
    Outcome.MAXIMUM_CONCURRENT_RUNS_REACHED: ("MAX_CONCURRENT_RUNS_EXCEEDED", "CLIENT_ERROR"),
    Outcome.INTERNAL_ERROR: ("INTERNAL_ERROR", "INTERNAL_ERROR"),
}

UNSUCCESSFUL = frozenset(
    {
        Outcome.FAILED,
        Outcome.TIMEDOUT,
        Outcome.CANCELED,
        Outcome.UPSTREAM_FAILED,
        Outcome.UPSTREAM_CANCELED,
        Outcome.INTERNAL_ERROR,
    }
)
STOPPED = frozenset({Outcome.CANCELED, Outcome.UPSTREAM_CANCELED})


def going(phase: Phase, message: str = "", code: str = "MAX_CONCURRENT_RUNS_REACHED") -> Doc:
    """The `state` and `status` of something that has not ended; `code` names the limit that something QUEUED met."""
    state: Doc = {"life_cycle_state": phase.value, "state_message": message, "user_cancelled_or_timedout": False}
    status: Doc = {"state": "WAITING" if phase is Phase.WAITING_FOR_RETRY else phase.value}
    if phase is Phase.QUEUED:
        state["queue_reason"] = message
        status["queue_details"] = {"code": code, "message": message}
    return {"state": state, "status": status}


def ended(outcome: Outcome, message: str = "", code: str = "") -> Doc:
    """The `state` and `status` of something that has ended. `code` names a termination more closely."""
    life_cycle, result = "TERMINATED", outcome.value
    if outcome is Outcome.MAXIMUM_CONCURRENT_RUNS_REACHED:
        life_cycle = "SKIPPED"
    if outcome is Outcome.INTERNAL_ERROR:
        life_cycle, result = "INTERNAL_ERROR", Outcome.FAILED.value
    default_code, kind = _TERMINATION[outcome]
    return {
        "state": {
            "life_cycle_state": life_cycle,
            "result_state": result,
            "state_message": message,
            "user_cancelled_or_timedout": outcome in (Outcome.CANCELED, Outcome.TIMEDOUT),
        },
        "status": {
            "state": "TERMINATED",
            "termination_details": {"code": code or default_code, "type": kind, "message": message},
        },
    }


def outcome_of(doc: Doc) -> Outcome | None:
    """How a run or task ended; None while it has not."""
    state = doc["state"]
    if state["life_cycle_state"] == "INTERNAL_ERROR":
        return Outcome.INTERNAL_ERROR
    return Outcome(state["result_state"]) if "result_state" in state else None


def phase_of(doc: Doc) -> Phase | None:
    """What a run or task is doing; None when it has ended."""
    return None if outcome_of(doc) else Phase(doc["state"]["life_cycle_state"])
