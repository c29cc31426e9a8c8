"""Typed text → lexemes. Everything that is neither word nor sign is punctuation and disappears."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from newsearch.frozen import replace
from newsearch.query.lexemes import FIELD_NAMES, Lexeme, Mark, MarkKind, drop_prefixes
from newsearch.query.syntax import Phrase, SyntaxSlip, Word
from newsearch.query.words import APOSTROPHES, CURRENCIES, excerpt, read_word

__all__ = ["MAX_CLAUSES", "read_lexemes"]

MAX_CLAUSES: Final = 1000
"""Words, phrases and signs that are read of one query."""

MAX_SLOP: Final = 100

INVISIBLE: Final = frozenset(
    map(chr, (0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F)))
) | frozenset(map(chr, (*range(0x2060, 0x2070), *range(0xFE00, 0xFE10))))
"""Soft hyphens, joiners, direction marks and the like: no reader sees them, so no word has them."""

CONTROLS: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # window titles, links
    r"|[\x00-\x1f\x7f-\x9f\ud800-\udfff]"
)

CLOSING_QUOTES: Final = {'"': '"', "«": "»", "“": "”", "„": "“”"}
QUOTES: Final = '"«»“”„'
QUOTE: Final = re.compile(f"[{QUOTES}]")
SLOP: Final = re.compile(r"~0*([0-9]+)")

_NAMES = "|".join(FIELD_NAMES)
_START = rf"(?:[^\W_]|[{CURRENCIES}]|[#@](?=_*[^\W_]))"
_TARGET = rf"[*?]*(?:{_START}|[\"«“„(])"
_PLAIN = rf"[^\s{QUOTES}()…—–―;!,|\[\]{{}}<>]"
_DECIMAL_COMMA = r"(?<=\d),(?=\d)"
_INCLUSIVE = r"(?<=[^\W_]{2})\((?i:e|ne|te|le|se|es|s|x|trice|rice|euse|ère|ve)\)s?"
_RUN = (  # the look-behinds must not see what stands before the run
    rf"{_PLAIN}(?:(?:{_PLAIN}|{_DECIMAL_COMMA})"
    rf"(?:{_PLAIN}|{_DECIMAL_COMMA}|{_INCLUSIVE}){{0,500}})?"
)

TARGET: Final = re.compile(_TARGET)
FIELD_ATTEMPT: Final = re.compile(rf"([^\W\d_]{{3,12}}):(?={_TARGET})")
LEXEME: Final = re.compile(
    rf"""(?P<blank>\s+)
    |(?P<phrase>["«“„])
    |(?P<stray_quote>[»”])
    |(?P<open>\()
    |(?P<close>\))
    |(?P<field>(?i:{_NAMES}):(?=[-+]?{_TARGET}))
    |(?P<spaced_field>(?:{_NAMES}):\s+(?=[-+]?{_TARGET}))
    |(?P<elision>(?i:l|d|j|s|t|c|n|m|qu|jusqu|lorsqu|puisqu|quoiqu)[{APOSTROPHES}]\s*(?=["«“„(]))
    |(?P<minus>(?<![^\s(:])-(?={_TARGET}))
    |(?P<plus>(?<![^\s(:])\+(?={_TARGET}))
    |(?P<lone_plus>(?<!\S)\+(?!\S))
    |(?P<stars>[*?]*\*[*?]*)
    |(?P<address>(?i:[a-z][a-z0-9+.-]{{1,20}}://|www\.)[^\s{QUOTES}()]{{1,2000}})
    |(?P<word>(?={_START}){_RUN})
    |(?P<lucene>&&|\|\|)
    |(?P<punctuation>.)""",
    re.VERBOSE | re.DOTALL,
)


MARKS: Final[dict[str, MarkKind]] = {
    "open": "(",
    "close": ")",
    "minus": "-",
    "plus": "+",
    "field": "field",
    "spaced_field": "field",
    "lone_plus": "ET",
}
"""What kind of mark each group of `LEXEME` is."""


def read_lexemes(text: str) -> tuple[list[Lexeme], list[SyntaxSlip]]:
    """What `lexemes.cut` gives, for any text."""
    cleaned = CONTROLS.sub(lambda match: " " * len(match[0]), text)
    offsets = [at for at, character in enumerate(cleaned) if character not in INVISIBLE]
    lexer = _Lexer("".join(map(cleaned.__getitem__, offsets)), offsets)
    lexer.run()
    return lexer.lexemes, lexer.slips


class _Lexer:
    """`offsets[i]` is the place in the typed text of character i of the cleaned `text`."""

    def __init__(self, text: str, offsets: Sequence[int]) -> None:
        self.text = text
        self.offsets = offsets
        self.lexemes: list[Lexeme] = []
        self.slips: list[SyntaxSlip] = []
        self.clauses = 0

    def run(self) -> None:
        at = 0
        while at < len(self.text):
            match = LEXEME.match(self.text, at)
            assert match is not None  # noqa: S101 - the last alternative matches anything
            at = self.read(match)

    def read(self, match: re.Match[str]) -> int:
        """Take in one lexeme; gives where the next begins."""
        start, end = match.span()
        match match.lastgroup:
            case "phrase":
                return self.read_phrase(start)
            case "word" | "address":
                return self.read_word(match)
            case str() as group if group in MARKS:
                return self.read_mark(match, MARKS[group])
            case "stars":
                self.read_stars(start, end)
            case "stray_quote":
                self.slip(f"{match[0]} closes no quotation and is ignored", start, end)
            case "lucene":
                word = "ET" if match[0] == "&&" else "OU"
                self.slip(f"{match[0]} means nothing and is ignored: write {word}", start, end)
            case _:
                pass
        return end

    def read_mark(self, match: re.Match[str], kind: MarkKind) -> int:
        start, end = match.span()
        text = match[0].rstrip().removesuffix(":")
        if match.lastgroup == "spaced_field":
            note = f"{text}: is read as a field; write it without a blank after it"
            self.slip(note, start, start + len(text) + 1)
        return self.add(Mark(kind, text, *self.span(start, end)), end)

    def read_stars(self, start: int, end: int) -> None:
        if TARGET.match(self.text, end):
            self.slip("a word cannot begin with * or ?: they are ignored", start, end)
        else:
            stars = excerpt(self.text[start:end])
            self.slip(f"{stars} alone means nothing: it is ignored", start, end)
            self.drop_prefixes()

    def read_phrase(self, start: int) -> int:
        inner_end, end = self.find_end_of_phrase(start)
        text = " ".join(QUOTE.sub(" ", self.text[start + 1 : inner_end]).split())
        if not any(character.isalnum() or character in CURRENCIES for character in text):
            self.slip("there is nothing between these quotes: they are ignored", start, end)
            self.drop_prefixes()
            return end
        if "*" in text:
            self.slip("* means nothing between quotes", start, end)
        slop = 0
        if match := SLOP.match(self.text, end):
            slop, end = int(match[1][:4]), match.end()
            if slop > MAX_SLOP:
                self.slip(f"~{MAX_SLOP} is the most there is", *match.span())
                slop = MAX_SLOP
        first, last = self.span(start, end)
        return self.add(Phrase(text, slop, start=first, end=last), end)

    def find_end_of_phrase(self, start: int) -> tuple[int, int]:
        """Where the inside of a phrase ends, and where what follows it begins.

        It ends at the quote that fits, or at one that closes nothing else; if none fits any more,
        at any quote; else at the end of the text.
        """
        closing = CLOSING_QUOTES[self.text[start]]
        fits = any(self.text.rfind(quote) > start for quote in closing)
        opened: set[str] = set()
        for match in QUOTE.finditer(self.text, start + 1):
            quote = match[0]
            if quote in closing:
                return match.span()
            if not fits or (quote in "»”" and quote not in opened):
                self.slip(f"{self.text[start]} is closed by {quote}", start, match.end())
                return match.span()
            opened |= set(CLOSING_QUOTES.get(quote, ""))
            opened.discard(quote)
        self.slip(f"{self.text[start]} is never closed: it ends with the query", start, start + 1)
        return len(self.text), len(self.text)

    def read_word(self, match: re.Match[str]) -> int:
        start = match.start()
        leaf, length, message = read_word(match[0], address=match.lastgroup == "address")
        end = start + length
        if message:
            self.slip(message, start, end)
        if match.lastgroup == "word":
            self.suggest_field(start)
        first, last = self.span(start, start + len(leaf.text) if isinstance(leaf, Word) else end)
        return self.add(replace(leaf, start=first, end=last), end)

    def suggest_field(self, start: int) -> None:
        """A word such as titel:mali was probably meant for a field."""
        if attempt := FIELD_ATTEMPT.match(self.text, start):
            for name in get_close_matches(attempt[1].lower(), FIELD_NAMES, n=1, cutoff=0.75):
                self.slip(f"there is no field {attempt[1]}: did you mean {name}:?", *attempt.span())

    def add(self, lexeme: Lexeme, end: int) -> int:
        """Keep a lexeme, unless there are too many; gives where to go on."""
        if not (isinstance(lexeme, Mark) and lexeme.kind in {"(", ")"}):
            self.clauses += 1
        if self.clauses > MAX_CLAUSES:
            note = f"only the first {MAX_CLAUSES} words and signs are read"
            self.slips.append(SyntaxSlip(note, lexeme.start, self.offsets[-1] + 1))
            drop_prefixes(self.lexemes)
            return len(self.text)
        self.lexemes.append(lexeme)
        return end

    def drop_prefixes(self) -> None:
        before = len(self.lexemes)
        drop_prefixes(self.lexemes)
        self.clauses -= before - len(self.lexemes)

    def slip(self, message: str, start: int, end: int) -> None:
        self.slips.append(SyntaxSlip(message, *self.span(start, end)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A place in the cleaned text as a place in the typed text."""
        return self.offsets[start], self.offsets[end - 1] + 1
