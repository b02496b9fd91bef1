"""When a demo may go: a date on what it made, for whoever cleans up. Nothing is removed because of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from wizard.plan.observed import Seen

EXPIRES = "demo_wizard.expires"
"""Property of a schema that holds the day, YYYY-MM-DD, after which nobody needs the demo any more."""


def expiry(days: int | None, demo: str, schema: Seen | None) -> str:
    """The day on which a demo expires, YYYY-MM-DD, or nothing: what its schema says already, else `days` from today."""
    told = schema.properties.get(EXPIRES, "") if schema is not None and schema.is_stamped(demo) else ""
    if told or days is None:
        return told
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()
