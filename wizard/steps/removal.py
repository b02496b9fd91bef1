"""Takes a demo away again: what carries its stamp, in the right order, and nothing else.

Every object is tried, whatever became of the others; what is left is said with its reason. What was looked at before
somebody said yes is looked at again, and nothing goes by force: see `wizard.workspace.deletion`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.errors import CancelledError, WizardError
from wizard.spec.model import DemoSpec
from wizard.spec.roles import ON_CATALOG, wanted_on_schema
from wizard.steps.belongings import Belonging, Kind, Search, belongings
from wizard.steps.context import Context
from wizard.workspace.deletion import STOPPED, NoAnswerError

Outcome = Literal["would remove", "removed", "already gone", "left"]
HELD_BY = {"schema": ("view", "table"), "catalog": ("view", "table", "schema")}
"""What has to be gone before a container can go."""


@dataclass(frozen=True, slots=True)
class Item:
    """One object and what became of it. `reason` is why it is left; `failed` tells a refusal from a rule of ours;
    `expires` is the day that is noted on it, YYYY-MM-DD.
    """

    kind: Kind
    name: str
    outcome: Outcome
    reason: str = ""
    failed: bool = False
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """All objects of a demo, in the order of their removal. None: there is no such demo."""

    demo: str
    target: str
    items: tuple[Item, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something is left that might have been removed."""
        return any(item.failed for item in self.items)

    @property
    def expires(self) -> str:
        """The day on which the demo expires, YYYY-MM-DD; empty if it has none or was not looked at."""
        return max((item.expires for item in self.items), default="")

    def having(self, outcome: Outcome) -> tuple[Item, ...]:
        """The objects that came to this."""
        return tuple(item for item in self.items if item.outcome == outcome)


def find(demo: str, ctx: Context, job_names: Iterable[str]) -> Removal:
    """What is there that this demo, `catalog.schema`, made, and what would become of it. Reads only."""
    return _listed(Search(ctx.ws, demo, tuple(job_names)))


def remove(spec: DemoSpec, ctx: Context, say: Callable[[str], None], *, dry_run: bool) -> Removal:
    """Remove what a spec's demo made; with `dry_run` only say what would be. `say` is told of each object in turn.

    Raises CancelledError between two objects when the workspace's `cancelled` is set, and WizardError when nobody can
    be asked anything, for want of a workspace or a login.
    """
    search = _search(spec, ctx)
    if dry_run:
        return _listed(search)
    return Removal(search.demo, ctx.ws.target, tuple(_carried_out(belongings(search), ctx, say)))


def _search(spec: DemoSpec, ctx: Context) -> Search:
    from wizard.spec.skin import skin

    demo = skin(spec)
    granted = {
        "catalog": {grant.principal: frozenset(ON_CATALOG) for grant in demo.grants},
        "schema": {grant.principal: wanted_on_schema(grant) for grant in demo.grants},
    }
    return Search(ctx.ws, demo.demo_id, tuple(job.name for job in demo.jobs.values()), granted)


def _listed(search: Search) -> Removal:
    items = (
        Item(one.kind, one.name, "left" if one.stays else "would remove", one.stays, one.failed, one.expires)
        for one in belongings(search)
    )
    return Removal(search.demo, search.ws.target, tuple(items))


def _carried_out(found: Sequence[Belonging], ctx: Context, say: Callable[[str], None]) -> Iterator[Item]:
    done: list[Item] = []
    silent = False
    for one in found:
        if ctx.ws.cancelled.is_set():
            raise CancelledError("The removal was stopped.", STOPPED)
        reason = one.stays or ("not tried: the workspace did not answer" if silent else _held(one, done))
        if reason:
            item = Item(one.kind, one.name, "left", reason, failed=one.failed or not one.stays)
        else:
            say(f"removing {one.kind} {one.name}…")
            item, silent = _tried(one)
        done.append(item)
        yield item


def _held(one: Belonging, done: Sequence[Item]) -> str:
    """Why a container cannot go now: something in it could not be removed."""
    inside = [item for item in done if item.outcome == "left" and item.kind in HELD_BY.get(one.kind, ())]
    return f"it holds {inside[0].kind} {inside[0].name}, which could not be removed" if inside else ""


def _tried(one: Belonging) -> tuple[Item, bool]:
    """What became of it, and whether the workspace was silent."""
    try:
        return Item(one.kind, one.name, "removed" if one.delete() else "already gone"), False
    except CancelledError:
        raise
    except WizardError as error:
        return Item(one.kind, one.name, "left", error.message, failed=True), isinstance(error, NoAnswerError)
