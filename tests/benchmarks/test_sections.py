"""Sections do not fall together."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from benchmarks import __main__ as command
from benchmarks.options import Options
from benchmarks.processes import BenchmarkError
from benchmarks.report import Failure, Measure


def _breaks(_options: Options) -> Iterator[Measure]:
    yield Measure("first.before", "s", (1.0,))
    raise BenchmarkError("no more")


def _works(_options: Options) -> Iterator[Measure]:
    yield Measure("second.all", "s", (2.0,))


def test_a_section_that_breaks_keeps_what_it_had_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = SimpleNamespace(measure=_breaks), SimpleNamespace(measure=_works)
    monkeypatch.setattr(command, "import_module", {"benchmarks.first": first, "benchmarks.second": second}.__getitem__)
    measures, failures = command.collect(["first", "second"], Options())
    assert [measure.name for measure in measures] == ["first.before", "second.all"]
    assert failures == [Failure("first", "BenchmarkError: no more")]


def test_the_default_sizes_are_those_of_the_budgets() -> None:
    options = Options()
    assert (options.rows, options.small_rows, options.many_rows) == (20_000_000, 1_000_000, 50_000_000)
