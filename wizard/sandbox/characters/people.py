"""The names that every workspace knows, whatever its character."""

from __future__ import annotations

OWNER = "owner@example.com"
"""The person at this machine. Her rights in the workspace are what a character decides first."""
ADMIN = "admin@example.com"
"""The administrator of a workspace where the owner is none."""
ANALYST = "ana@example.com"
ENGINEER = "dev@example.com"
GUEST = "guest@example.com"
EVERYONE = "account users"
SYSTEM = "System user"
