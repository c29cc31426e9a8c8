"""Which fields an index of articles has, and under which analysis each text is kept.

A text field is named part_analysis: `body_stem`, `title_surface` … The article's parts are fields
of `Article`; the analyses are those of `ANALYZERS`.
"""

from newsearch.analysis.accented import ACCENTED
from newsearch.analysis.french import STEM, SURFACE, fold
from newsearch.analysis.names import NAME
from newsearch.analysis.tokens import Analyzer

__all__ = [
    "ANALYZERS",
    "KEYWORD_FIELDS",
    "NUMBER_FIELDS",
    "TEXT_FIELDS",
    "file_keyword",
    "keyword",
    "same_keyword",
    "split_field",
]

ANALYZERS: dict[str, Analyzer] = {
    "stem": STEM,
    "surface": SURFACE,
    "name": NAME,
    "accented": ACCENTED,
}
"""`accented` is for looking at stored texts; no field of an index is made with it."""

TEXT_FIELDS = (
    "title_stem",
    "title_surface",
    "body_stem",
    "body_surface",
    "title_name",
    "body_name",
    "source_surface",
    "author_surface",
    "section_surface",
)
KEYWORD_FIELDS = ("source", "section", "language", "file", "cluster", "sketch")
"""`file` is the digest and path of the raw document, so that an update can tell what has changed;
copies of one text share their `cluster`, and are found by their `sketch` (see `clusters`)."""
NUMBER_FIELDS = ("published", "day")
"""`published`: seconds since 1970 (a date without zone counts as UTC); `day`: yyyymmdd as printed."""


def split_field(name: str) -> tuple[str, str]:
    """The part and the analysis that a text field's name is made of."""
    part, _, analysis = name.rpartition("_")
    return part, analysis


def keyword(value: str) -> str:
    """The form under which a keyword is kept: as published, spaces tidied."""
    return " ".join(value.split())


def file_keyword(path: str, digest: str) -> str:
    """Names a file with given contents, so that an update can tell what has changed."""
    return f"{digest} {path}"


def same_keyword(one: str, other: str) -> bool:
    """Whether two keywords are the same to a reader: accents, case and spacing left out."""
    return fold(keyword(one)) == fold(keyword(other))
