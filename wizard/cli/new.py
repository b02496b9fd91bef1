"""`demo-wizard specs new`: an industry's spec with another company's brand, to be edited."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wizard.cli.session import debug_option, talk
from wizard.errors import UsageError
from wizard.identifiers import check

if TYPE_CHECKING:
    from wizard.spec.brand import Brand
    from wizard.spec.model import DemoSpec

_LONGEST_SLUG = 40
_LONGEST_TITLE = 120


@click.command("new")
@click.option("--industry", metavar="NAME|FILE", required=True, help="The spec to begin with: specs list shows them.")
@click.option("--company", metavar="NAME", required=True, help="Whose demo it is.")
@click.option("--locale", default="en_US", show_default=True, metavar="LOCALE",
              help="Language and country of names, places and telephone numbers, e.g. de_DE.")
@click.option("--currency", metavar="CODE", help="ISO 4217 code; the one of the locale's country without it.")
@click.option("--catalog", metavar="NAME", help="A catalog to use; one named after the company without it.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file to write.")
@debug_option
def new(industry: str, company: str, locale: str, currency: str | None, catalog: str | None, out: Path | None) -> None:
    """Write a spec for a company, to edit and to make.

    \b
    Example:
      demo-wizard specs new --industry retail --company "Kunze & Töchter" --locale de_DE
    """
    from wizard.spec.loading import load, parse
    from wizard.spec.source import find, read
    from wizard.spec.starting import started

    brand = _brand(" ".join(company.split()), locale, currency)
    model = load(industry)
    slug = _slug(brand.company)
    path = out or Path(f"{slug.replace('_', '-')}-{model.industry}.yaml")
    text = started(read(find(industry)), brand, _names(model, brand.company, slug, catalog))
    parse(text, str(path))
    _write(path, text)
    click.echo(str(path))
    talk(f"\nEdit it:     its brand block says what is what\nLook at it:  demo-wizard specs show {path}\n"
         f"Make it:     demo-wizard --spec {path}")


def _brand(company: str, locale: str, currency: str | None) -> Brand:
    """The brand with all defaults written out."""
    from pydantic import ValidationError

    from wizard.spec import locales
    from wizard.spec.brand import Brand, Place
    from wizard.spec.skin import domain

    country = locales.locale(locale)
    regions = [Place(name=place.name, cities=list(place.cities), weight=place.weight) for place in country.regions]
    code = (currency or country.currency).upper()
    try:
        return Brand(company=company, domain=domain(company), currency=code, locale=locale, regions=regions)
    except ValidationError as error:
        wrong = str(error.errors()[0]["loc"][0])
        hint = {"company": "Write a name of 1 to 80 characters.", "currency": "Write an ISO 4217 code, such as EUR."}
        raise UsageError(f"--{wrong} {company if wrong == 'company' else code!r} cannot be.",
                         hint.get(wrong, "Try another name.")) from None


def _names(model: DemoSpec, company: str, slug: str, catalog: str | None) -> dict[str, str]:
    """Title, catalog and schema. The schema carries the company's name in a catalog that others may use too."""
    fits = len(f"{company}: {model.title}") <= _LONGEST_TITLE
    names = {"title": f"{{brand.company}}: {model.title}" if fits else model.title}
    if catalog is None:
        return {**names, "catalog": f"dev_{slug}_demo"}
    return {**names, "catalog": check(catalog, "catalog"), "schema": f"{slug}_{model.schema_}"[:100]}


def _slug(company: str) -> str:
    """The company's name as a part of identifiers: `Kunze & Töchter` → `kunze_tochter`."""
    from wizard.spec.latin import ascii_of

    words = re.findall(r"[a-z0-9]+", ascii_of(company.lower()).replace("'", ""))
    slug = "_".join(words)[:_LONGEST_SLUG].strip("_") or "company"
    return slug if slug[0].isalpha() else f"c_{slug}"


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already.", "Give another name with --out, or remove it.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{path} cannot be written: {reason}.", "Choose another place with --out.") from None
