"""Publication dates as the numbers an index keeps."""

from datetime import UTC, date, datetime

__all__ = ["day_number", "epoch_seconds"]


def epoch_seconds(moment: datetime) -> int:
    """Seconds since 1970; a moment without a zone counts as UTC."""
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def day_number(day: date) -> int:
    """The calendar day as printed: 24 November 2021 is 20211124."""
    return day.year * 10_000 + day.month * 100 + day.day
