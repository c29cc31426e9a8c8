"""Dates as French articles and pages write them: ISO 8601, RFC 5322, words, numbers day first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Final

from newsearch.article import Precision

__all__ = [
    "DATE",
    "StatedDate",
    "find_date",
    "find_date_in_address",
    "find_date_in_name",
    "find_date_in_path",
    "parse_date",
]


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date and the finest part of it that is really stated; finer parts mean nothing.

    `moment` is aware when a zone is stated, else naive.
    """

    moment: datetime
    precision: Precision


YEARS: Final = range(1600, 2200)
"""Press years; a number outside is something else."""

_MONTHS: Final = {
    "janv": 1, "jan": 1, "fevr": 2, "fev": 2, "mars": 3, "mar": 3, "avr": 4, "mai": 5, "juin": 6,
    "juil": 7, "aou": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
"""Month by the longest of these that its folded name starts with."""

_MONTH = (
    r"(?:janv(?:ier)?|jan|f[ée]v(?:r(?:ier)?)?|mars?|avr(?:il)?|mai|juin|juil(?:let)?"
    r"|ao[uû]t|sept(?:embre)?|sep|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\b\.?"
)
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?"
_CLOCK = (
    r"(?:(?:\s*[,|·–-]|\s+à)?\s*(?P<hour>[01]?\d|2[0-3])\s?(?:[hH:]|heures?)"
    r"(?:\s?(?P<minute>[0-5]\d)(?:\s?min\b)?)?(?::[0-5]\d)?(?!\w))?"
)

DATE: Final = (
    rf"(?i:(?:{_WEEKDAY},?\s+)?(?:"
    rf"(?P<day>1\s?er|premier|0?[1-9]|[12]\d|3[01])\s+(?P<month>{_MONTH})\s+(?P<year>\d{{4}})\b"
    r"|(?P<nday>0?[1-9]|[12]\d|3[01])(?P<sep>[/.-])(?P<nmonth>0?[1-9]|1[0-2])(?P=sep)(?P<nyear>\d{4}|\d{2})\b"
    r"|(?P<iyear>\d{4})-(?P<imonth>0[1-9]|1[0-2])-(?P<iday>0[1-9]|[12]\d|3[01])\b"
    rf"){_CLOCK})"
)
"""A whole date in French text: "mercredi 24 novembre 2021 à 18h30", "1er mars 2020", "24/11/2021",
"2021-11-24". A regular expression with named groups that minds no case."""

_DATE = re.compile(DATE)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})(?:[T ]\s?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|GMT|CES?T|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\[[\w/]+\])?)?)?)?",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{4})/(\d{2})/(\d{2})(?=$|\D)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?")
_MONTH_YEAR = re.compile(rf"(?P<month>{_MONTH})\s+(?P<year>\d{{4}})", re.IGNORECASE)
_IN_NAME = re.compile(r"(?<!\d)(\d{4})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_IN_NAME_DAY_FIRST = re.compile(
    r"(?<!\d)(0[1-9]|[12]\d|3[01])([-_.])(0[1-9]|1[0-2])\2((?:19|20)\d{2})(?!\d)"
)
_IN_FOLDERS = re.compile(
    r"(?:^|/)((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=/)"
)
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)/?[/-](0?[1-9]|1[0-2])/?[/-](0?[1-9]|[12]\d|3[01])(?:[/_-]|$)"
    r"|[/_-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)"
    r"|[/_-]((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?:[/_.-]|$)"
    r"|/(0[1-9]|[12]\d|3[01])-(0[1-9]|1[0-2])-((?:19|20)\d\d)(?:[/_.-]|$)"
)
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")
_ENGLISH: Final = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)
"""Months in the machine's dates of French pages, which publishing systems write in English."""
_IN_ENGLISH = re.compile(
    r"(?:[a-z]{3,9},? )?(?:(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
    r"|(?P<day2>\d{1,2}) (?P<month2>[a-z]{3,9})\.? (?P<year2>\d{4}))"
    r"(?:,?(?: at)? (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?(?: ?(?P<half>[ap]m))?"
    r"(?: ?(?:gmt|utc)?(?P<zone>[+-]\d{2}:?\d{2}|gmt|utc|z))?(?: \([\w ]+\))?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_RFC = re.compile(r"(?:[A-Za-z]{3,9}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}")


def parse_date(text: str) -> StatedDate | None:
    """The date that a whole string states ("2021-11-24T18:30:00Z", "24 novembre 2021"), or None."""
    text = " ".join(text[:80].split())
    text = _SLASHED.sub(r"\1-\2-\3", text)
    try:
        for date in _read_forms(text):
            return date
    except (ValueError, OverflowError):  # a 31st of June
        pass
    return None


def find_date(text: str) -> StatedDate | None:
    """The first whole date written somewhere in a text, or None."""
    for found in _DATE.finditer(text):
        try:
            if date := _from_groups(found):
                return date
        except ValueError:
            continue
    return None


def find_date_in_name(name: str) -> StatedDate | None:
    """The date in a file's name ("2021-11-24_titre.txt", "20211124.html", "24-11-2021.txt"), or None."""
    if found := _IN_NAME.search(name):
        return find_date("-".join(found.group(1, 3, 4)))
    found = _IN_NAME_DAY_FIRST.search(name)
    return find_date("-".join(found.group(4, 3, 1))) if found else None


def find_date_in_path(path: str) -> StatedDate | None:
    """The date in a file's name, or else in its folders ("2021/11/24/titre.html"), or None."""
    folders, _, name = path.rpartition("/")
    date = find_date_in_name(name)
    if not date and (found := _IN_FOLDERS.search(f"{folders}/")):
        date = find_date("-".join(part.zfill(2) for part in found.groups()))
    return date


def find_date_in_address(address: str) -> StatedDate | None:
    """The day in the address of a page, or else the month ("https://…/2021/05/titre"), or None."""
    if found := _IN_ADDRESS.search(address):
        parts = [part.zfill(2) for part in found.groups() if part]
        date = parse_date("-".join(parts if len(parts[0]) == 4 else reversed(parts)))
        if date:
            return date
    found = _MONTH_IN_ADDRESS.search(address)
    return parse_date("-".join(found.groups())) if found else None


def _read_forms(text: str) -> Iterator[StatedDate]:
    """The readings of a string, the strictest first. Raises ValueError on impossible dates."""
    if found := _ISO.fullmatch(text):
        yield from _plausible(_from_iso(found))
    if found := _COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = found.groups()
        clock = (int(hour), int(minute), int(second or 0)) if hour else ()
        moment = datetime(int(year), int(month), int(day), *clock)
        moment = moment.replace(tzinfo=_zone(zone))
        yield from _plausible(StatedDate(moment, "time" if hour else "day"))
    if _EPOCH.fullmatch(text):
        seconds = int(text) // (1000 if len(text) == 13 else 1)
        yield from _plausible(StatedDate(datetime.fromtimestamp(seconds, UTC), "time"))
    if _RFC.match(text):
        yield from _plausible(StatedDate(parsedate_to_datetime(text), "time"))
    if (found := _DATE.fullmatch(text)) and (date := _from_groups(found)):
        yield date
    if found := _MONTH_YEAR.fullmatch(text):
        moment = datetime(int(found["year"]), _number_of(found["month"]), 1)
        yield from _plausible(StatedDate(moment, "month"))
    if (found := _IN_ENGLISH.fullmatch(text)) and (date := _from_english(found)):
        yield from _plausible(date)


def _plausible(date: StatedDate) -> Iterator[StatedDate]:
    if date.moment.year in YEARS:
        yield date


def _from_iso(found: re.Match[str]) -> StatedDate:
    year, month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    precision: Precision = (
        "time" if found["hour"] else "day" if day else "month" if month else "year"
    )
    # A "second" of 60 is a leap second.
    moment = datetime(
        year, month or 1, day or 1, hour, minute, min(second, 59), tzinfo=_zone(found["zone"])
    )
    return StatedDate(moment, precision)


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    if text.upper() in {"CET", "CEST"}:
        return timezone(timedelta(hours=len(text) - 2))
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _number_of(month: str) -> int:
    """The number of a month by its French name, short or long."""
    name = month.lower().rstrip(".").translate(str.maketrans("éèû", "eeu"))
    return next(_MONTHS[stem] for stem in sorted(_MONTHS, reverse=True) if name.startswith(stem))


def _from_english(found: re.Match[str]) -> StatedDate | None:
    """The date of a match of _IN_ENGLISH, or None when its month is none. Raises ValueError."""
    name = (found["month"] or found["month2"])[:3].lower()
    if name not in _ENGLISH:
        return None
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    moment = datetime(
        int(found["year"] or found["year2"]),
        _ENGLISH.index(name) + 1,
        int(found["day"] or found["day2"]),
        hour,
        int(found["minute"] or 0),
        tzinfo=_zone(found["zone"]),
    )
    return StatedDate(moment, "time" if found["hour"] else "day")


def _from_groups(found: re.Match[str]) -> StatedDate | None:
    """The date of a match of DATE, or None when its year is none. Raises ValueError."""
    if found["month"]:
        month = _number_of(found["month"])
        day = 1 if found["day"].lower() == "premier" else int(re.sub(r"\D", "", found["day"]))
        year = int(found["year"])
    elif found["nday"]:
        day, month, year = int(found["nday"]), int(found["nmonth"]), int(found["nyear"])
        # Two digits: the press online began in the nineties.
        year += 0 if year > 99 else 2000 if year < 70 else 1900
    else:
        year, month, day = (int(found[name]) for name in ("iyear", "imonth", "iday"))
    if year not in YEARS:
        return None
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    moment = datetime(year, month, day, hour, minute)
    return StatedDate(moment, "time" if found["hour"] else "day")
