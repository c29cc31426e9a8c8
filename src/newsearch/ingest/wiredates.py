"""Moments as wires write them, and which of an item's moments is its date."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from newsearch.ingest.dates import StatedDate, parse_date

__all__ = ["choose_dates", "read_moment"]

_BASIC = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]?(\d{2}):?(\d{2}):?(\d{2})?(?:[.,]\d+)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_ZONES: Final = {"CET": "+0100", "MEZ": "+0100", "CEST": "+0200", "MESZ": "+0200"}
"""Zones of Western Europe by the names that mail and feeds give them, which mail readers ignore."""
_NAMED_ZONE = re.compile(r"(?<=\d) ?(CET|CEST|MEZ|MESZ)$")
_MONTH = re.compile(r"00[/.-](0[1-9]|1[0-2])[/.-](\d{4})")


def read_moment(text: str | None) -> StatedDate | None:
    """The moment that a wire states: ISO 8601, extended or basic ("20190603T174729+0200"), "2 avril
    2019", RFC 5322, "00/09/2018" (a month)."""
    text = " ".join((text or "")[:80].split())
    if found := _NAMED_ZONE.search(text):
        text = f"{text[: found.start()]} " + _ZONES[found[1]]
    try:
        if found := _BASIC.fullmatch(text):
            return _from_basic(found)
        if found := _MONTH.fullmatch(text):
            return StatedDate(datetime(int(found[2]), int(found[1]), 1), "month")
    except (ValueError, OverflowError):
        return None
    return parse_date(text) if text else None


def choose_dates(
    first: Iterable[StatedDate | None],
    latest: Iterable[StatedDate | None],
    embargo: StatedDate | None = None,
) -> tuple[StatedDate | None, StatedDate | None]:
    """When an item came out, and when it was last changed, if later. What is embargoed comes out
    when the embargo ends; without a first date, the latest is that of publication."""
    published = next(filter(None, first), None)
    modified = next(filter(None, latest), None)
    if published is None or (embargo and _is_later(embargo, published)):
        published = embargo or modified
    later = published and modified and _is_later(modified, published)
    return published, modified if later else None


def _from_basic(found: re.Match[str]) -> StatedDate | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = datetime(year, month, day, hour, minute, min(second, 59))
    known = parse_date(f"{year:04}-{month:02}-{day:02}")  # no year that the press cannot have
    zone = found[7] or ""
    if not known:
        return None
    if zone == "Z":
        moment = moment.replace(tzinfo=UTC)
    elif zone:
        known_zone = parse_date(f"2000-01-01T00:00:00{zone}")
        moment = moment.replace(tzinfo=known_zone.moment.tzinfo if known_zone else None)
    return StatedDate(moment, "time" if found[4] else "day")


def _is_later(one: StatedDate, other: StatedDate) -> bool:
    """Whether one moment is after another; where only one has a zone, by a day at least."""
    left, right = one.moment, other.moment
    if (left.tzinfo is None) == (right.tzinfo is None):
        return left > right
    return left.replace(tzinfo=None) - right.replace(tzinfo=None) > timedelta(days=1)
