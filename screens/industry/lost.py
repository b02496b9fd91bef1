"""What a change of industry resets, in people's words."""

from __future__ import annotations

from collections.abc import Iterable

STAYS = "Company and brand, catalog, size, seed, day and grants stay."

_WHOLE = {
    "schema": "the schema",
    "title": "the title",
    "story": "the story",
    "industry": "the name of the industry",
    "quality": "rules of quality",
    "views": "views",
    "insights": "questions of the talk track",
}
_OF = {
    "rows": "the rows of {}",
    "enabled": "whether {} happened",
    "run": "whether the job {} runs",
}
_KINDS = {
    "tables": "the table {}",
    "incidents": "the incident {}",
    "jobs": "the job {}",
    "views": "the view {}",
    "insights": "the question {}",
}


def said(paths: Iterable[str]) -> list[str]:
    """Each choice once, such as `the rows of customers`."""
    return list(dict.fromkeys(_words(path.split(".")) for path in paths))


def _words(parts: list[str]) -> str:
    head, last = parts[0], parts[-1]
    if head == "brand":
        return f"{'the people' if parts[1] == 'personas' else 'words'} of the brand"
    if len(parts) == 3 and last in _OF:
        return _OF[last].format(_name(parts[1]))
    if len(parts) > 1 and head in _KINDS:
        return _KINDS[head].format(_name(parts[1]))
    return _WHOLE.get(head, head)


def _name(identifier: str) -> str:
    return identifier.replace("_", " ")
