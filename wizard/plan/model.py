"""What will be done, as data: a plan is a list of steps and the facts that they were decided on.

A step says which object it is about, what happens to it and why, and the exact SQL or request that will be sent. The
printer, the review screen and the runner all read this; nothing else decides anything.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from wizard.errors import UsageError
from wizard.plan.basis import Basis

VERSION = 2
"""Of plan.json. Version 1 did not say what it was decided on."""


class Action(StrEnum):
    """What happens to the object of a step."""

    CREATE = "create"
    UPDATE = "update"
    KEEP = "keep"
    DELETE = "delete"
    RUN = "run"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that will be done.

    `key` is stable across plans (`table:customers`); `kind` names the module in `wizard.steps`; `object` is the
    object's full name; `requests` are shown to people, word for word what will be sent; `payload` is what `apply`
    needs, JSON only; `recipe` is the hash of everything the result depends on.
    """

    key: str
    kind: str
    object: str
    action: Action
    reason: str
    depends_on: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    recipe: str = ""
    payload: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What people read: the key with its kind spelled as a word, e.g. `table customers`."""
        return self.key.replace(":", " ", 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in an order that respects `depends_on`, and what they were decided on.

    `spec` names the resolved spec: 16 hex digits; `expires` is the day on which the demo expires, YYYY-MM-DD, or empty.
    """

    demo: str
    target: str
    host: str
    steps: tuple[Step, ...]
    version: int = VERSION
    spec: str = ""
    expires: str = ""
    basis: Basis = field(default_factory=Basis)

    @property
    def hash(self) -> str:
        """Names exactly this plan: 16 hex digits over its canonical JSON."""
        return digest(asdict(self))

    @property
    def observed(self) -> str:
        """Names what the target looked like: 16 hex digits over the facts that the plan was decided on."""
        return digest(dict(self.basis.facts))

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that do something."""
        return tuple(s for s in self.steps if s.action is not Action.KEEP)

    @property
    def alters(self) -> tuple[Step, ...]:
        """The steps that change or delete something that was there before: grants on a new catalog do not."""
        new = {step.object for step in self.steps if step.action is Action.CREATE}
        return tuple(s for s in self.steps if s.action in (Action.UPDATE, Action.DELETE) and s.object not in new)

    def to_json(self) -> str:
        """Readable JSON with the two digests, for plan.json."""
        return json.dumps({**asdict(self), "observed": self.observed, "hash": self.hash}, indent=2) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Read what `to_json` wrote. Raises UsageError for a plan of another version, others for what is no plan."""
        raw = json.loads(text)
        _refuse_other_versions(raw["version"])
        steps = tuple(
            Step(**{**s, "action": Action(s["action"]), "depends_on": tuple(s["depends_on"]),
                    "requests": tuple(s["requests"])})
            for s in raw["steps"]
        )
        looked = raw["basis"]
        basis = Basis(**{**looked, "relations": tuple(looked["relations"]), "principals": tuple(looked["principals"])})
        return cls(raw["demo"], raw["target"], raw["host"], steps, raw["version"], raw["spec"], raw["expires"], basis)


def _refuse_other_versions(version: object) -> None:
    if version != VERSION:
        raise UsageError(
            f"The plan has version {version}; this demo-wizard carries out plans of version {VERSION}.",
            "Make it again, to have it held against its target before it is carried out: "
            "demo-wizard plan --spec … --out FILE",
        )


def digest(value: object) -> str:
    """16 hex digits that name a JSON value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
