"""Periods as people type them: 2013, mars 2013, 04/03/2013, 7d."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from newsearch.analysis.french import fold
from newsearch.errors import InvalidRequest

__all__ = ["parse_period"]

MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
MONTH = rf"(?P<month_name>{'|'.join(MONTHS)})"
YEAR = r"(?P<year>\d{4})"

ACCEPTED = "2013, 2013-03, 2013-03-04, 04/03/2013, mars 2013, 4 mars 2013, today, yesterday, 7d, 2w, 3m, 1y"


def parse_period(text: str, *, today: date) -> tuple[date, date]:
    """The first and last day of the period that `text` means, seen from `today`.

    A number of days (d or j), weeks (w or s), months (m) or years (y or a) ends today. Accents,
    case and outer blanks do not count. Raises InvalidRequest with the forms it accepts.
    """
    typed = " ".join(fold(text).split())
    for pattern, read in _FORMS:
        match = re.fullmatch(pattern, typed)
        if match:
            try:
                return read(match, today)
            except (ValueError, OverflowError):
                break
    raise InvalidRequest(f"{text!r} is no date or period: type {ACCEPTED}")


def _read_calendar(match: re.Match[str], _today: date) -> tuple[date, date]:
    """A year, a month or a day."""
    parts = match.groupdict()
    year = int(parts["year"])
    if name := parts.get("month_name"):
        month = MONTHS.index(name) + 1
    elif number := parts.get("month"):
        month = int(number)
    else:
        return date(year, 1, 1), date(year, 12, 31)
    if day := parts.get("day"):
        return (date(year, month, int(day)),) * 2
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _read_length(match: re.Match[str], today: date) -> tuple[date, date]:
    """So many days, weeks, months or years up to today."""
    count, unit = int(match["count"]), match["unit"]
    if unit in "djws":
        return today - timedelta(days=count * (7 if unit in "ws" else 1)), today
    months = today.year * 12 + today.month - 1 - count * (12 if unit in "ya" else 1)
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(today.day, monthrange(year, month + 1)[1])), today


def _read_today(_match: re.Match[str], today: date) -> tuple[date, date]:
    return today, today


def _read_yesterday(_match: re.Match[str], today: date) -> tuple[date, date]:
    return (today - timedelta(days=1),) * 2


_Reader = Callable[[re.Match[str], date], tuple[date, date]]
_FORMS: tuple[tuple[str, _Reader], ...] = (
    (rf"{YEAR}(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?", _read_calendar),
    (rf"(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.]{YEAR}", _read_calendar),
    (rf"(?P<month>\d\d?)/{YEAR}", _read_calendar),
    (rf"(?:(?P<day>\d\d?)(?:er)? )?{MONTH} {YEAR}", _read_calendar),
    (r"(?P<count>\d{1,5}) ?(?P<unit>[djwsmya])", _read_length),
    (r"today|aujourd[' ]?hui", _read_today),
    (r"yesterday|hier", _read_yesterday),
)
