"""Which news agency an article comes from: by the names of parties, by signatures and datelines.

A signature stands apart: "(AFP)" after a place and a date, or at the end; "avec Reuters"; a line
that is a name. "a-t-il dit à l'AFP" is prose, and says nothing about who wrote the article.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

__all__ = ["find_agency", "may_have_dateline", "name_agency"]

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "AFP": ("AFP", "Agence France-Presse", "Agence France Presse", "afp.com"),
    "Reuters": (
        "Reuters",
        "Thomson Reuters",
        "reuters.com",
        "thomsonreuters.com",
        "Agence Reuters",
    ),
    "AP": ("AP", "Associated Press", "The Associated Press", "ap.org"),
    "Belga": ("Belga", "Agence Belga", "belga.be", "www.belga.be", "belga.press"),
    "ATS": (
        *("ATS", "Keystone-ATS", "SDA-ATS", "ATS/SDA", "SDA", "Agence télégraphique suisse"),
        *("www.sda-ats.ch", "sda-ats.ch"),
    ),
    "MAP": ("MAP", "Maghreb Arabe Presse", "Agence Marocaine de Presse", "map.ma"),
    "APS": ("APS", "Algérie Presse Service", "Agence de presse sénégalaise", "aps.dz"),
    "TAP": ("TAP", "Tunis Afrique Presse", "Agence Tunis Afrique Presse"),
    "La Presse Canadienne": ("La Presse Canadienne", "Presse Canadienne", "The Canadian Press"),
    "Agence Anadolu": ("Agence Anadolu", "Anadolu", "AA"),
    "Xinhua": ("Xinhua", "Chine nouvelle", "Agence Xinhua"),
    "EFE": ("EFE", "Agencia EFE", "Agence EFE"),
    "ANSA": ("ANSA", "ansa.it"),
    "dpa": ("dpa", "Deutsche Presse-Agentur", "Deutsche Presse-Agentur GmbH", "dpa.com"),
    "APA": ("APA", "Agence de presse africaine"),
    "PANA": ("PANA", "Panapress"),
    "TASS": ("TASS", "ITAR-TASS"),
    "RIA Novosti": ("RIA Novosti",),
    "Interfax": ("Interfax",),
    "Bloomberg": ("Bloomberg",),
    "Dow Jones": ("Dow Jones", "Dow Jones Newswires", "Agefi-Dow Jones"),
    "Kyodo": ("Kyodo", "Kyodo News", "KYODONEWS", "kyodonews.jp"),
    "AIP": ("AIP", "Agence ivoirienne de presse"),
    "ACP": ("ACP", "Agence congolaise de presse"),
    "AMI": ("AMI", "Agence mauritanienne d'information"),
    "AIB": ("AIB", "Agence d'information du Burkina"),
    "WAFA": ("WAFA",),
    "QNA": ("QNA",),
    "SPA": ("SPA",),
    "ANP": ("ANP",),
    "STT": ("STT",),
    "NTB": ("NTB",),
    "Ritzau": ("Ritzau",),
    "AAP": ("AAP", "Australian Associated Press"),
    "PA": ("Press Association", "PA Media"),
}
"""Agencies by the name that readers know, each with the names and addresses it signs with."""


def _squash(name: str) -> str:
    return re.sub(r"[\s._'’/-]+", "", name).casefold()


_BY_NAME: Final = {_squash(name): agency for agency, names in _NAMES.items() for name in names}
_SIGNED: Final = sorted(
    (name for names in _NAMES.values() for name in names if "." not in name), key=len, reverse=True
)
# Words of the language in small letters ("map", "tap", "spa") are no agencies: a name counts as it
# is written, or in capitals; of those that sign in small letters, also so.
_FORMS: Final = (
    frozenset(_SIGNED) | {name.upper() for name in _SIGNED} | {"ats", "afp", "dpa", "ritzau"}
)
_LAST_WORDS: Final = frozenset(re.split(r"[\s/]", form)[-1] for form in _FORMS)
_WORD = re.compile(r"[\w-]+")
_LONGEST_LAST: Final = max(map(len, _LAST_WORDS)) + 1
_AFTER_SIGNATURE: Final = " \t\r\n\xa0\u202f)]/*.=-"
_AGENCY: Final = (
    "(?:" + "|".join(map(re.escape, sorted(_FORMS, key=len, reverse=True))) + r")(?![\w'’-])"
)
_LIST: Final = rf"{_AGENCY}(?:(?:\s*[/,+&]\s*|\s+et\s+|\s+avec\s+){_AGENCY}){{0,3}}"
_FIRST = re.compile(rf"(?<![\w-]){_AGENCY}")
_IN_PARENTHESES = re.compile(r"\(([^()\n]{2,40})\)\s?(?:[-–—_:]|\.\s?[-–—]|\.\s)")
_WITHOUT_PARENTHESES = re.compile(
    rf"([^\n().!?]{{3,60}},?\s+\d[^\n()]{{0,20}}?\s)({_LIST})\s*[-–—_]+\s"
)
_HYPHEN = re.compile(r"-\s")
_PARTS = re.compile(r"[\s/,+&-]+")
_SMALL_IN_DATELINE = re.compile(
    r"(?i:d[eu]s?|l[ae]s?|en|sur|sous|et|of|the|[dl]['’].*"
    r"|(?:janv|fév|fev|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|déc|dec|jan|feb|apr|jun|jul|aug)\w*"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|1er)"
)
_ALONE = re.compile(
    r"[\s(\[/*=-]*(?:(?i:source|avec|par|by|with|d['’]après|©)\s*:?\s*)?(?:[Ll]['’])?"
    rf"{_LIST}[\s)\]/*.=-]*"
)
_WITH = re.compile(rf"(?:^|[\s(,–—-])(?i:avec)\s+(?:l['’])?{_LIST}")
_AT_END = re.compile(
    rf"(?:[(\[]\s*(?i:avec\s|source\s?:|©|par\s)?\s*{_LIST}\s*[)\]]|©\s*{_LIST}"
    rf"|(?<=[.!?»])\s+/?{_LIST}/?)\s*\.?\s*$"
)
_AFTER_COMMA = re.compile(rf",\s+{_AGENCY}\s*$")
_OWNED = re.compile(rf"(?:©|\(c\)|(?i:copyright))[\s\d©]*{_LIST}")
_LINES: Final = 3
_LONGEST_LINE: Final = 400
_LONGEST_SIGNATURE: Final = 80
_HEAD: Final = 160
_TAIL: Final = 120
"""Characters at the start and the end of a line that may hold a dateline and a signature."""


def name_agency(name: str | None) -> str | None:
    """The agency that a party's whole name, address or code names, or None."""
    if not name:
        return None
    return _BY_NAME.get(_squash(name)) or _BY_NAME.get(_squash(name.rpartition(":")[2]))


def find_agency(paragraphs: Sequence[str], *stated: str | None) -> str | None:
    """The agency that an article comes from, or None.

    `stated` are the names and lines that its format gives (provider, credit, byline, rights), the
    surest first; then come the dateline, and signatures at the end of the text.
    """
    return _any(map(_in_line, stated)) or _in_text(paragraphs)


@lru_cache(maxsize=4096)  # the same sources and bylines come again and again
def _in_line(line: str | None) -> str | None:
    """The agency in a line that says whose the article is."""
    if not line or len(line) > _LONGEST_LINE:
        return None
    if not _may_name(line):
        return name_agency(line)
    found = _WITH.search(line) or _AT_END.search(line) or _AFTER_COMMA.search(line)
    return name_agency(line) or _named(found or _signs_alone(line) or _OWNED.match(line))


def _in_text(paragraphs: Sequence[str]) -> str | None:
    """The agency in the dateline of one of the first paragraphs, or signing one of the last lines."""
    heads = [opening[:_HEAD] for opening in paragraphs[:_LINES]]
    if may_have_dateline("\n".join(heads)) and (found := _any(map(_in_dateline, heads))):
        return found
    last = "\n".join(paragraphs[-_LINES:]).split("\n")[: -_LINES - 1 : -1]
    tails = [line[-_TAIL:] for line in last]
    if not _may_name("\n".join(map(_where_signed, tails))):  # as most texts
        return None
    return _any(map(_in_last_line, tails))


def _any(found: Iterable[str | None]) -> str | None:
    return next(filter(None, found), None)


def may_have_dateline(text: str) -> bool:
    """Whether the start of a text has what ends a dateline: a quick answer for most texts."""
    return any(map(text.__contains__, "(–—_")) or _HYPHEN.search(text) is not None


def _may_name(text: str) -> bool:
    """Whether any word of a text could end an agency's name: a quick answer for most texts."""
    return not _LAST_WORDS.isdisjoint(_WORD.findall(text))


def _in_dateline(head: str) -> str | None:
    if not may_have_dateline(head) or not _may_name(head):
        return None
    for found in _IN_PARENTHESES.finditer(head):
        names = filter(_FORMS.__contains__, [found[1], *_PARTS.split(found[1])])
        if (name := next(names, None)) and _is_place_and_date(head[: found.start()]):
            return name_agency(name)
    bare = _WITHOUT_PARENTHESES.match(head)
    return _named_in(bare[2]) if bare and _is_place_and_date(bare[1]) else None


def _is_place_and_date(text: str) -> bool:
    """Whether there is no prose: every word has a capital or a digit, or is one of a date."""
    words = re.findall(r"[\w'’-]+", text)
    return len(words) <= 12 and all(
        not word[0].islower() or _SMALL_IN_DATELINE.fullmatch(word) for word in words
    )


def _in_last_line(line: str) -> str | None:
    if not _may_name(_where_signed(line)):
        return None
    found = _signs_alone(line) or _AT_END.search(line)
    if not found and len(line) <= _LONGEST_SIGNATURE:
        found = _WITH.search(line)
    return _named(found)


def _where_signed(line: str) -> str:
    """The part of a line in which the name of an agency would sign it: its end if it is long."""
    if len(line) <= _LONGEST_SIGNATURE:
        return line
    return line.rstrip(_AFTER_SIGNATURE)[-_LONGEST_LAST:]


def _signs_alone(line: str) -> re.Match[str] | None:
    return _ALONE.fullmatch(line) if len(line) <= _LONGEST_SIGNATURE else None


def _named(found: re.Match[str] | None) -> str | None:
    return _named_in(found[0]) if found else None


def _named_in(text: str) -> str | None:
    found = _FIRST.search(text)
    return name_agency(found[0]) if found else None
