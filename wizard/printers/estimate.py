"""What a plan will take, in one line for people."""

from __future__ import annotations

from wizard.plan.estimate import Estimate
from wizard.printers.words import plural


def told(estimate: Estimate) -> str:
    """`About 5 to 13 s, 172,560 rows, 3 to 6 MB; costs nothing; by runs measured on 2 cores.`"""
    written = f"{plural(estimate.rows, 'row')}, {_bytes(estimate.gigabytes)}" if estimate.rows else "no rows"
    return f"About {_seconds(estimate.seconds)}, {written}; {_cost(estimate.dbu)}; {estimate.basis}."


def _seconds(among: tuple[float, float]) -> str:
    """`5 to 13 s`, `40 s to 2 min`, `3 to 8 min`: no finer than it is known."""
    (least, unit), (most, other) = map(_time, among)
    return f"{least} to {most} {other}" if unit == other else f"{least} {unit} to {most} {other}"


def _time(seconds: float) -> tuple[int, str]:
    return (max(1, round(seconds)), "s") if seconds < 60 else (round(seconds / 60), "min")


def _bytes(gigabytes: tuple[float, float]) -> str:
    """`3 to 6 MB`, `1.2 to 2.6 GB`."""
    least, most = gigabytes
    if most >= 1:
        return f"{least:.1f} to {most:.1f} GB"
    return f"{least * 1000:.0f} to {max(most * 1000, 1):.0f} MB"


def _cost(dbu: tuple[float, float] | None) -> str:
    if dbu is None:
        return "costs nothing"
    return f"{dbu[0]:.2f} to {dbu[1]:.2f} DBU of a 2X-Small serverless SQL warehouse"
