"""Copyright footers: taken off the body, kept as `rights`, and read for the name they give.

A line is a footer when it opens as one ("©", "Copyright", "Tous droits réservés", "Reproduction
interdite", …) and then says nothing but rights: every word is one of the few that such notices are
made of, a name, or a number. Prose about copyright always has some other word, and stays.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import Final, NamedTuple

__all__ = ["Rights", "split_rights"]


class Rights(NamedTuple):
    """A body without its copyright footers: what is left (paragraphs), what was taken off (lines,
    in order), and the owner that the last footers name, if any."""

    paragraphs: tuple[str, ...]
    notices: tuple[str, ...]
    owner: str | None


_SIGN = r"(?:©|\(c\)|Ⓒ|&copy;|℗)"
_WORK = (
    r"(?:reproduction|reproductions|rediffusion|diffusion|utilisation|exploitation|copie|reprise"
    r"|republication|publication|représentation|redistribution|traduction|rétransmission|retransmission)"
)
_OPENING = re.compile(
    rf"{_SIGN}"
    r"|copyrights?\b"
    r"|(?:tous|toute|tout|l['’]ensemble des)\s+(?:les\s+)?droits?\b[^.!?]{0,120}?\br[ée]serv[ée]"
    r"|droits?\b[^.!?]{0,100}?\br[ée]serv[ée]"
    r"|all\s+rights?\s+reserved"
    rf"|(?:toutes?\s+|la\s+)?{_WORK}\b[^.!?]{{0,160}}?\b(?:interdit|r[ée]serv[ée]e|prohib[ée]e|soumise)",
    re.IGNORECASE,
)
_SIGNS_OF_NOTICES: Final = {
    b"\xa9": (b"\xa9",),
    b"(": (b"(c)",),
    b"&": (b"&copy;",),
    b"right": (b"copyright", b"rights"),
    b"serv": (b"r\xe9serv", b"r\xc9serv", b"reserv"),
    b"interdit": (b"interdit",),
    b"prohib": (b"prohib",),
    b"soumise": (b"soumise",),
}
"""Every match of _OPENING holds one of these, as `_lower` writes it. What is looked for first is
rare, so that it is soon known not to be there, or stands in several of them."""
_LONGEST_SIGN: Final = max(map(len, chain.from_iterable(_SIGNS_OF_NOTICES.values())))
_OWNER_FIRST = re.compile(
    rf"(?P<owner>[^\W\d_][\w.’' -]{{1,40}}?)\s*[-–—|,]?\s*{_SIGN}\s*(?:copyright\s*)?"
    r"(?:$|(?:19|20)\d\d|tous|all|[-–—|])"
    rf"|(?P<name>[^\W\d_][\w.’' -]{{1,40}}?)\s*[-–—|,]\s+(?={_OPENING.pattern})",
    re.IGNORECASE,
)
_SIGNS = re.compile(
    rf"(?:{_SIGN}|\bcopyrights?\b)(?:[\s,:|–—-]|{_SIGN}|copyrights?\b|by\b|(?:1[89]|20)\d\d\b)*",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(
    r"[.,;–—]\s|[|;/(]|\s[-–—]\s|\s*\b(?:1[89]|20)\d\d|\.$"
    r"|\b(?:tous|toute|all)\b\s+(?:les\s+)?(?:droits?|rights|repro)",
    re.IGNORECASE,
)
_NAME_FOLLOWS = re.compile(rf"©|(?i:(?:{_SIGN}|copyright)[\s\d©]*)+(?=[A-ZÀ-Þ])")
_PROSE_MARK = re.compile(r"[:;?!«»,]\s|[«»]")
_NAME_LINE = re.compile(r"(?![a-zà-ÿ])[^\W\d_][\w’'&-]*(?: [\w’'&-]+){0,5}")
_LEADING = re.compile(r"^[\s\-–—*•|_=~>.]+")
_WORDS = re.compile(rf"{_SIGN}|[^\W_]+(?:[.’'&@/+-][^\W_]+)*\.?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_TAIL_START = re.compile(r"[.!?…»”\")]\s+|[.!?…»”\")](?=©)|\s[-–—|]\s+|\s+(?=©.*\w)")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_LONGEST: Final = 700
"""The longest notice seen is about 500 characters: a page of law is not a footer but an article."""
_MAX_SHORT: Final = 4

_TERMS: Final = frozenset(
    """
    © (c) ⓒ &copy; ℗ copyright copyrights by all rights reserved right the of and in or for without
    prohibited permission written
    tous tout toute toutes droit droits reserve reserves reservee reservees reproduction
    reproductions representation rediffusion diffusion redistribution utilisation exploitation
    copie reprise republication publication traduction adaptation retransmission modification
    auteur auteurs propriete intellectuelle artistique litteraire industrielle
    interdit interdite interdits interdites prohibe prohibee prohibees protege protegee proteges
    protegees strictement formellement expressement rigoureusement
    sans autorisation autorisations accord consentement permission prealable prealablement ecrit
    ecrite expres expresse explicite
    total totale totales partiel partielle partielles partiellement totalement integral integrale
    meme tout partie entier entiere sauf
    article articles contenu contenus texte textes photo photos photographie photographies image
    images depeche depeches logo logos information informations document documents page site
    rubrique materiel video videos publie publies publiee publiees present presente cet cette ces ce
    agence agences presse groupe societe editions editeur journal media medias pays web internet
    reproduit reproduite reproduits reproduites modifie modifiee rediffuse rediffusee rediffuses
    diffuse diffusee diffuses traduit traduite exploite exploitee commercialement reutilise
    reutilisee copie copiee utilise utilisee utilises utilisees extrait extraits redistribue
    peut peuvent etre est sont soit soumis soumise soumises aucun aucune quelque quelconque quel
    quelle maniere facon que qui ce support supports moyen moyens procede forme usage fins
    fin commercial commerciale commerciales prive privee personnel personnelle strict
    redaction redacteur redacteurs direction publication
    consequent detenu detenus titulaire titulaires ayants ayant droit respectifs leurs propriete
    loi code francais francaise article articles penal penale contrefacon constitue sanctionne
    sanctionnee conformement internationale internationaux convention poursuites passible
    ne n pas le la les l un une de du des d et ou a au aux en pour par sur dans avec son sa ses nos notre
    """.split()
)
"""The words of copyright notices in French and English, folded: small letters without accents."""

_MARKERS: Final = frozenset(
    """
    © (c) ⓒ copyright copyrights reserve reserves reservee reservees reserved interdit interdite
    interdites interdits autorisation permission protege protegee protegees proteges propriete
    prohibited prohibe prohibee reproduit reproduite reproduction rediffuse rediffusee droits
    """.split()
)
"""The words of which a sentence that goes on with a notice has at least one."""

_NOT_A_NAME: Final = re.compile(
    r"\b(?:photos?|photographie|cr[ée]dits?|images?|archives?|dr|illustration)\b", re.IGNORECASE
)


def split_rights(paragraphs: list[str]) -> Rights:
    """Take the copyright footers off a body: whole lines anywhere, and the end of the last line."""
    searched = _lower("\n".join(paragraphs))
    signs = _find_signs(searched)
    if not signs:  # as most bodies
        return Rights(tuple(paragraphs), (), None)
    first = _find_paragraph(paragraphs, min(signs.values()))
    kept = paragraphs[:first]
    notices: list[str] = []
    final: list[str] = []  # the notices after the last line that stays
    for paragraph in paragraphs[first:]:
        lines = []
        for line in paragraph.split("\n"):
            if (final or _has(signs, line)) and _is_notice(line, bool(final)):
                final.append(line)
            else:
                notices, final = notices + final, []
                lines.append(line)
        if lines:
            kept.append("\n".join(lines))
    # The paragraphs above the first have no sign.
    if len(kept) > first and (cut := _find_trailing_notice(kept[-1], signs)):
        final.insert(0, kept[-1][cut:])
        kept[-1] = kept[-1][:cut].rstrip(" \t-–—|•")
    owner = next((name for line in final or notices if (name := _find_owner(line))), None)
    if final and not owner and (owner := _take_name_above(paragraphs, kept)):
        final.insert(0, owner)
    notices += final
    return Rights(tuple(kept), tuple(dict.fromkeys(notices)), owner)


def _find_signs(searched: bytes) -> dict[bytes, int]:
    """The signs of notices in a text, without which none opens, and the first place of each."""
    found = {}
    for part, signs in _SIGNS_OF_NOTICES.items():
        start = searched.find(part)
        if start >= 0:  # seldom
            for sign in signs:
                place = searched.find(sign, max(0, start - _LONGEST_SIGN))
                if place >= 0:
                    found[sign] = place
    return found


def _has(signs: Iterable[bytes], line: str) -> bool:
    """Whether a line has one of the signs."""
    return any(map(_lower(line).__contains__, signs))


def _find_paragraph(paragraphs: list[str], place: int) -> int:
    """The number of the paragraph in which a place is when lines are put between them."""
    for number, paragraph in enumerate(paragraphs):
        place -= len(paragraph) + 1
        if place < 0:
            return number
    return len(paragraphs)


def _lower(text: str) -> bytes:
    """A text with small letters of ASCII, a byte a character, all signs of copyright the same: a
    tenth of the work that all of Unicode is."""
    for sign in "Ⓒⓒ℗":
        text = text.replace(sign, "©")
    return text.encode("latin-1", "replace").lower()


@lru_cache(maxsize=2048)  # footers are the same below many articles
def _is_notice(line: str, following: bool) -> bool:
    """Whether a whole line is a copyright notice; one that follows another need not open as one."""
    line = _LEADING.sub("", line)
    if not line or len(line) > _LONGEST:
        return False
    first, *others = _SENTENCE_END.split(line)
    opens = _OPENING.match(first) or _OWNER_FIRST.match(first)
    if not (opens and _speaks_of_rights(first)) and not (following and _goes_on(first)):
        return False
    return all(_goes_on(sentence) for sentence in others)


def _find_trailing_notice(paragraph: str, signs: Iterable[bytes]) -> int | None:
    """Where the notice at the end of a paragraph starts, or None. It starts with a sentence, or
    with a copyright sign."""
    start = max(0, len(paragraph) - _LONGEST)
    if not _has(signs, paragraph[start:]):
        return None
    for found in _TAIL_START.finditer(paragraph, start):
        tail = paragraph[found.end() :]
        opens = found.end() > 0 and _OPENING.match(tail) and _is_notice(tail, False)
        # A sign in the middle of a sentence ends it only if nothing but known words follow.
        if opens and (found[0].strip() or not _count_unknown(tail)):
            return found.end()
    return None


def _take_name_above(paragraphs: list[str], kept: list[str]) -> str | None:
    """Take off the line right above the last notices, in one block with them, if it is a name."""
    *text, name = kept[-1].split("\n") if kept else [""]
    in_one_block = name and any(f"{name}\n" in paragraph for paragraph in paragraphs[-1:])
    if not in_one_block or not _NAME_LINE.fullmatch(name):
        return None
    kept[-1:] = ["\n".join(text)] if text else []
    return name


def _goes_on(sentence: str) -> bool:
    """Whether a sentence may go on with a notice: only its words, and one that marks it."""
    words = [_fold(word) for word in _WORDS.findall(sentence)]
    marked = any(word in _MARKERS or _YEAR.fullmatch(word) for word in words)
    return not words or ((marked or len(words) <= _MAX_SHORT) and _speaks_of_rights(sentence))


def _speaks_of_rights(sentence: str) -> bool:
    """Whether every word is one of a notice, a name (it has a capital), a number or an address."""
    return _count_unknown(sentence) <= _count_small_names(sentence)


def _count_unknown(text: str) -> int:
    """How many words are none of a notice."""
    return sum(1 for word in _WORDS.findall(text) if not _is_term(word))


def _count_small_names(sentence: str) -> int:
    """How many small words may be parts of a name: "© franceinfo", "Copyright Tribune économique"."""
    if not _NAME_FOLLOWS.match(sentence) or _PROSE_MARK.search(sentence):
        return 0
    words = len(_WORDS.findall(sentence))
    return 3 if "©" in sentence and words <= 9 else 1 if words <= 6 else 0


def _is_term(word: str) -> bool:
    if any(character.isupper() or character.isdigit() for character in word):
        return True
    if "." in word[:-1] or "@" in word:
        return True
    return all(part in _TERMS for part in re.split("[’'/-]", _fold(word)) if part)


@lru_cache(maxsize=2048)
def _find_owner(notice: str) -> str | None:
    """The name that a notice gives its owner, or None: "© 2021 AFP. Tous droits …" → "AFP"."""
    first = _OWNER_FIRST.match(_LEADING.sub("", notice))
    if first and (name := _as_name(first["owner"] or first["name"])):
        return name
    sign = _SIGNS.search(notice)
    return _as_name(_AFTER_NAME.split(notice[sign.end() :])[0]) if sign else None


def _as_name(text: str) -> str | None:
    """A short name, or None when these words are none: a photographer, the formula itself."""
    text = text.strip(' \t.,:;*=~_-–—|©"«»')
    words = [_fold(word) for word in _WORDS.findall(text)]
    is_formula = any(word in _MARKERS for word in words) or (
        text.islower() and set(words) <= _TERMS
    )
    if not words or len(words) > 6 or is_formula or _NOT_A_NAME.search(text):
        return None
    return " ".join(text.split())


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower().rstrip("."))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
