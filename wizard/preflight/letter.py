"""The letter to whoever can give what is missing: plain text, to be sent as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.preflight.need import Need, Preflight


def letter(found: Preflight) -> str:
    """An e-mail: for whom, what is wanted and why, and the exact statements."""
    owners = tuple(dict.fromkeys(need.owner for need in found.missing if need.owner))
    wanted = [need for need in found.missing if not need.sql]
    parts = [
        f"To: {', '.join(owners) or 'an administrator of the workspace'}",
        f"Subject: Rights for the demo {found.demo} on {found.host}",
        "",
        "Hello,",
        "",
        f"I want to make the demo {found.demo} on",
        f"{found.host}. demo-wizard looked at the workspace without changing anything:",
        "this is missing." if found.missing else "nothing is missing.",
        *_list(found.missing),
        *_section("Please run, as the owner named or as a metastore administrator:", [f"{s};" for s in found.grants()]),
        *_section("No statement gives this; could you see to it?", [need.what for need in wanted]),
        "",
        "Thank you",
        found.user,
    ]
    return "\n".join(parts) + "\n"


def _list(needs: tuple[Need, ...]) -> list[str]:
    return ["", *(f"- {need.why}{_of(need)}" for need in needs)] if needs else []


def _of(need: Need) -> str:
    return f" (owner: {need.owner})" if need.owner else ""


def _section(head: str, lines: list[str]) -> list[str]:
    return ["", head, "", *(f"    {line}" for line in lines)] if lines else []
