"""Can these dates be true? What a document says of its date, held against itself."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from newsearch.article import Article
from newsearch.frozen import replace
from newsearch.ingest.dates import StatedDate

__all__ = ["doubt_dates", "is_placeholder", "is_suspect"]

_UNSET: Final = frozenset(
    {date(1970, 1, 1), date(1969, 12, 31), date(1900, 1, 1), date(1899, 12, 30)}
)
"""What machines write for "no date": the first second of Unix, the first day of spreadsheets."""
_TOLERANCE: Final = timedelta(days=1)
"""Zones, and articles that are put online in the evening before, account for a day."""


def is_placeholder(stated: StatedDate) -> bool:
    """Whether a machine's date stands for none."""
    return stated.precision in {"day", "time"} and stated.moment.date() in _UNSET


def is_suspect(
    published: StatedDate | None,
    modified: StatedDate | None,
    witnesses: Iterable[StatedDate | None],
    now: datetime | None = None,
) -> bool:
    """Whether a date of publication cannot be, or is contradicted: it stands for none, is in the
    future (after `now`, aware, by default this moment), follows the last change, or differs by more
    than a day from what a witness (the address, the text) says, as far as that is precise."""
    if not published:
        return False
    if is_placeholder(published):
        return True
    day = published.moment.date()
    if day - (now or datetime.now(UTC)).date() > _TOLERANCE:
        return True
    if (
        modified
        and published.precision in {"day", "time"}
        and day - modified.moment.date() > _TOLERANCE
    ):
        return True
    return any(_contradicts(published, witness) for witness in witnesses if witness)


def doubt_dates(article: Article) -> Article:
    """The article, called suspect if its own dates say so, whatever its format."""
    if article.suspect or not article.published:
        return article
    published = StatedDate(article.published, article.published_precision or "time")
    modified = StatedDate(article.modified, "day") if article.modified else None
    return replace(article, suspect=True) if is_suspect(published, modified, ()) else article


def _contradicts(one: StatedDate, other: StatedDate) -> bool:
    """Whether two dates differ in the parts that both state."""
    precisions = {one.precision, other.precision}
    left, right = one.moment.date(), other.moment.date()
    if "year" in precisions:
        return abs(left.year - right.year) > 1
    if "month" in precisions:
        return abs((left.year - right.year) * 12 + left.month - right.month) > 1
    return abs(left - right) > _TOLERANCE
