"""Days that are unlike the others of their weekday and month: public holidays, events, an incident's busy window.

Each has a factor; where several fall on one day, their factors multiply. The holidays are those of the `holidays`
package, whose version is pinned exactly: its tables decide on which days rows fall.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from wizard.errors import UsageError
from wizard.spec.columns import Calendar, CalendarEvent, Holidays

Window = tuple[int, int, float]
"""First day and day after the last, relative to as_of, and how busy its days are, relative to usual ones."""


def factors(column: Calendar, first: date, days: int, locale: str | None, windows: Iterable[Window]) -> list[float]:
    """How busy each of `days` days from `first` is, relative to the same day were it a usual one.

    Raises `UsageError` when holidays have no country, or one without known holidays.
    """
    busy = [1.0] * days
    for chosen, factor in _special(column, first, days, locale, windows):
        for number in chosen:
            if 0 <= number < days:
                busy[number] *= factor
    return busy


def _special(
    column: Calendar, first: date, days: int, locale: str | None, windows: Iterable[Window]
) -> Iterator[tuple[Iterable[int], float]]:
    """Numbers of days, counted from the first one, with the factor that they have in common."""
    if column.holidays:
        last = first + timedelta(days=days - 1)
        public = public_holidays(_country(column.holidays, locale), first.year, last.year)
        yield ((day - first).days for day in public), column.holidays.factor
    for event in column.events:
        yield _days_of(event, column.start, first, days), event.factor
    for start, end, factor in windows:
        yield range(start - column.start, end - column.start), factor


def _days_of(event: CalendarEvent, start: int, first: date, days: int) -> Iterable[int]:
    """Numbers of an event's days, each once, counted from the first day of the calendar, `start` days from as_of."""
    if event.on is None:
        return range((event.start or 0) - start, (event.end or 0) - start)
    years = range(max(1, first.year - 1), (first + timedelta(days=days - 1)).year + 1)
    month, day = map(int, event.on.split("-"))
    begins = [(date(year, month, day) - first).days for year in years]
    return {begin + number for begin in begins for number in range(event.days)}


def _country(holidays: Holidays, locale: str | None) -> str:
    country = holidays.country or (locale or "").partition("_")[2]
    if not country:
        raise UsageError(f"The locale {locale} names no country, so its holidays are not known.",
                         "Write e.g. country: US in `holidays`.")
    return country


@lru_cache
def public_holidays(country: str, first_year: int, last_year: int) -> Sequence[date]:
    """The public holidays of a country (ISO 3166 code), days off in lieu included, in order."""
    from holidays import country_holidays

    try:
        return sorted(country_holidays(country, years=range(first_year, last_year + 1)))
    except NotImplementedError:
        raise UsageError(f"The holidays of {country} are not known.",
                         "Choose another country in `holidays`, or list the days as `events`.") from None
