"""`python -m benchmarks [SECTION…]`: measure, compare with the budgets, and write the results down.

stdout is the table, stderr the progress. Exit code 1 when something could not be measured that should have been; a
missed budget is a result, not a failure.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

from benchmarks.environment import machine, pin_cores
from benchmarks.options import ROWS, Options
from benchmarks.report import Failure, Measure, document, markdown

SECTIONS = ("replay", "cancel", "first_paint", "keys", "loop_lag", "memory", "generation", "kinds")
BUSY = 0.5
"""Load average above which something else is using the machine."""
RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    """Run the sections asked for; all of them without a word."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the budgets.")
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(SECTIONS)}; all without")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of a warm generation (default: %(default)s)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of everything (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the JSON goes")
    asked = parser.parse_args()
    unknown = sorted(set(asked.sections) - set(SECTIONS))
    if unknown or asked.rows < 1 or asked.repeat < 1:
        parser.error(f"no such section: {', '.join(unknown)}" if unknown else "--rows and --repeat start at 1")
    options = Options(asked.rows, asked.repeat)
    about = machine() | {"cores_used": pin_cores(), "options": {"rows": options.rows, "repeat": options.repeat}}
    if about["machine"]["load"] > BUSY:
        print(f"The machine is busy (load {about['machine']['load']:.1f}): expect worse numbers.", file=sys.stderr)
    measures, failures = collect(asked.sections or SECTIONS, options)
    print(markdown(measures))
    results = document(measures, failures, about)
    asked.out.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for failure in failures:
        print(f"{failure.section}: {failure.error}", file=sys.stderr)
    return 1 if failures else 0


def collect(sections: list[str] | tuple[str, ...], options: Options) -> tuple[list[Measure], list[Failure]]:
    """Measures of all sections; one that breaks down keeps what it had measured and leaves the others alone."""
    measures: list[Measure] = []
    failures: list[Failure] = []
    for name in sections:
        print(name, file=sys.stderr, flush=True)
        started = time.monotonic()
        try:
            measure: Callable[[Options], Iterator[Measure]] = import_module(f"benchmarks.{name}").measure
            for found in measure(options):
                measures.append(found)  # noqa: PERF402  what came before an exception is kept
        except Exception as error:  # one section's trouble is not another's
            failures.append(Failure(name, f"{type(error).__name__}: {error}"))
        print(f"  {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return measures, failures


if __name__ == "__main__":
    sys.exit(main())
