"""The constants of the score, each with where it comes from, in one value that a caller can replace."""

from newsearch.frozen import frozen
from newsearch.query.queries import TextField, TextFields

__all__ = ["Ranking"]


@frozen(kw_only=True)
class Ranking:
    """How evidence adds up to a score (BM25F over three levels of evidence).

    Defaults were measured on nine French collections: they gave macro nDCG@10 0.7415, where
    Lucene's French analysis with plain BM25 gave 0.7220.
    """

    k1: float = 0.9
    """Term frequency saturation of BM25; lower than the usual 1.2 because news articles are short."""
    b_body: float = 0.6
    """Length normalisation of the body."""
    b_title: float = 0.3
    """Length normalisation of the title: titles differ little in length, and that means little."""
    title: float = 2.0
    """Weight of an occurrence in the title against one in the body."""
    stem: float = 1.0
    """A word of the query in any of its forms."""
    surface: float = 0.5
    """The same word in the very form that was typed, accents aside."""
    pair: float = 0.2
    """Two words of the query side by side, stemmed."""

    name: float = 0.5
    """A word typed with a capital, standing as a name inside a sentence: Tours, not tours."""
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
        settings = {"title": (self.title, self.b_title), "body": (1.0, self.b_body)}
        return TextFields(
            tuple(
                TextField(f"{part}_{analysis}", *settings.get(part, (1.0, 0.0))) for part in parts
            ),
            self.k1,
        )
