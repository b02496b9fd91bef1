from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.cli.new import _brand, _names
from wizard.identifiers import is_valid
from wizard.spec import load, locales, parse, shipped
from wizard.spec.skin import skin
from wizard.spec.starting import started

Wizard = Callable[..., int]


def made(wizard: Wizard, folder: Path, *arguments: str) -> Path:
    path = folder / "made.yaml"
    assert wizard("specs", "new", "--industry", "retail", *arguments, "--out", str(path)) == 0
    return path


def test_a_spec_of_a_company_is_written_and_says_what_to_type(
    wizard: Wizard, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = made(wizard, tmp_path, "--company", "Kunze  & Töchter", "--locale", "de_DE")
    said = capsys.readouterr()
    assert said.out == f"{path}\n"
    assert f"demo-wizard --spec {path}" in said.err
    spec = skin(load(path))
    assert spec.title == "Kunze & Töchter: Retail customer analytics"
    assert (spec.catalog, spec.schema_) == ("dev_kunze_tochter_demo", "customer_analytics")
    assert (spec.brand.domain, spec.brand.currency) == ("kunze-tochter.example", "EUR")
    assert [place.name for place in spec.brand.regions] == ["Nord", "West", "Süd", "Ost"]


def test_all_but_title_catalog_and_brand_stays_word_for_word(wizard: Wizard, tmp_path: Path) -> None:
    industry = next(path for path in shipped() if path.stem == "retail").read_text(encoding="utf-8")
    text = made(wizard, tmp_path, "--company", "Kunze").read_text(encoding="utf-8")
    assert text[text.index("\ntables:") :] == industry[industry.index("\ntables:") :]
    assert text.splitlines()[0].startswith("# For completion in editors: demo-wizard specs schema")
    assert "# yaml-language-server" not in text
    lists = industry[industry.index("\n  words:") : industry.index("\ntables:")]
    assert lists in text
    assert "  # Sales regions, counted from 1" in text


def test_currency_and_catalog_can_be_said(wizard: Wizard, tmp_path: Path) -> None:
    spec = load(made(wizard, tmp_path, "--company", "Kunze", "--currency", "chf", "--catalog", "main"))
    assert (spec.brand.currency, spec.catalog, spec.schema_) == ("CHF", "main", "kunze_customer_analytics")


@pytest.mark.parametrize("company", ["O'Brien & Söhne {x}", '"Quoted": #1', "株式会社", "3 Suns", "x" * 80, "yes"])
def test_any_company_makes_a_spec_that_loads(wizard: Wizard, tmp_path: Path, company: str) -> None:
    spec = skin(load(made(wizard, tmp_path, "--company", company)))
    assert spec.brand.company == company
    assert is_valid(spec.catalog)


@pytest.mark.parametrize(("number", "path"), list(enumerate(shipped())), ids=[path.stem for path in shipped()])
def test_every_industry_and_every_locale_loads(number: int, path: Path) -> None:
    text, model = path.read_text(encoding="utf-8"), load(path)
    for locale in locales.with_data()[number :: len(shipped())]:
        brand = _brand("Kunze & Töchter", locale, None)
        spec = parse(started(text, brand, _names(model, brand.company, "kunze", None)), locale)
        assert spec.brand == brand.model_copy(update={"words": model.brand.words, "personas": model.brand.personas})


def test_nothing_is_overwritten(wizard: Wizard, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = made(wizard, tmp_path, "--company", "Kunze")
    path.write_text("mine", encoding="utf-8")
    assert wizard("specs", "new", "--industry", "retail", "--company", "Kunze", "--out", str(path)) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"


def test_without_a_name_the_file_is_called_after_the_company(
    wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert wizard("specs", "new", "--industry", "retail", "--company", "Kunze & Töchter") == 0
    assert (tmp_path / "kunze-tochter-retail.yaml").exists()


@pytest.mark.parametrize(("arguments", "said"), [
    (("--industry", "retial", "--company", "Kunze"), "Did you mean retail?"),
    (("--industry", "retail", "--company", " "), "1 to 80 characters"),
    (("--industry", "retail", "--company", "x" * 81), "1 to 80 characters"),
    (("--industry", "retail", "--company", "Kunze", "--locale", "xx_YY"), "no names for the locale"),
    (("--industry", "retail", "--company", "Kunze", "--currency", "Euro"), "such as EUR"),
    (("--industry", "retail", "--company", "Kunze", "--catalog", "My Catalog"), "my_catalog"),
    (("--industry", "retail", "--company", "Kunze", "--out", "no/such/folder/x.yaml"), "cannot be written"),
    (("--industry", "retail"), "--company"),
])
def test_what_cannot_be_is_said_with_a_way_out(
    wizard: Wizard, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert wizard("specs", "new", *arguments) == 2
    assert said in capsys.readouterr().err
