"""The GRANT behind a refusal, when the refusal says which privilege it missed on which object.

Unity Catalog's sentences are "User does not have USE SCHEMA on Schema 'c.s'." and "User is not an owner of Table
'c.s.t'.", alone or inside the message of a failed statement. Views are granted on as tables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wizard.errors import UsageError
from wizard.identifiers import quote, quote_name

_KINDS = (
    r"External Location|Storage Credential|Registered Model|Materialized View|Streaming Table|Service Credential|"
    r"Metastore|Catalog|Schema|Database|Table|View|Volume|Function|Model|Connection|Share|Provider|Recipient"
)
_PRIVILEGE = (
    r"CREATE[ _](?:[A-Z]+[ _]?){1,3}|USE[ _](?:CATALOG|SCHEMA|CONNECTION)|EXTERNAL[ _]USE[ _](?:SCHEMA|LOCATION)|"
    r"READ[ _](?:VOLUME|FILES)|WRITE[ _](?:VOLUME|FILES)|APPLY[ _]TAG|ALL[ _]PRIVILEGES|"
    r"SELECT|MODIFY|EXECUTE|MANAGE|REFRESH|BROWSE"
)
_ENDS = r"(?=[\s.,;\])]|$)"
_NAME = rf"'(?P<plain>[^\n]+?)'{_ENDS}|\"(?P<double>[^\n]+?)\"{_ENDS}|(?P<ticked>`[^`\n]+`(?:\.`[^`\n]+`)*)"
_OBJECT = rf"(?P<kind>{_KINDS})(?: (?:{_NAME}))?"
_LACKS = re.compile(
    rf"does not have (?:the |privileges? |permissions? )*(?P<privilege>{_PRIVILEGE})"
    rf"(?:(?:, | and | or )(?:{_PRIVILEGE}))*(?: privileges?| permissions?)? on {_OBJECT}",
    re.IGNORECASE,
)
_NOT_OWNER = re.compile(rf"is not (?:an|the) owner of {_OBJECT}", re.IGNORECASE)
_GRANTED_AS = {
    "VIEW": "TABLE", "DATABASE": "SCHEMA", "MATERIALIZED VIEW": "TABLE", "STREAMING TABLE": "TABLE",
    "MODEL": "FUNCTION", "REGISTERED MODEL": "FUNCTION",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Missing:
    """A privilege (USE SCHEMA) on a kind of securable (SCHEMA); `object` is its full name, empty for the metastore."""

    privilege: str
    kind: str
    object: str

    def grant(self, principal: str) -> str:
        """The statement that an owner or admin runs."""
        return f"GRANT {self.privilege} ON {self.kind}{_named(self)} TO {quote(principal)};"


def missing(text: str) -> Missing | None:
    """The privilege that a message says is missing; None when it names none, or not on what."""
    lacks = _LACKS.search(text)
    found = lacks or _NOT_OWNER.search(text)
    if not found:
        return None
    # Of several privileges the first is the one that the service names for the act.
    privilege = " ".join(lacks["privilege"].upper().replace("_", " ").split()) if lacks else "MANAGE"
    kind = found["kind"].upper()
    name = found["plain"] or found["double"] or (found["ticked"] or "").replace("`", "")
    made = Missing(privilege, _GRANTED_AS.get(kind, kind), "" if kind == "METASTORE" else name)
    return made if _can_be_said(made) else None


def _named(wanted: Missing) -> str:
    return f" {quote_name(wanted.object)}" if wanted.object else ""


def _can_be_said(wanted: Missing) -> bool:
    """Not without the object's name, and not with one that SQL cannot write."""
    try:
        _named(wanted)
    except UsageError:
        return False
    return bool(wanted.object) or wanted.kind == "METASTORE"
