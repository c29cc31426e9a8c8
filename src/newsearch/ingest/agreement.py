"""Which extracted paragraphs are the article's: held against what else the page says of its text."""

import re
from typing import Final

from newsearch.ingest.page import Element

__all__ = ["LONGEST_TEXT", "agree", "squeeze", "without_list"]

COVERING: Final = 0.8
"""The share of an articleBody that must be found in an extraction for the two to be one article."""
LARGER: Final = 0.5
"""The share of an extraction that an articleBody must exceed, or else it is a teaser."""
HEADING: Final = 120
"""Characters in a line between two paragraphs of the article that may be a heading of its own."""
MOST_PARAGRAPHS: Final = 2000
LONGEST_TEXT: Final = 500_000
"""What is larger is compared with nothing: no article is."""
_COMPARED: Final = 80
_TOLD: Final = 100
"""Characters of a paragraph that is surely text."""
_LONGEST_LIST: Final = 200
_LISTED: Final = 140
"""Mean characters of the lines in a list of other articles."""
_NO_WORD = re.compile(r"[\W_]+")


def squeeze(text: str) -> str:
    """A text as it is compared: letters and digits only."""
    return _NO_WORD.sub("", text).casefold()


def agree(extracted: list[str], linked: list[str]) -> list[str] | None:
    """The extracted paragraphs that an articleBody has as well, and the headings and openings around
    them; None when it is another text, more of it, or only its beginning. Publishers' articleBody is whole and free of
    captions and boxes, but its paragraphs are often lost; the page has them."""
    whole = squeeze("".join(linked))
    keys = [squeeze(paragraph) for paragraph in extracted]
    too_large = len(keys) > MOST_PARAGRAPHS or len(whole) > LONGEST_TEXT
    if too_large or len(whole) <= LARGER * sum(map(len, keys)):
        return None
    inside = [bool(key) and key[:_COMPARED] in whole and key[-_COMPARED:] in whole for key in keys]
    covered = sum(len(key) for key, held in zip(keys, inside, strict=True) if held)
    if covered < COVERING * len(whole):
        return None
    first, last = inside.index(True), len(inside) - inside[::-1].index(True)
    return [
        paragraph
        for number, paragraph in enumerate(extracted[:last])
        if inside[number] or number < first or len(paragraph) <= HEADING
    ]


def without_list(paragraphs: list[str], tree: Element) -> tuple[list[str], list[str]]:
    """The paragraphs, and apart those at their end that stand outside of the page's `<article>` and
    look like a list of other articles."""
    opening = next((squeeze(one) for one in paragraphs if len(one) >= _TOLD), None)
    if not opening or sum(1 for _ in tree.iter("article")) == 0:
        return paragraphs, []
    holders = (squeeze("".join(element.itertext())) for element in tree.iter("article"))
    holder = next((text for text in holders if opening[:_COMPARED] in text), None)
    if holder is None:
        return paragraphs, []
    end, first = len(paragraphs), max(0, len(paragraphs) - _LONGEST_LIST)
    while end > first and squeeze(paragraphs[end - 1])[:_COMPARED] not in holder:
        end -= 1
    after = paragraphs[end:]
    listed = 2 < len(after) < _LONGEST_LIST and sum(map(len, after)) / len(after) < _LISTED
    return (paragraphs[:end], after) if listed else (paragraphs, [])
