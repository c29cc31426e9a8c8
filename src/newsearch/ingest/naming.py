"""What an article is called: its id, and a title when it has none."""

import re
from hashlib import sha256
from typing import Final

from newsearch.ingest.cleaning import fold_line, has_words

__all__ = ["derive_title", "identify"]

LONGEST_DERIVED_TITLE: Final = 100
_SENTENCE_END = re.compile(r"[.!?…]+(?:\s?[»”\"])?(?=\s+[«“\"(—–-]?\s?[A-ZÀ-Þ0-9]|\s*$)")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:MM|Mme|Mlle|Dr|Me|St|Ste|art|env|p))\.$")


def identify(locator: str) -> str:
    """The id of the article at a place: 16 hex digits, the same in every build."""
    return sha256(locator.encode("utf-8")).hexdigest()[:16]


def derive_title(text: str, start: int = 0) -> str:
    """A title made of a text's first sentence from a place on (after a dateline; from the beginning if
    no word follows), cut between words with "…" when it is long."""
    rest = text[start:].lstrip("-–— ")
    text = fold_line((rest if has_words(rest) else text)[:2000])
    word = re.search(r"\w", text)
    ends = (found.end() for found in _SENTENCE_END.finditer(text, word.end() if word else 0))
    end = next((end for end in ends if not _ABBREVIATION.search(text, max(0, end - 8), end)), None)
    sentence = text[:end].rstrip(" .")
    if len(sentence) <= LONGEST_DERIVED_TITLE:
        return sentence
    cut = sentence[:LONGEST_DERIVED_TITLE].rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:.–—-«(") + "…"
