"""The stemmer: a rule cascade written for folded text, so that accents cannot make a difference.

Built for precision on nouns and adjectives, which carry what news is about; the verbs it cannot see
by their ending are looked up. A word is tried against the irregular ones first, then loses its
plural, its adverb ending, a derivation, a gender or a verb ending: each step a function or a table.
"""

from functools import lru_cache

from newsearch.analysis.irregular import IRREGULAR

__all__ = ["stem", "stem_plainly"]

VOWELS = frozenset("aeiouy")

PLURAL_IN_AIS = frozenset("delais essais quais vrais balais gais remblais deblais geais".split())
PLURAL_IN_OIS = frozenset(
    "lois rois emplois tournois envois convois parois renvois pourvois octrois effrois"
    " beffrois".split()
)
PLURAL_IN_IS = frozenset("amis ennemis fourmis soucis abris demis semis favoris maris".split())
SINGULAR_IN_IS = ("mis", "pris", "quis", "cis", "gris", "ssis", "clis")
"""Words in -ais, -ois and these are singular (français, permis, acquis) but for the plurals above."""

NOUNS_IN_MENT = frozenset(
    "departement element moment comment ciment piment appartement complement supplement firmament"
    " parlement gouvernement monument document argument instrument medicament testament regiment"
    " aliment batiment sentiment segment fragment tourment ferment serment evenement vetement"
    " clement vehement temperament reglement logement traitement mouvement etablissement".split()
)
"""No adverbs: a mouvement is not what is done in a "mouve" way."""

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

VERB_ENDINGS = (
    ("issaient", "i"),
    ("issait", "i"),
    ("issent", "i"),
    ("iraient", "i"),
    ("iront", "i"),
    ("irait", "i"),
    ("eraient", ""),
    ("eront", ""),
    ("erait", ""),
    ("aient", ""),
    ("erent", ""),
    ("era", ""),
    ("ait", ""),
)

NO_VERB_FORMS = frozenset(
    "lait parfait satisfait imparfait bienfait mefait forfait surfait defait refait extrait attrait"
    " portrait retrait abstrait soustrait distrait contrait souhait trait plait brait"
    " different coherent incoherent inherent adherent referent deferent indifferent".split()
)
"""Nouns and adjectives that end like verbs: lait, cohérent."""

SHORT_ADJECTIVES = frozenset(
    "fort vert haut seul plein noir bleu rond lent mort sain vain laid brun gris dur pur fin nain"
    " court gai vrai joli ami nu cru uni elu plat chat".split()
)
"""Stems too short to tell from other words; these lose the -e of their feminine all the same."""


@lru_cache(maxsize=1 << 17)
def stem(term: str) -> str:
    """What the forms of one word share: "israéliennes", folded, gives "israelien".

    `term` is folded (see `characters.fold`). The result is a key, not always a word. Memoised.
    """
    return stem_plainly(term)


def stem_plainly(term: str) -> str:
    """`stem` without its memory."""
    if term in IRREGULAR:
        return IRREGULAR[term]
    if len(term) < 4 or not term.isalpha():
        return term
    singular = _drop_plural(term)
    if singular in IRREGULAR:
        return IRREGULAR[singular]
    if len(singular) < 4:
        return singular
    return _stem_singular(singular)


def _stem_singular(word: str) -> str:
    adjective, finished = _drop_adverb(word)
    if finished:
        return adjective
    return (
        _drop_derivation(adjective)
        or _drop_gender(adjective)
        or _drop_verb_ending(adjective)
        or _drop_final_e(adjective)
    )


def _drop_plural(word: str) -> str:
    if word.endswith("x"):
        return _drop_plural_x(word)
    if not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ais") and word not in PLURAL_IN_AIS:
        return word
    if word.endswith("ois") and word not in PLURAL_IN_OIS:
        return word
    if word.endswith(SINGULAR_IN_IS) and word not in PLURAL_IN_IS:
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


def _drop_adverb(word: str) -> tuple[str, bool]:
    """The adjective of an adverb in -ment, and whether that is its stem already."""
    if not word.endswith("ment") or len(word) <= 6 or word in NOUNS_IN_MENT:
        return word, False
    if word.endswith(("amment", "emment")):
        return f"{word[:-5]}nt", True
    if word.endswith("issement") and len(word) > 9:
        return word[:-7], True
    if word.endswith("ement"):
        adjective = word[:-4]
        return IRREGULAR.get(adjective, adjective), adjective in IRREGULAR
    if word.endswith(("iment", "ument")):
        return word[:-4], False
    return word, False


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


def _drop_verb_ending(word: str) -> str | None:
    if word not in NO_VERB_FORMS:
        for ending, replacement in VERB_ENDINGS:
            root = word.removesuffix(ending)
            if root != word and len(root) >= 3 and not VOWELS.isdisjoint(root):
                return _shorten(root + replacement)
    if len(word) > 5 and word.endswith("ir") and word[-3] not in VOWELS:
        return word[:-1]
    return None


def _drop_final_e(word: str) -> str:
    """Drop -er, -ez, -ée and -e, the commonest endings of all."""
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
    if root in SHORT_ADJECTIVES:
        return root
    if len(root) < 5:
        keeps_vowel = len(root) == 4 and root[-1] in "iu" and root[-2] != "q"
        return root if keeps_vowel else f"{root}e"
    if root.endswith(("enn", "onn", "ell", "ett")):
        return root[:-1]
    return root
