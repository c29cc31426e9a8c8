"""What a typed query is cut into: words and phrases, which are leaves of the tree already, and marks.

Operator words (ET, OU …) come out as words: whether they are operators depends on the whole query,
so the parser decides.
"""

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from newsearch.frozen import frozen
from newsearch.query.syntax import FieldName, Leaf, SyntaxSlip, Word

__all__ = ["FIELD_NAMES", "Lexeme", "Mark", "MarkKind", "cut", "drop_prefixes"]

FIELD_NAMES: Final[dict[str, FieldName]] = {
    "titre": "title",
    "title": "title",
    "texte": "body",
    "body": "body",
    "source": "source",
    "auteur": "author",
    "author": "author",
    "rubrique": "section",
    "section": "section",
}
"""What can be typed before a colon, in any case, and the field that it names."""

LONGEST_PLAIN: Final = 500
"""Characters of the longest query that is cut at its blanks alone."""

MarkKind = Literal["(", ")", "-", "+", "field", "ET"]


@frozen
class Mark:
    """A sign: a parenthesis, a prefix (-word, +word, field:word; `text` is the field as typed), or
    a + that stands alone and means ET."""

    kind: MarkKind
    text: str
    start: int
    end: int


Lexeme: TypeAlias = Leaf | Mark


def cut(text: str) -> tuple[list[Lexeme], list[SyntaxSlip]]:
    """The lexemes of a query and the slips met on the way, in time linear in its length.

    Most queries are a few words of letters alone. They need no lexer, whose patterns take longer to
    compile than many a search takes.
    """
    if len(text) <= LONGEST_PLAIN and text.replace(" ", "").isalpha():
        return list(_cut_at_blanks(text)), []
    from newsearch.query.lexer import read_lexemes  # noqa: PLC0415 - see above

    return read_lexemes(text)


def _cut_at_blanks(text: str) -> Iterator[Word]:
    end = 0
    for word in text.split():
        start = text.index(word, end)
        end = start + len(word)
        yield Word(word, start=start, end=end)


def drop_prefixes(lexemes: list[Lexeme]) -> None:
    """Take off the end what now has nothing to apply to."""
    while lexemes and isinstance(last := lexemes[-1], Mark) and last.kind in {"-", "+", "field"}:
        lexemes.pop()
