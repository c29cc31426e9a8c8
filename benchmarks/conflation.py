"""Do the forms of one word share a stem, and only they? Scored on any table of forms and lemmas.

    python -m benchmarks.conflation [TABLE.tsv]

The table has a header with form, lemma, pos (Universal Dependencies' tags) and, if it likes, count;
without one, the development table of the real data is taken. Words are clustered by stem and the
clusters compared with the lemmas by B³ (Bagga & Baldwin 1998), every form weighing its count: the
share of a form's cluster that has its lemma (precision), the share of its lemma that is in its
cluster (recall), averaged over all forms, and their harmonic mean.

Beside newsearch, in the same run: Whoosh's Snowball stemmer as it comes and after folding, Lucene's
light stemmer and folding after it, and no stemming. The last column says which share of accented forms
gets the same stem when typed without accents. Of "all words" half are articles, pronouns and prepositions.
"""

import csv
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from whoosh.lang.snowball.french import FrenchStemmer

from benchmarks.news import find_data
from benchmarks.relevance.light_stem import light_stem
from newsearch.analysis.french import fold, stem

__all__ = [
    "CONTENT_WORDS",
    "NOUNS_AND_ADJECTIVES",
    "SYSTEMS",
    "BCubed",
    "Form",
    "read_forms",
    "score",
]

NOUNS_AND_ADJECTIVES = frozenset({"NOUN", "ADJ"})
CONTENT_WORDS = NOUNS_AND_ADJECTIVES | {"VERB", "AUX", "ADV"}

Stemmer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Form:
    """One row of a table: a word form, its lemma in lower case, its part of speech, its count."""

    form: str
    lemma: str
    pos: str
    count: int


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision and recall, between 0 and 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def read_forms(table: Path) -> Iterator[Form]:
    """The rows of a table with a header; a row without a count counts once."""
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Form(row["form"], row["lemma"].lower(), row["pos"], int(row.get("count") or 1))


def score(forms: Collection[Form], stemmer: Stemmer) -> BCubed:
    """B³ of the clusters that a stemmer makes, against the lemmas. Raises on an empty collection."""
    shared: Counter[tuple[str, str]] = Counter()
    clusters: Counter[str] = Counter()
    lemmas: Counter[str] = Counter()
    for form in forms:
        cluster = stemmer(form.form)
        shared[cluster, form.lemma] += form.count
        clusters[cluster] += form.count
        lemmas[form.lemma] += form.count
    total = clusters.total()
    return BCubed(
        sum(n * n / clusters[cluster] for (cluster, _), n in shared.items()) / total,
        sum(n * n / lemmas[lemma] for (_, lemma), n in shared.items()) / total,
    )


def keep_without_accents(forms: Collection[Form], stemmer: Stemmer) -> float:
    """The share of accented forms whose stem stays when they are typed without accents."""
    same = total = 0
    for form in forms:
        bare = drop_accents(form.form)
        if bare != form.form:
            total += form.count
            same += form.count * (stemmer(form.form) == stemmer(bare))
    return same / total if total else 1.0


def drop_accents(form: str) -> str:
    decomposed = unicodedata.normalize("NFD", form)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_SNOWBALL = FrenchStemmer()
SYSTEMS: dict[str, Stemmer] = {
    "newsearch": lambda form: stem(fold(form)),
    "Snowball": lambda form: str(_SNOWBALL.stem(form.lower())),
    "fold, Snowball": lambda form: str(_SNOWBALL.stem(fold(form))),
    "light, fold": lambda form: fold(light_stem(form.lower())),
    "fold only": fold,
    "nothing": str.lower,
}


def main() -> None:
    table = Path(sys.argv[1]) if sys.argv[1:] else find_data() / "morph" / "ud-french-dev.tsv"
    forms = list(read_forms(table))
    nouns, content = (
        [form for form in forms if form.pos in chosen]
        for chosen in (NOUNS_AND_ADJECTIVES, CONTENT_WORDS)
    )
    print(f"{table.name}: {len(forms):,} forms, {sum(form.count for form in forms):,} words")
    print(f"{'':16}{'nouns, adjectives':^24}{'and verbs, adverbs':^24}{'all words':^24}")
    print(f"{'B³':16}{'  P       R       F1    ' * 3} accents")
    for name, stemmer in SYSTEMS.items():
        scores = (score(chosen, stemmer) for chosen in (nouns, content, forms))
        figures = "".join(f"{s.precision:8.4f}{s.recall:8.4f}{s.f1:8.4f}" for s in scores)
        print(f"{name:16}{figures}{keep_without_accents(forms, stemmer):8.1%}")


if __name__ == "__main__":
    main()
