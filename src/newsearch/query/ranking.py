"""The constants of the score, each with where it comes from, in one value that a caller can replace."""

from functools import lru_cache

from newsearch.frozen import frozen
from newsearch.query.queries import TextField, TextFields

__all__ = ["Ranking"]


@frozen(kw_only=True)
class Ranking:
    """How evidence adds up to a score (BM25F over three levels of evidence, and where words stand).

    The levels, their weights and the title's were measured on nine French collections: macro nDCG@10
    0.7415, where Lucene's French analysis with plain BM25 gave 0.7220. What is marked (dev) was then
    measured on ir-news-title and ir-piaf together, all else being equal (`benchmarks.relevance`).
    """

    k1: float = 0.7
    """Term frequency saturation of BM25; below the usual 1.2, because news articles are short (dev)."""
    b_body: float = 0.75
    """Length normalisation of the body: the usual value (dev: 0.6 to 0.8 differ by 0.6 points)."""
    b_title: float = 0.3
    """Length normalisation of the title: titles differ little in length, and that means little."""
    title: float = 2.0
    """Weight of an occurrence in the title against one in the body."""
    stem: float = 1.0
    """A word of the query in any of its forms."""
    surface: float = 0.5
    """The same word in the very form that was typed, accents aside."""
    pair: float = 0.2
    """Two words of the query side by side, stemmed (dev: 0.15 to 0.25 are alike; windows of up to 50 words
    over any two words of the query gained nothing beside it)."""
    lead: float = 0.5
    """A word of the query in an article's very first place, less the later it stands (dev: +0.9 points
    on headlines, +0.1 on questions): news says first what matters, the inverted pyramid."""
    lead_span: int = 100
    """The number of words after which a place is no longer early (dev: 60 to 200 are alike)."""
    coordination: float = 0.3
    """What an article with next to none of the query's words loses of its score, one with some of them
    the less the rarer those are (dev: +0.4 points on headlines, +0.2 on questions)."""
    name: float = 0.5
    """A word typed with a capital, standing as a name inside a sentence: Tours, not tours."""
    window: int = 100
    """So many of the best articles are weighed by the places of words and by coordination."""
    typed_words: int = 4
    """Up to so many words, articles with all of them come before those with some. With more, as in a
    pasted headline, the score alone decides: that order would cost 0.3 points there (dev)."""
    words_beside_quotes: int = 4
    """With so many words beside it, a quotation is most likely part of a pasted headline: articles that
    lack it may still match in part. With fewer, quotes are a demand. Worth 5 points on headlines."""
    freshness: float = 1.0
    """With --sort fresh: what being as new as the newest article adds to a score. About a quarter
    of what a rare word adds, so it moves articles among equals and past slightly better ones."""
    freshness_days: int = 90
    """At this age half of it is left."""

    def text_fields(self, analysis: str, parts: tuple[str, ...]) -> TextFields:
        """The fields of these article parts under one analysis ("stem", "surface").

        Only title and body have lengths and weights that mean something; facts such as the source
        count alike.
        """
        title, body = (self.title, self.b_title), (1.0, self.b_body)
        return _make_fields(analysis, parts, title, body, self.k1)


@lru_cache(maxsize=256)
def _make_fields(
    analysis: str,
    parts: tuple[str, ...],
    title: tuple[float, float],
    body: tuple[float, float],
    k1: float,
) -> TextFields:
    """The same value for the same fields, so that comparing the many queries over them is quick."""
    settings = {"title": title, "body": body}
    fields = (TextField(f"{part}_{analysis}", *settings.get(part, (1.0, 0.0))) for part in parts)
    return TextFields(tuple(fields), k1)
