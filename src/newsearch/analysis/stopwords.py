"""Stop words: words too common to say what an article is about.

They are indexed all the same, for phrases ("la une", "il y a"); a query leaves them out of its
single words.
"""

from newsearch.analysis.characters import fold

__all__ = ["QUESTION_WORDS", "STOP_WORDS", "is_question_word", "is_stop_word"]

STOP_WORDS = frozenset(
    fold(word)
    for word in """
    au aux avec ce ces dans de des du elle en et eux il je la le leur lui ma mais me même mes moi mon
    ne nos notre nous on ou par pas pour qu que qui sa se ses son sur ta te tes toi ton tu un une vos
    votre vous
    c d j l à m n s t y
    été étée étées étés étant étante étants étantes suis es est sommes êtes sont
    serai seras sera serons serez seront serais serait serions seriez seraient
    étais était étions étiez étaient fus fut fûmes fûtes furent
    sois soit soyons soyez soient fusse fusses fût fussions fussiez fussent
    ayant ayante ayantes ayants eu eue eues eus ai as avons avez ont
    aurai auras aura aurons aurez auront aurais aurait aurions auriez auraient
    avais avait avions aviez avaient eut eûmes eûtes eurent
    aie aies ait ayons ayez aient eusse eusses eût eussions eussiez eussent
    ceci cela celà cet cette ici ils les leurs quel quels quelle quelles sans soi
    """.split()
)
"""The Snowball project's French list, folded.

Source: https://snowballstem.org/algorithms/french/stop.txt, Copyright (c) 2001 Dr Martin Porter,
(c) 2004, 2005 Richard Boulton, BSD 3-clause licence.
"""

QUESTION_WORDS = frozenset(
    "combien comment lequel laquelle lesquels lesquelles pourquoi quand quoi".split()
)
"""What a question begins with, and its answer has no need of: left out of a query's single words too.
On ir-piaf that is worth 0.2 points of nDCG@10, on headlines nothing."""


def is_question_word(term: str) -> bool:
    """Whether a folded term only says that something is asked."""
    return term in QUESTION_WORDS


def is_stop_word(term: str) -> bool:
    """Whether a folded term is a stop word."""
    return term in STOP_WORDS
