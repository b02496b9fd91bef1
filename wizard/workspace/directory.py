"""Who can be granted something: the groups, users and service principals of a workspace."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    """`name` is what a GRANT names: a group's display name, a user's e-mail, a service principal's application id.

    `kind` is "group", "user" or "service_principal"; `title` is the name for people.
    """

    name: str
    kind: str
    title: str
