"""Reading `multipart/form-data`, which the SDK's `workspace.upload` sends: small, whole, and by one known client."""

from __future__ import annotations

import re

from wizard.sandbox.api import ApiError

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?')
_NAME = re.compile(rb'[; ]name="([^"]*)"', re.IGNORECASE)


def fields(content_type: str, raw: bytes) -> dict[str, bytes]:
    """Return the parts of a form by name. Raises 400 when it is no form."""
    boundary = _BOUNDARY.search(content_type)
    if not boundary:
        raise ApiError(400, "MALFORMED_REQUEST", "A multipart request needs a boundary.")
    found = {}
    for part in (b"\r\n" + raw).split(b"\r\n--" + boundary.group(1).encode())[1:]:
        head, blank, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if blank and name:
            found[name.group(1).decode(errors="replace")] = content
    return found
