"""The tokenizer: an ordered table of rules over folded text, of which the first that matches wins.

Two steps. `cut_chunks` marks the few spaces that rules reach across (1 000, 20 h 30, l État, anti
terroriste) by turning them into apostrophes or hyphens, and cuts at all others; from there on no
rule reaches across a space, so `cut_chunk` can look at every chunk on its own, and at each distinct
one only once.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from newsearch.analysis.expressions import expression
from newsearch.analysis.words import Form, Position, cut_plain_word, cut_word

__all__ = [
    "BEFORE_BOND",
    "LABELLED",
    "LETTER",
    "LONGEST_RUN",
    "REACH",
    "RULES",
    "Rule",
    "bind_spaces",
    "cut_chunk",
    "cut_chunks",
    "find_bond",
    "is_bond",
    "may_bind",
]


class Rule(NamedTuple):
    """A pattern over one chunk, and what becomes of the text that it matches."""

    name: str
    pattern: str
    cut: Callable[[str], list[Position]]


def cut_chunks(folded: str) -> list[str]:
    """Cut a folded text at its spaces, but for those that hold a number, hour or elision together."""
    return bind_spaces(folded).split(" ")


def bind_spaces(folded: str) -> str:
    """Turn spaces inside numbers, hours and elisions into apostrophes, those after prefixes into
    hyphens; the length stays."""
    spaces = (place for place, character in enumerate(folded) if character == " ")
    if len(folded) < _QUERY and not any(may_bind(folded, place) for place in spaces):
        return folded
    return _BINDING_SPACE.sub(_bond, folded)


def is_bond(folded: str, space: int) -> bool:
    """Whether the space at this place is one that `bind_spaces` turns into something."""
    return may_bind(folded, space) and _BINDING_SPACE.match(folded, space) is not None


def may_bind(folded: str, space: int) -> bool:
    """Whether the characters beside a space leave that open, as they do for few: the expression that
    knows takes longer to compile than many a search takes."""
    before = folded[space - 1 : space]
    following = _MAY_FOLLOW.get(before)
    if following is None:
        return before == "'" or (before in "aior" and folded.endswith(_PREFIXES, 0, space))
    after = folded[space + 1 : space + 2]
    if not after or after not in following:
        return False
    further = folded[max(space - 2, 0) : space - 1]
    is_lone = not (further.isalnum() or further in ("'", "-", "_"))
    return is_lone or following != _VOWELS or folded.endswith(_OPEN, 0, space)


def find_bond(folded: str, space: int) -> str:
    """What `bind_spaces` turns the space at this place into, a space if into nothing else."""
    match = _BINDING_SPACE.match(folded, space)
    return _bond(match) if match else " "


def _bond(match: re.Match[str]) -> str:
    return "-" if match.lastgroup else "'"


def cut_chunk(chunk: str) -> list[Position]:
    """Positions of one chunk, by the first rule that matches at each place; offsets inside it."""
    if len(chunk) <= LONGEST_RUN and (positions := cut_plain_word(chunk)):
        return positions  # no other rule can match
    return _cut_by_rules(chunk)


def _cut_by_rules(chunk: str) -> list[Position]:
    positions: list[Position] = []
    for match in _ANY_RULE.finditer(chunk):
        cut = _CUT_BY_NAME[match.lastgroup or ""]
        offset = match.start()
        positions += [
            [Form(term, offset + start, offset + end) for term, start, end in forms]
            for forms in cut(match[0])
        ]
    return positions


# What the rules are made of.

LETTER = r"[^\W\d_]"
ALNUM = r"[^\W_]"
ELIDED = r"(?:[ldjstcnm]|qu)"

LONGEST_RUN = 100

_QUERY = 200
"""A text of fewer characters is looked at space by space."""

_VOWELS, _DIGITS = "aeiouyh", "0123456789"

_MAY_FOLLOW = {
    **dict.fromkeys("cdjlmnstu", _VOWELS),
    **dict.fromkeys(_DIGITS, f"h{_DIGITS}"),
    **dict.fromkeys("h ", _DIGITS),
}
"""What a space may bind to the character before it, apostrophes and PREFIXES apart."""

_OPEN = ("qu", "aujourd", "prud")
"""What may be bound to a vowel beside lone letters."""

WORD = rf"{ALNUM}{{1,{LONGEST_RUN}}}(?:['\-&]+{ALNUM}{{1,{LONGEST_RUN}}}){{0,20}}"
"""Bounded, because nobody searches for a term of base64."""

INCLUSIVE_ENDING = (
    rf"(?:·{LETTER}+)+"
    rf"|\((?:e|ne|te|le|se|es|s|x|trice|rice|euse|ere|ve)\)s?(?!{ALNUM})"
    r"|\.(?:e|(?<=n.)ne|(?<=t.)te|(?<=l.)le|(?<=r.)(?:t?rice|euse))(?:\.?s)?(?!\w)"
)
"""After a full stop an ending must continue the word (fin.Le is a missing space)."""

LABELLED = "vitamine vitamines hepatite groupe groupes plan plans classe serie section type".split()
"""Words after which a lone letter is a name, not an elision: la vitamine D est utile."""

SYMBOLS = {"€": "euro", "$": "dollar", "£": "livre"}

_RUN = expression(f"{ALNUM}+")
_URL_PREFIX = expression(r"^(?:https?://)?(?:www\.)?")


def _drop(_text: str) -> list[Position]:
    return []


def _cut_url(text: str) -> list[Position]:
    start = len(text) - len(_URL_PREFIX.sub("", text))
    return [[Form(run[0], *run.span())] for run in _RUN.finditer(text, start)]


def _cut_tag(text: str) -> list[Position]:
    """#Me_Too gives me with metoo stacked on it, then too."""
    positions = [[Form(run[0], *run.span())] for run in _RUN.finditer(text)]
    if len(positions) > 1:
        joined = "".join(position[0].term for position in positions)
        positions[0].append(Form(joined, positions[0][0].start, positions[-1][0].end))
    return positions


def _join_acronym(text: str) -> list[Position]:
    start = text.rfind("'") + 1
    letters = re.sub(r"[.-]", "", text[start:])
    return [[Form(letters, start, len(text.rstrip("-")))]]


def _join_thousands(text: str) -> list[Position]:
    """1'234,56 and 1.234,56 give 1234.56."""
    whole, _, decimals = text.partition(",")
    if "'" in whole and not decimals:
        whole, _, decimals = whole.partition(".")
    number = re.sub(r"\D", "", whole)
    return _whole(text, f"{number}.{decimals}" if decimals else number)


def _join_hour(text: str) -> list[Position]:
    return _whole(text, text.replace("'", ""))


def _point_decimal(text: str) -> list[Position]:
    return _whole(text, text.replace(",", "."))


def _name_number_sign(text: str) -> list[Position]:
    return _whole(text, "numero")


def _name_symbol(text: str) -> list[Position]:
    return _whole(text, SYMBOLS[text])


def _whole(text: str, term: str) -> list[Position]:
    return [[Form(term, 0, len(text))]]


RULES = (
    Rule("elision", rf"(?<!{ALNUM}){ELIDED}(?:'+(?=[#@])|''+(?!{ALNUM}))", _drop),
    Rule("url", r"(?:https?://|www\.)[^\s<>]+", _cut_url),
    Rule("tag", rf"[#@]_*{ALNUM}\w*", _cut_tag),
    Rule(
        "acronym",
        rf"(?<!{ALNUM})(?:{ELIDED}'+)?(?:{LETTER}\.-?){{2,}}(?:{LETTER}(?!{ALNUM}))?",
        _join_acronym,
    ),
    Rule(
        "thousands",
        r"(?<![\w.,])\d{1,3}(?:(?:'\d{3})+(?:[.,]\d+)?|(?:\.\d{3})+(?:,\d+)?)(?!\w|[.,']\d)",
        _join_thousands,
    ),
    Rule("hour", r"(?<!\w)\d{1,2}'?h(?:'?\d{2})?(?!\w)", _join_hour),
    Rule("decimal", r"(?<![\w.,])\d+[.,]\d+(?!\w|[.,]\d)", _point_decimal),
    Rule("number_sign", rf"(?<!{ALNUM})n°s?", _name_number_sign),
    Rule("symbol", "[€$£]", _name_symbol),
    Rule("word", rf"{WORD}(?:{INCLUSIVE_ENDING})?", cut_word),
)
"""In this order. Case, accents and Unicode forms are gone before any of them reads the text."""

_CUT_BY_NAME = {rule.name: rule.cut for rule in RULES}
_ANY_RULE = expression("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES))

LONE_LETTER = r"(?<!['\w-])[ldjstcnm]"
BEFORE_VOWELS = (
    # l etat, c est: an elision typed without its apostrophe
    rf"(?<={LONE_LETTER} )(?=.{LETTER})" + "".join(rf"(?<!\b{word} . )" for word in LABELLED),
    # qu il, jusqu au, quelqu un
    r"(?<=qu )",
    r"(?<=\baujourd )(?=hui\b)",
    r"(?<=\bprud )(?=hom)",
    # 20 h, 20 h 30
    r"(?=h(?: ?\d{2})?(?!\w))(?:(?<=\b\d )|(?<=\b\d{2} ))",
)
BEFORE_DIGITS = (
    # 12 345 678, 20 000e
    r"(?=\d{3}(?:i?eme|e)?(?!\w))(?:(?<=(?<![\w.,])\d )|(?<=(?<![\w.,])\d\d )|(?<=(?<![\w.,])\d{3} ))",
    # 20 h 30, 20h 30
    r"(?=\d{2}(?!\w))(?:(?<=\b\dh )|(?<=\b\d{2}h )|(?<=\b\d h )|(?<=\b\d{2} h ))",
)
AFTER_APOSTROPHES = (
    # l' etat, l' «etat» (the quote is a space by now)
    rf"(?= {{0,2}}{ALNUM})(?:(?<={LONE_LETTER}' )|(?<=qu' ))",
)
"""Where a space belongs to a word or number: each looks behind and ahead of it."""

REACH = 20
"""What stands further from a space decides nothing about it."""

PREFIXES = "anti cyber intra multi neo pseudo semi socio".split()
"""Never words by themselves: anti terroriste is anti-terroriste, and meets antiterroriste."""

BEFORE_BOND = (*PREFIXES, *_OPEN, "'", "-[cdjlmnst]")
"""What stands before a space that binds letters to a word, in expressions of one length each."""

AFTER_PREFIXES = tuple(rf"(?<=\b{prefix} )(?={LETTER}{{3}})" for prefix in PREFIXES)

_PREFIXES = tuple(PREFIXES)

_BINDING_SPACE = expression(
    rf" (?:(?=[{_VOWELS}])(?<=[cdjlmnstu\d] )(?:{'|'.join(BEFORE_VOWELS)})"
    rf"|(?=\d)(?<=[\dh ] )(?:{'|'.join(BEFORE_DIGITS)})"
    rf"|(?<=' )(?:{'|'.join(AFTER_APOSTROPHES)})"
    rf"|(?P<prefix>(?<=[aior] )(?:{'|'.join(AFTER_PREFIXES)})))"
)
