"""Did you mean: words of the index close to a typed one. Offered, never applied.

Two occasions. A word that no article has: the nearest spellings that some have. A name that has
variants (Abdellatif, Abdeltif; Mohammed, Mohamed): names in the index with the same consonants.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from typing import Any

from newsearch.analysis.french import STOP_WORDS, SURFACE, stem
from newsearch.engine import Engine
from newsearch.frozen import frozen
from newsearch.matches import edit_distance
from newsearch.query.syntax import ParsedQuery, Word, walk

__all__ = ["Suggestion", "consonants", "suggest"]

MAX_ALTERNATIVES = 3
SHORTEST_NAME = 6
"""Letters of the shortest name whose variants are looked for: shorter ones resemble too much."""
SHORTEST_SKELETON = 3
"""Consonants that a name needs for the same reason."""
LONG_SKELETON = 4
"""With so many consonants in common the vowels may all differ; with fewer, two letters in all."""

MISPRINT = 100
"""A spelling that so many times fewer articles have is a slip of the pen (Macorn), not a variant."""


@frozen
class Suggestion:
    """Alternatives to one typed word, best first, as articles write them. `known` says that some articles have the
    word itself, so that these are other spellings of a name; else they are what may be meant."""

    word: str
    start: int
    end: int
    known: bool
    alternatives: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {
            "word": self.word,
            "start": self.start,
            "end": self.end,
            "known": self.known,
            "alternatives": list(self.alternatives),
        }


def suggest(
    engine: Engine, query: ParsedQuery, spell: Callable[[str], str | None]
) -> tuple[Suggestion, ...]:
    """Suggestions for the words of a query that have any.

    `spell` gives a folded term as some article writes it, which also tells names from words.
    """
    words = [node for node in walk(query.tree) if isinstance(node, Word)]
    found = (_suggest_word(engine, word, spell) for word in words)
    return tuple(suggestion for suggestion in found if suggestion is not None)


def _suggest_word(
    engine: Engine, word: Word, spell: Callable[[str], str | None]
) -> Suggestion | None:
    terms, _ = SURFACE.terms(word.text)
    if len(terms) != 1 or terms[0] in STOP_WORDS or not terms[0].isalpha():
        return None
    (term,) = terms
    known = any(_has_term(engine, field, stem(term)) for field in ("body_stem", "title_stem"))
    if not known:
        spelled = (spell(other) or other for other in _nearest(engine, term))
    elif _is_name(spell(term)):
        forms = (spell(other) for other in _variants(engine, term))
        spelled = (form for form in forms if form is not None and _is_name(form))
    else:
        return None
    alternatives = tuple(dict.fromkeys(islice(spelled, MAX_ALTERNATIVES)))
    return (
        Suggestion(word.text, word.start, word.end, known, alternatives) if alternatives else None
    )


def _nearest(engine: Engine, term: str) -> list[str]:
    """The terms within one edit, or two in a longer word: nearest first, then most frequent.

    They begin alike: the first letter is rarely wrong, and this bounds the work.
    """
    most = 1 if len(term) < 5 else 2
    letters = set(term)
    near = sorted(
        (distance, -count, other)
        for other, count in _terms_from(engine, term[:1])
        if other not in STOP_WORDS
        and abs(len(other) - len(term)) <= most
        and len(letters ^ set(other)) <= 2 * most
        and (distance := edit_distance(term, other)) <= most
    )
    # One form of a word stands for all: who means "sécuritaire" finds "sécuritaires" too.
    first_of_stem: dict[str, str] = {}
    for *_, other in near:
        first_of_stem.setdefault(stem(other), other)
    return list(first_of_stem.values())


def _variants(engine: Engine, term: str) -> list[str]:
    """Other terms with the same consonants in the same order, the most frequent first."""
    skeleton = consonants(term)
    if len(term) < SHORTEST_NAME or len(skeleton) < SHORTEST_SKELETON:
        return []
    counts = dict(_terms_from(engine, term[:1]))
    same = [
        (-count, other)
        for other, count in counts.items()
        if count * MISPRINT > counts.get(term, 0)
        and consonants(other) == skeleton
        and stem(other) != stem(term)
        and (len(skeleton) >= LONG_SKELETON or edit_distance(term, other) <= 2)
    ]
    return [other for _, other in sorted(same)]


def consonants(name: str) -> str:
    """What stays of a transliterated name however it is spelled: single consonants by their sound."""
    sounds = _SOFT_C.sub("s", name).translate(_SAME_SOUND)
    single = (letter for letter, _ in groupby(sounds))
    return "".join(letter for letter in single if letter not in "aeiouyw")


_SOFT_C = re.compile("c(?=[eiy])")
_SAME_SOUND = str.maketrans({"c": "k", "q": "k", "z": "s"})


def _terms_from(engine: Engine, prefix: str) -> Iterator[tuple[str, int]]:
    """The surface terms that begin so, with the articles that have them in title or body."""
    counts: dict[str, int] = {}
    for field in ("body_surface", "title_surface"):
        for term, count in engine.terms(field, prefix):
            counts[term] = max(count, counts.get(term, 0))
    return iter(counts.items())


def _has_term(engine: Engine, field: str, term: str) -> bool:
    first = next(engine.terms(field, term), None)
    return first is not None and first[0] == term


def _is_name(form: str | None) -> bool:
    return form is not None and form[:1].isupper()
