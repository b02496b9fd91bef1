"""What a demo needs of a workspace, and whether it is there: asked before the first write, with reads only.

It stands between the steps, which say what is wanted, and a run, which goes on only when nothing is known to be
missing. What was observed for the plan is used here too, so that asking costs a few reads more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from wizard.errors import WizardError
from wizard.preflight.need import Need, Preflight

if TYPE_CHECKING:
    from wizard.plan.model import Plan
    from wizard.plan.observed import Observed
    from wizard.preflight.needs import Look
    from wizard.spec.model import DemoSpec
    from wizard.steps.context import Context

__all__ = ["Need", "Preflight", "build", "preflight"]


def preflight(spec: DemoSpec, ctx: Context) -> Preflight:
    """What the demo needs of a workspace. Raises WizardError if the workspace cannot be asked at all."""
    return _examined(spec, ctx)[1]


def build(spec: DemoSpec, ctx: Context, told: Callable[[Preflight], object] = Preflight.require) -> Plan:
    """Observe once, hand `told` what is needed, which may raise, and decide what is to be done."""
    from wizard.steps import plan

    observed, found = _examined(spec, ctx)
    told(found)
    return plan(spec, observed)


def _examined(spec: DemoSpec, ctx: Context) -> tuple[Observed, Preflight]:
    from wizard.preflight.needs import Look
    from wizard.spec.skin import skin
    from wizard.steps import look
    from wizard.workspace.rights import Rights

    spec = skin(spec)
    with closing(Rights(ctx.ws)) as rights, ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: ctx.ws.warehouse)  # is wanted soon, and kept
        observed = look(spec, ctx)
        needs, catalogs = _with_catalogs(Look(spec, observed, rights, ctx.ws))
        return observed, Preflight(spec.demo_id, ctx.ws.target, ctx.ws.host, ctx.ws.user, needs, catalogs)


def _with_catalogs(look: Look) -> tuple[tuple[Need, ...], tuple[str, ...]]:
    """All needs. Where a catalog cannot be made or used for sure, those that can be used instead are looked for."""
    needs = tuple(_needs(look))
    place = [need for need in needs if need.state != "met" and need.securable_type != "SCHEMA"
             and need.key.partition(":")[0] in ("catalog", "schema")]  # fmt: skip
    catalogs = tuple(name for name in look.rights.catalogs() if name != look.spec.catalog) if place else ()
    if not catalogs:
        return needs, ()
    choose = f"Use a catalog that is there: {' or '.join(f'--set catalog={name}' for name in catalogs)}"
    return tuple(_choosing(need, choose) if need in place else need for need in needs), catalogs


def _choosing(need: Need, choose: str) -> Need:
    """With another catalog to choose, nobody has to find out whether one can be made without storage."""
    state = "missing" if need.state == "unknown" and need.way_out else need.state
    return replace(need, state=state, way_out=f"{choose}\n{need.way_out}".strip())


def _needs(look: Look) -> Iterator[Need]:
    from wizard.preflight import needs

    in_catalogs = (needs.catalog, needs.schema, needs.names, needs.principals, needs.granting)
    yield from (found := _asked(look, "unity_catalog", needs.unity_catalog))
    if all(need.state != "missing" for need in found):
        for area in in_catalogs:
            yield from _asked(look, area.__name__, area)
    for area in (needs.warehouse, needs.spark, needs.jobs):
        yield from _asked(look, area.__name__, area)


def _asked(look: Look, key: str, area: Callable[[Look], Iterator[Need]]) -> list[Need]:
    """The needs of an area; where nobody answers they are unknown."""
    try:
        return list(area(look))
    except WizardError as error:
        return [Need(key, key.replace("_", " "), "unknown", error.message, way_out=error.hint)]
