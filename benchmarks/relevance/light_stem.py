"""A light stemmer for French, for the baseline that is like Lucene's analysis.

The rules are those of J. Savoy, "Light stemming approaches for the French, Portuguese, German and
Hungarian languages" (SAC 2006), with the length limits of Lucene's FrenchLightStemmer.
"""

import re
from collections.abc import Sequence

__all__ = ["light_stem"]

ENDINGS = (
    # (a word longer than this, with this ending, gets that ending; the first that fits is the last)
    (9, "issement", "ir"),
    (8, "issant", "ir"),
    (6, "ivement", "if"),
    (6, "ement", "e"),
    (11, "ficatrice", "fier"),
    (10, "ficateur", "fier"),
    (9, "catrice", "quer"),
    (8, "cateur", "quer"),
    (8, "atrice", "er"),
    (7, "ateur", "er"),
)
FEMININE = (6, "trice", "teur")
LATER_ENDINGS = (
    (5, "ième", ""),
    (7, "teuse", "ter"),
    (6, "teur", "ter"),
    (5, "euse", "eu"),
    (8, "ère", "er"),
    (7, "ive", "if"),
    (4, "folle", "fou"),
    (4, "molle", "mou"),
    (9, "nnelle", "n"),
    (9, "nnel", "n"),
)
DIMINUTIVE = (4, "ète", "et")
ADJECTIVE = (8, "ique", "")
LAST_ENDINGS = (
    (8, "esse", "e"),
    (7, "inage", "in"),
    (12, "ualisation", "uel"),
    (9, "isation", ""),
    (9, "isateur", ""),
    (8, "ation", ""),
    (8, "ition", ""),
)
STAGES = (ENDINGS, (FEMININE,), LATER_ENDINGS, (DIMINUTIVE,), (ADJECTIVE,), LAST_ENDINGS)
"""In this order; the stages of a single ending go on to the next, the others are final."""
PLAIN = str.maketrans("àáâôèéêùûîç", "aaaoeeeuuic")
DOUBLED = re.compile(r"([^\W\d_])\1+")


def light_stem(word: str) -> str:
    """The stem of a lower-case word, accents and all."""
    word = _singular(word)
    for stage in STAGES:
        changed = _replace_ending(word, stage)
        if changed is not None:
            word = changed
            if len(stage) > 1:
                break
    return _finish(word)


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("x"):
        word = word[:-2] + "l" if word.endswith("aux") and word[-4] != "e" else word[:-1]
    for letter in "xs":
        if len(word) > 3 and word.endswith(letter):
            word = word[:-1]
    return word


def _replace_ending(word: str, endings: Sequence[tuple[int, str, str]]) -> str | None:
    for length, ending, new in endings:
        if len(word) > length and word.endswith(ending):
            return word[: -len(ending)] + new
    return None


def _finish(stem: str) -> str:
    if len(stem) > 4:
        stem = DOUBLED.sub(r"\1", stem.translate(PLAIN))
    if len(stem) > 4 and stem.endswith("ie"):
        stem = stem[:-2]
    if len(stem) > 4:
        stem = stem.removesuffix("r").removesuffix("e").removesuffix("e")
        if stem[-1] == stem[-2] and stem[-1].isalpha():
            stem = stem[:-1]
    return stem
