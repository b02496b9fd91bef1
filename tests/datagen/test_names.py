from __future__ import annotations

import subprocess
import sys

import pytest

from wizard.datagen import names
from wizard.errors import UsageError


def test_lists_depend_on_locale_and_seed_alone() -> None:
    first = names.first_names("de_DE", 7)
    names.first_names.cache_clear()
    assert names.first_names("de_DE", 7) == first
    assert names.first_names("de_DE", 8) != first
    assert names.first_names("en_US", 7) != first


@pytest.mark.parametrize("locale", ["en_US", "en_GB", "de_DE", "fr_FR", "pt_BR", "es_MX", "ja_JP", "it", "nl_NL"])
def test_lists_are_distinct_and_long_enough(locale: str) -> None:
    for made, least in ((names.first_names, 60), (names.last_names, 60), (names.cities, 20)):
        found = made(locale, 1)
        assert len(set(found)) == len(found) >= least
        assert all(name.strip() == name and name for name in found)


def test_an_unknown_locale_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no names for the locale xx_YY"):
        names.cities("xx_YY", 1)


def test_mimesis_is_imported_only_when_a_name_is_asked_for() -> None:
    code = (
        "import sys, wizard.datagen.recipe, wizard.datagen.connect; "
        "print({'mimesis', 'sqlglot', 'dbldatagen', 'pyspark'} & {*sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
