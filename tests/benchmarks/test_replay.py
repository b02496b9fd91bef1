"""What counts as a write."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.replay import is_write, most_patches


def _request(method: str, path: str, principal: str = "owner@example.com", **more: Any) -> dict[str, Any]:
    return {"method": method, "path": path, "principal": principal, **more}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (_request("GET", "/api/2.1/unity-catalog/catalogs"), False),
        (_request("POST", "/api/2.1/unity-catalog/catalogs"), True),
        (_request("POST", "/api/2.0/sql/statements", statement_kind="read"), False),
        (_request("POST", "/api/2.0/sql/statements", statement_kind="write"), True),
        (_request("POST", "/api/2.0/sql/statements"), True),
        (_request("POST", "/api/2.1/unity-catalog/tables", "engine"), False),
    ],
)
def test_a_write_is_a_change_that_somebody_meant(request_: dict[str, Any], expected: bool) -> None:
    assert is_write(request_) is expected


def test_patches_are_counted_for_each_securable() -> None:
    base = "/api/2.1/unity-catalog/permissions"
    log = [
        _request("PATCH", f"{base}/schema/c.s"),
        _request("PATCH", f"{base}/catalog/c"),
        _request("PATCH", f"{base}/schema/c.s"),
        _request("GET", f"{base}/schema/c.s"),
    ]
    assert most_patches(log) == 2
    assert most_patches([]) == 0
