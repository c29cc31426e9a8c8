"""What the lines around an article say about it: who wrote it, when it came out, for whom.

Only what stands apart says something: a line of its own ("Par Jeanne Martin, le 3 mai 2021"), or
the dateline that opens a wire ("RABAT, 24 nov 2021 (AFP) - …"). A date in a sentence says nothing.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from newsearch.ingest.dates import DATE, StatedDate, find_date

__all__ = [
    "AGENCIES",
    "NOTHING_SAID",
    "Statement",
    "find_published",
    "find_told",
    "read_dateline",
    "read_statement",
]

AGENCIES: Final = (
    *(
        "AFP",
        "Reuters",
        "AP",
        "Associated Press",
        "Agence France-Presse",
        "Belga",
        "ATS",
        "Keystone-ATS",
    ),
    *(
        "MAP",
        "APS",
        "TAP",
        "ANSA",
        "EFE",
        "DPA",
        "dpa",
        "Xinhua",
        "APA",
        "PANA",
        "SPA",
        "QNA",
        "AA",
        "TASS",
    ),
    *("La Presse Canadienne", "Agence Anadolu", "Bloomberg", "AIP", "AMI", "ANP", "WAFA"),
)
"""News agencies by the names with which they sign in French."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one line states; None or empty for what it does not."""

    authors: tuple[str, ...] = ()
    source: str | None = None
    published: StatedDate | None = None
    modified: StatedDate | None = None

    def or_else(self, other: "Statement") -> "Statement":
        """This statement, completed with what only the other one says."""
        if self is NOTHING_SAID or other is NOTHING_SAID:  # as of most lines
            return self if other is NOTHING_SAID else other
        return Statement(
            self.authors or other.authors,
            self.source or other.source,
            self.published or other.published,
            self.modified or other.modified,
        )


NOTHING_SAID: Final = Statement()

_AGENCY = "(?:" + "|".join(re.escape(name) for name in AGENCIES) + ")"
_WORD = r"[^\W\d_](?:[\w.]|['’-](?=\w))*\.?"
_CAPITALISED = rf"(?![a-zà-ÿœ]){_WORD}"
_PARTICLE = r"(?:d[eu]s?|l[ae]s?|van|von|der|den|ben|bin|ibn|el|al|da|dos|di|y)"
_NAME = rf"{_CAPITALISED}(?: (?:{_PARTICLE} |d['’])*{_CAPITALISED}){{0,4}}"
_NAMES = rf"{_NAME}(?:(?:, | et | & |, et ){_NAME}){{0,5}}"
_NEWSROOM = r"(?:la |notre )?r[ée]daction(?: (?:de |du |d['’]){0,1}[\w. ’'-]{2,30})?"
_SEPARATOR = re.compile(r"[\s,;|·•–—/-]+|(?:le|à|et|avec)\s+", re.IGNORECASE)

_MODIFIED = re.compile(
    r"(?:(?:derni[èe]re )?(?:mis à jour|mise à jour|modifi[ée]e?|actualis[ée]e?|m[àa]j)|modification)"
    rf"\s*:?\s*(?:le\s+|il y a [\w ]{{1,20}})?(?:{DATE}|(?:à )?\d\d?\s?[h:]\s?\d\d)?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:(?:article )?(?:publi[ée]e?|mise? en ligne|parue?|post[ée]e?|[ée]crit|r[ée]dig[ée]|cr[ée][ée]e?|diffus[ée]e?)"
    rf"|publication|date(?: de publication)?)\s*:?\s*(?:le\s+)?{DATE}",
    re.IGNORECASE,
)
_PUBLISHED_CLAUSE = re.compile(
    rf"(?:^|[|·•–—-]\s*){_PUBLISHED.pattern}\s*(?:$|[|·•–—(-]|,?\s*(?:dans|par|mise? à|modifi)\b)",
    re.IGNORECASE,
)
_NEAR: Final = 2000
_LONGEST: Final = 200
_SPACES = re.compile(r"\s\s")
_BARE_DATE = re.compile(rf"(?:le\s+)?{DATE}", re.IGNORECASE)
_PLACE_BEFORE_DATE = re.compile(rf"(?:À |A )?{_NAME}(?:, | - | – | — | )(?=(?i:le\s+)?{DATE})")
_AUTHOR = re.compile(
    r"(?i:(?:(?:publi|r[ée]dig)[ée]e?|[ée]crit|mise? en ligne)?\s*par|auteure?s?|texte|propos recueillis par|recueilli par|de notre correspondante?"
    r"|de notre envoy[ée]e? sp[ée]ciale?)(?i:(?: (?:à|au|aux|en) [\w-]+)?)\s*[:,]?\s+"
    rf"(?P<names>(?i:{_NEWSROOM})|{_NAMES})"
    r"(?i:\s*[,(]\s*(?:notre )?(?:correspondante?|envoy[ée]e? sp[ée]ciale?|journaliste)[^,;|()]{0,40}\)?)?"
)
_SOURCE = re.compile(
    rf"(?i:source)\s*:\s*(?P<source>{_NAME})|(?:avec )?(?:\((?P<signed>{_AGENCY})\)|(?P<agency>{_AGENCY}))(?!\w)"
)
_NAME_WITH_AGENCY = re.compile(rf"(?P<names>{_NAMES}),? (?=\(?(?i:avec) {_AGENCY}\)?$)")
_NOTHING = re.compile(
    r"(?i:(?:avec |et )?(?:les )?agences(?: de presse)?|\(|\))|[\w-]+\.(?:com|fr|org|net|ma|be|ch|info)\b"
)
_READING_TIME = re.compile(
    r"(?:temps de lecture\s*:?\s*)?\d+ ?min(?:utes?)?(?: de lecture)?", re.IGNORECASE
)
_NAME_THEN_DATE = re.compile(
    rf"(?P<names>[^,;:.!?|]{{2,60}}),?\s+(?=(?i:publi[ée]e?|mise? en ligne)\s+(?i:le\s+){DATE})"
)
_DATELINE = re.compile(
    rf"(?:(?P<place>(?!Le ){_CAPITALISED}(?:[ /]{_CAPITALISED}){{0,3}})(?: \((?!{_AGENCY}\))[\w’' -]{{2,30}}\))?,?\s+)?"
    rf"(?P<when>(?i:le\s+)?(?:{DATE}|\d\d?\s+[\w.]{{3,10}}))?,?\s*"
    rf"(?:\((?:(?P<agency>{_AGENCY}(?:/{_AGENCY})?)|(?P<newsroom>{_NAME}))\)\s*[-–—:.]*|\.?\s*[-–—])\s+(?=\S)"
)


def read_statement(line: str) -> Statement | None:
    """What a line states if it does nothing else, or None: it is then part of the article."""
    if len(line) > _LONGEST + 4 and _is_tidy(line[: _LONGEST + 8]):
        return None  # as most are: too long even when folded
    return _recall(line) if len(line) <= _LONGEST else _read_clauses(line)


def _read_clauses(line: str) -> Statement | None:
    if "  " in line or not line.isprintable():
        line = " ".join(line.split(None, _LONGEST // 2))  # of more words it would be longer
    line = line.strip(" .")
    if not 2 < len(line) <= _LONGEST:
        return None
    said = NOTHING_SAID
    position, spoke = 0, False
    while position < len(line):
        if separator := _SEPARATOR.match(line, position):
            position = separator.end()
            continue
        clause = _read_clause(line, position)
        if clause is None:
            return None
        said, spoke, position = (
            said.or_else(clause[0]),
            spoke or clause[0] != NOTHING_SAID,
            clause[1],
        )
    return said if spoke else None


def read_dateline(paragraph: str) -> tuple[Statement, int] | None:
    """What the dateline that opens a wire states, and where it ends; None when there is none."""
    found = _DATELINE.match(paragraph[:200])
    if not found:
        return None
    date = find_date(found["when"]) if found["when"] else None
    # An unknown name in parentheses may be a party or a country, unless a place and a date precede.
    source = found["agency"] or (found["newsroom"] if found["place"] and date else None)
    if not source and not (found["place"] and date and not found["newsroom"]):
        return None
    return Statement(source=source, published=date), found.end()


def find_published(line: str) -> StatedDate | None:
    """The date that a short line calls that of publication, at its start or after a bar or a dash,
    whatever else it says ("Publié le 3 mai 2021 dans Culture"), or None."""
    found = _PUBLISHED_CLAUSE.search(line)
    if not found and read_statement(line):
        found = _PUBLISHED.search(line)
    return find_date(found[0]) if found else None


def find_told(text: str, title: str | None) -> StatedDate | None:
    """The date that the text of a page tells its readers below a title ("Publié le 3 mai 2021"),
    or None."""
    start = text.find(title) if title else -1
    at = text.find("ubli", start + len(title or ""), start + _NEAR) if start >= 0 else -1
    found = _PUBLISHED.match(" ".join(text[at - 1 : at + 100].split())) if at > 0 else None
    return find_date(found[0]) if found else None


_recall = lru_cache(maxsize=2048)(_read_clauses)
"""Signatures and footers come again and again."""


def _is_tidy(text: str) -> bool:
    """Whether a text has single spaces only."""
    return ("  " not in text and text.isprintable()) or not _SPACES.search(text)


def _read_clause(line: str, start: int) -> tuple[Statement, int] | None:
    """One clause of a line from a position on: what it states, and where it ends."""
    if found := _MODIFIED.match(line, start):
        return Statement(modified=find_date(found[0])), found.end()
    for pattern in (_PUBLISHED, _BARE_DATE):
        if found := pattern.match(line, start):
            return Statement(published=find_date(found[0])), found.end()
    if found := _SOURCE.match(line, start):
        return Statement(source=found["source"] or found["signed"] or found["agency"]), found.end()
    if found := _AUTHOR.match(line, start):
        return _signed_by(found["names"]), found.end()
    for pattern in (_NAME_THEN_DATE, _NAME_WITH_AGENCY) if start == 0 else ():
        if found := pattern.match(line):
            return _signed_by(found["names"]), found.end()
    for pattern in (_READING_TIME, _NOTHING, _PLACE_BEFORE_DATE):
        if found := pattern.match(line, start):
            return NOTHING_SAID, found.end()
    return None


def _signed_by(names: str) -> Statement:
    """Who signs; an agency that signs is the source and no author."""
    people = tuple(name.strip() for name in re.split(r",? et |, | & ", names) if name.strip())
    authors = tuple(name for name in people if name not in AGENCIES)
    source = next((name for name in people if name in AGENCIES), None)
    return replace(Statement(), authors=authors, source=source)
