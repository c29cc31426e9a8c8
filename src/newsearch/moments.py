"""Publication dates as the numbers an index keeps."""

from datetime import date, datetime

__all__ = ["day_number", "epoch_seconds"]

_EPOCH = datetime(1970, 1, 1)


def epoch_seconds(moment: datetime) -> int:
    """Seconds since 1970; a moment without a zone counts as UTC."""
    if moment.tzinfo:
        return int(moment.timestamp())
    return int((moment - _EPOCH).total_seconds())


def day_number(day: date) -> int:
    """The calendar day as printed: 24 November 2021 is 20211124."""
    return day.year * 10_000 + day.month * 100 + day.day
