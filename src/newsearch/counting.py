"""What is said of all matches: counts by the values of a field, and where there are fewer than was asked for."""

from collections.abc import Iterable, Sequence
from typing import Final

from newsearch.engine import Counts, Grouping
from newsearch.query.fields import same_keyword
from newsearch.query.queries import FuzzyQuery, PrefixQuery, WildcardQuery
from newsearch.search import Facet, FacetField

__all__ = ["GROUPINGS", "name_facets", "warn_of_cuts", "warn_of_sources"]

GROUPINGS: Final[dict[FacetField, Grouping]] = {
    "source": Grouping("source"),
    "section": Grouping("section"),
    "language": Grouping("language"),
    "year": Grouping("day", 10_000),
    "month": Grouping("day", 100),
    "day": Grouping("day", 1),
}
"""`day` is yyyymmdd: divided, it is a month or a year."""


def name_facets(names: Sequence[FacetField], counts: Sequence[Counts]) -> tuple[Facet, ...]:
    """The engine's counts, in the order of the names that were asked for."""
    return tuple(
        Facet(name, tuple((_name(value), count) for value, count in found))
        for name, found in zip(names, counts, strict=True)
    )


def warn_of_cuts(cut: Iterable[PrefixQuery | WildcardQuery | FuzzyQuery]) -> tuple[str, ...]:
    """A sentence for each part of a query that stands for too many words."""
    patterns = dict.fromkeys(map(_pattern, cut))
    return tuple(
        f"{pattern} stands for too many words: only the most frequent of them are looked for"
        for pattern in patterns
    )


def warn_of_sources(asked: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each source that was asked for and that no article has: it may be mistyped."""
    return tuple(
        f"no article has the source {name}" + _meant(name, known)
        for name in asked
        if not any(same_keyword(name, other) for other in known)
    )


def _meant(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - slow to load, and seldom needed

    by_name = {other.lower(): other for other in known}
    near = get_close_matches(name.lower(), by_name, n=1)
    return f": did you mean {by_name[near[0]]}?" if near else ""


def _name(value: str | int) -> str:
    """A keyword as it is; 20130304, 201303 and 2013 as dates are written."""
    if isinstance(value, str):
        return value
    digits = f"{value:04d}"
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)


def _pattern(query: PrefixQuery | WildcardQuery | FuzzyQuery) -> str:
    """About as it was typed."""
    match query:
        case PrefixQuery(_, prefix):
            return f"{prefix}*"
        case WildcardQuery(_, pattern):
            return pattern
        case FuzzyQuery(_, term):
            return f"{term}~"
