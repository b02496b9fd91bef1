"""Lists in pages, with the awkward corner of Unity Catalog's own: a page may be empty and still not be the last.

The service cuts its pages before it removes what the caller may not see. Clients that stop at the first empty page
work on small workspaces and fail on large ones, so the sandbox does the same.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

from wizard.sandbox.api import Call, Json, invalid

SERVER_PAGE = 200


def page(call: Call, field: str, items: Sequence[Json], key: str, visible: Callable[[Json], bool] = lambda _: True,
         shape: Callable[[Json], Json] = lambda item: item) -> Json:  # fmt: skip
    """Return the page of `items`, sorted by `key`, that the call's max_results and page_token ask for.

    Without max_results everything comes at once; 0 lets the server choose the length. `visible` is asked after cutting.
    """
    length = _length(call)
    start = _read(call.query.get("page_token", ""))
    rest = [item for item in items if item[key] > start] if start else list(items)
    cut = rest if length is None else rest[:length]
    answer: Json = {field: [shape(item) for item in cut if visible(item)]}
    if len(cut) < len(rest):
        answer["next_page_token"] = base64.urlsafe_b64encode(cut[-1][key].encode()).decode()
    return answer


def _length(call: Call) -> int | None:
    text = call.query.get("max_results")
    if text is None:
        return SERVER_PAGE if "page_token" in call.query else None
    if not text.isdecimal():
        raise invalid(f"Invalid max_results: {text}. It must be 0 or more.")
    return min(int(text), SERVER_PAGE) or SERVER_PAGE


def _read(token: str) -> str:
    try:
        return base64.b64decode(token.encode(), altchars=b"-_", validate=True).decode()
    except ValueError:
        raise invalid("Invalid page token.") from None
