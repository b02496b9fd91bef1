"""What a plan will take, in one line."""

from __future__ import annotations

import pytest

from wizard.plan.estimate import Estimate
from wizard.printers.estimate import told


@pytest.mark.parametrize(("seconds", "rows", "gigabytes", "dbu", "line"), [
    ((5.6, 13.4), 172_560, (0.0027, 0.0057), None, "About 6 to 13 s, 172,560 rows, 3 to 6 MB; costs nothing; by x."),
    ((0.2, 40), 1, (1e-9, 2e-9), None, "About 1 to 40 s, 1 row, 0 to 1 MB; costs nothing; by x."),
    ((44, 121), 0, (0, 0), None, "About 44 s to 2 min, no rows; costs nothing; by x."),
    ((180, 500), 9_000_000, (1.04, 2.06), (0.2, 1.2223),
     "About 3 to 8 min, 9,000,000 rows, 1.0 to 2.1 GB; 0.20 to 1.22 DBU of a 2X-Small serverless SQL warehouse; by x."),
])
def test_one_line(seconds: tuple[float, float], rows: int, gigabytes: tuple[float, float],
                  dbu: tuple[float, float] | None, line: str) -> None:
    assert told(Estimate(seconds, rows, gigabytes, dbu, "by x", {})) == line
