"""What a step or a run can be, in the words of the journal.

Apart from the fold that uses them, because whoever only shows them need not import every event there is.
"""

WAITING, RUNNING, SUCCEEDED, FAILED, CANCELLED = "waiting", "running", "succeeded", "failed", "cancelled"
KEPT, BLOCKED, SKIPPED = "kept", "blocked", "skipped"
KILLED = "killed"
"""Nobody carries the run out, and it has no end."""
