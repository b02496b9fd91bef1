"""One demo on two targets: the same rows or not, table by table. Reads only.

Fingerprints are counted now, on both: what a table says about its own rows would not show that somebody changed them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from wizard.datagen.fingerprint import Fingerprint, fingerprint_sql
from wizard.errors import WizardError
from wizard.plan.observed import Observed
from wizard.spec.model import DemoSpec
from wizard.steps.context import Context
from wizard.steps.readiness import refuse_absent

QUERIES_AT_ONCE = 4
"""On each of the two targets."""


@dataclass(frozen=True, slots=True)
class Side:
    """A table on one target: its fingerprint or, where there is none, why."""

    fingerprint: Fingerprint | None = None
    error: str = ""

    def __str__(self) -> str:
        return str(self.fingerprint) if self.fingerprint else self.error


@dataclass(frozen=True, slots=True)
class Compared:
    """A table on both targets."""

    table: str
    here: Side
    there: Side

    @property
    def same(self) -> bool:
        """Whether both hold the same rows."""
        return self.here.fingerprint is not None and self.here.fingerprint == self.there.fingerprint


@dataclass(frozen=True, slots=True)
class Comparison:
    """All tables of a demo, in the order of its spec."""

    demo: str
    here: str
    there: str
    tables: tuple[Compared, ...]

    @property
    def same(self) -> bool:
        """Whether every table holds the same rows on both."""
        return all(one.same for one in self.tables)


def compare(spec: DemoSpec, here: Context, there: Context, say: Callable[[str], None]) -> Comparison:
    """Fingerprint every table on both targets. Raises PreflightError when the demo is not on one of them."""
    from wizard.spec.skin import skin

    demo = skin(spec)
    looks = [(ctx, _observed(demo, ctx)) for ctx in (here, there)]
    say(f"fingerprinting {len(demo.tables)} tables on {here.ws.target} and {there.ws.target}…")
    with ThreadPoolExecutor(2 * QUERIES_AT_ONCE) as pool:
        asked = {name: [_ask(pool, demo, name, ctx, observed) for ctx, observed in looks] for name in demo.tables}
        tables = tuple(Compared(name, *(side.result() for side in sides)) for name, sides in asked.items())
    return Comparison(demo.demo_id, here.ws.target, there.ws.target, tables)


def _observed(demo: DemoSpec, ctx: Context) -> Observed:
    from wizard.workspace.observe import observe

    observed = observe(ctx.ws, demo.catalog, demo.schema_, principals=(), job_names={})
    refuse_absent(demo, observed)
    return observed


def _ask(pool: ThreadPoolExecutor, demo: DemoSpec, name: str, ctx: Context, observed: Observed) -> Future[Side]:
    seen = observed.tables.get(name)
    if seen is None or not seen.is_stamped(demo.demo_id):
        return pool.submit(Side, None, "not there" if seen is None else "made by somebody else")
    return pool.submit(_side, demo, name, ctx)


def _side(demo: DemoSpec, name: str, ctx: Context) -> Side:
    """A table that was made from another spec may lack a column: that is a difference, and no failure."""
    full_name = f"{demo.demo_id}.{name}"
    sql = fingerprint_sql(full_name, list(demo.tables[name].columns))
    try:
        return Side(Fingerprint.of(ctx.ws.sql(sql, f"fingerprinting {full_name}").one()))
    except WizardError as error:
        return Side(error=f"cannot be read: {error.message}")
