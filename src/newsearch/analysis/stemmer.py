"""The stemmer: a rule cascade written for folded text, so that accents cannot make a difference.

Built for precision on nouns and adjectives, which carry what news is about; the verbs it cannot see
by their ending are looked up. A word is tried against the irregular ones first, then loses its
plural, its adverb ending, a derivation, a gender or a verb ending: each step a function or a table.
"""

from functools import lru_cache
from itertools import chain
from string import ascii_lowercase
from typing import NamedTuple

from newsearch.analysis.guards import (
    ADJECTIVES_IN_ANT,
    NO_VERB_FORMS,
    NOUNS_IN_ENT,
    NOUNS_IN_MENT,
    PLURALS_IN_AIS,
    PLURALS_IN_IS,
    PLURALS_IN_OIS,
    ROOTS_IN_R,
    SHORT_ADJECTIVES,
    VERBS_IN_MENT,
)
from newsearch.analysis.irregular import IRREGULAR

__all__ = ["stem", "stem_plainly"]

VOWELS = frozenset("aeiouy")

SINGULAR_IN_IS = ("mis", "pris", "quis", "cis", "gris", "ssis", "clis")

DERIVATIONS = (
    ("isation", 3, "is"),
    ("isateur", 3, "is"),
    ("isatrice", 3, "is"),
    ("ification", 2, "ifi"),
    ("ificateur", 2, "ifi"),
    ("ificatrice", 2, "ifi"),
    ("ateur", 5, ""),
    ("atrice", 5, ""),
    ("ation", 5, ""),
)
"""Ending, letters that must stay before it, replacement: modernisation, modernise."""

GENDERED = (
    (5, "trice", "teu"),
    (5, "drice", "deu"),
    (5, "euse", "eu"),
    (5, "ieure", "ieu"),
    (5, "eur", "eu"),
    (4, "iere", "i"),
    (4, "ier", "i"),
)
"""Words longer than this, ending, replacement: directrice and directeur, première and premier."""

PERSONAL_ENDINGS = (
    ("issons", "i"),
    ("irons", "i"),
    ("irais", "i"),
    ("erons", ""),
    ("erais", ""),
)
"""Verb endings whose -s is no plural."""

VERB_ENDINGS = (
    ("issaient", "i"),
    ("issait", "i"),
    ("issent", "i"),
    ("issant", "i"),
    ("issez", "i"),
    ("iraient", "i"),
    ("iront", "i"),
    ("irait", "i"),
    ("irent", "i"),
    ("iriez", "i"),
    ("eraient", ""),
    ("eront", ""),
    ("erait", ""),
    ("eriez", ""),
    ("aient", ""),
    ("erent", ""),
    ("erai", ""),
    ("erez", ""),
    ("era", ""),
    ("ait", ""),
    ("ent", ""),
    ("ant", ""),
    ("ifia", "ifi"),
    ("gea", "g"),
    ("qua", "qu"),
    ("lisa", "lis"),
    ("nisa", "nis"),
    ("risa", "ris"),
    ("tisa", "tis"),
)
"""First match wins. Of the past historic in -a only what no name or noun is likely to end in."""

_PLURAL = "sx"
_SURE_PLURALS = frozenset(f"{letter}s" for letter in ascii_lowercase if letter not in "ins")
"""What ends so loses its s, whatever is before it: see `_drop_plural` and PERSONAL_ENDINGS."""
_DOUBLED = ("enn", "onn", "ell", "ett")
_LONGEST_SHORT = max(map(len, SHORT_ADJECTIVES))
_PERSONAL = tuple(ending for ending, _ in PERSONAL_ENDINGS)


class _Endings(NamedTuple):
    """What words may end in that lose a derivation, a gender or a verb ending. Only those that do
    are looked at ending by ending."""

    derived: tuple[str, ...]
    gendered: tuple[str, ...]
    verbal: tuple[str, ...]

    def with_last(self, letters: str) -> "_Endings":
        """Those with these last letters."""
        return _Endings(*(tuple(end for end in ends if end.endswith(letters)) for ends in self))


_ALL_ENDINGS = _Endings(
    derived=tuple(ending for ending, _, _ in DERIVATIONS),
    gendered=(*(ending for _, ending, _ in GENDERED), "ive", "if", "ic"),
    verbal=tuple(ending for ending, _ in VERB_ENDINGS),
)
_LAST = {ending[-2:] for ending in chain(*_ALL_ENDINGS, ("ir", "er", "ez"))}
_ENDINGS = {letters: _ALL_ENDINGS.with_last(letters) for letters in _LAST}
"""By their last two letters: a word with others loses a final e, if anything."""


@lru_cache(maxsize=1 << 17)
def stem(term: str) -> str:
    """What the forms of one word share: "israéliennes", folded, gives "israelien".

    `term` is folded (see `characters.fold`). The result is a key, not always a word. Memoised.
    """
    return stem_plainly(term)


def stem_plainly(term: str) -> str:
    """`stem` without its memory."""
    known = IRREGULAR.get(term)
    if known is not None:
        return known
    if len(term) < 4 or not term.isalpha():
        return term
    if term[-1] not in _PLURAL:
        return _stem_singular(term)
    if term[-2:] in _SURE_PLURALS:
        word = term[:-1]
    else:
        if term.endswith(_PERSONAL) and (root := _drop_verb_ending(term, PERSONAL_ENDINGS)):
            return root
        word = _drop_plural(term)
    known = IRREGULAR.get(word)
    return _stem_singular(word) if known is None else known


def _stem_singular(word: str) -> str:
    """The stem of a word that is not irregular itself."""
    if len(word) < 4:
        return word
    if word.endswith("ment"):
        word = _drop_adverb(word)
        if word in IRREGULAR:
            return IRREGULAR[word]
    endings = _ENDINGS.get(word[-2:])
    if endings is None:
        return _drop_final_e(word) if word[-1] == "e" else word
    derived, gendered, verbal = endings
    return (
        (word.endswith(derived) and _drop_derivation(word))
        or (word.endswith(gendered) and _drop_gender(word))
        or (word.endswith(verbal) and _drop_verb_ending(word, VERB_ENDINGS))
        or _drop_infinitive(word)
        or _drop_final_e(word)
    )


def _drop_plural(word: str) -> str:
    if word.endswith("x"):
        return _drop_plural_x(word)
    if not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ais") and word not in PLURALS_IN_AIS:
        return word
    if word.endswith("ois") and word not in PLURALS_IN_OIS:
        return word
    if word.endswith(SINGULAR_IN_IS) and word not in PLURALS_IN_IS:
        return word
    return word[:-1]


def _drop_plural_x(word: str) -> str:
    """Châteaux, journaux, jeux."""
    if word.endswith(("eaux", "yaux")):
        return word[:-1]
    if len(word) > 4 and word.endswith("aux"):
        return f"{word[:-2]}l"
    if len(word) > 4 and word.endswith("ux"):
        return word[:-1]
    return word


def _drop_adverb(word: str) -> str:
    """The adjective of an adverb in -ment; of établissement, what établir leaves."""
    if len(word) <= 6 or word in NOUNS_IN_MENT:
        return word
    if word.endswith(VERBS_IN_MENT):
        return word
    if word.endswith(("amment", "emment")):
        return f"{word[:-5]}nt"
    if word.endswith("issement") and len(word) > 9:
        return word[:-7]
    if word.endswith(("ement", "iment", "ument")):
        return word[:-4]
    return word


def _drop_derivation(word: str) -> str | None:
    for ending, kept, replacement in DERIVATIONS:
        if word.endswith(ending) and len(word) - len(ending) >= kept:
            return _shorten(word.removesuffix(ending) + replacement)
    return None


def _drop_gender(word: str) -> str | None:
    length = len(word)
    for longer_than, ending, replacement in GENDERED:
        if length > longer_than and word.endswith(ending):
            return word.removesuffix(ending) + replacement
    if length > 4 and word.endswith("ive"):
        return _shorten(word[:-1])
    if length > 4 and word.endswith("if"):
        return _shorten(f"{word[:-1]}v")
    if length > 5 and word.endswith("ic"):
        return f"{word[:-1]}qu"
    return None


def _drop_verb_ending(word: str, endings: tuple[tuple[str, str], ...]) -> str | None:
    if _is_noun(word):
        return None
    for ending, replacement in endings:
        root = word.removesuffix(ending)
        if root == word or len(root) < 3 or VOWELS.isdisjoint(root):
            continue
        if root + ending[:2] in ROOTS_IN_R:  # considér-ait, not consid-erait
            return root + ending[:2]
        if ending.startswith("a") and root.endswith("ge"):  # envisageait, envisager
            root = root[:-1]
        return _shorten(root + replacement)
    return None


def _is_noun(word: str) -> bool:
    """Whether a word ends like a verb form but is known, or likely, to be none."""
    if word.endswith("ment") and not word.endswith(VERBS_IN_MENT):
        return True
    return word in NO_VERB_FORMS or word in NOUNS_IN_ENT or word in ADJECTIVES_IN_ANT


def _drop_infinitive(word: str) -> str | None:
    """Choisir; not voir."""
    if len(word) > 5 and word.endswith("ir") and word[-3] not in VOWELS:
        return word[:-1]
    return None


def _drop_final_e(word: str) -> str:
    """Drop -er, -ez, -ée and -e, the commonest endings of all."""
    if word in NO_VERB_FORMS:
        return word
    if len(word) > 4 and word.endswith(("er", "ez")):
        return _shorten(word[:-2])
    if word.endswith("ee"):
        return _shorten(word[:-2])
    if word.endswith("e"):
        return _shorten(word[:-1])
    return word


def _shorten(root: str) -> str:
    """The one shape of a root that has lost its ending.

    Short ones get an -e so as not to meet other words (port, porte); doubled consonants that only a
    feminine or verb has become one (italienn, italien).
    """
    if len(root) > _LONGEST_SHORT:
        return root[:-1] if root.endswith(_DOUBLED) else root
    if root in SHORT_ADJECTIVES:
        return root
    if len(root) < 5:
        keeps_vowel = len(root) == 4 and root[-1] in "iu" and root[-2] != "q"
        return root if keeps_vowel else f"{root}e"
    return root[:-1] if root.endswith(_DOUBLED) else root
