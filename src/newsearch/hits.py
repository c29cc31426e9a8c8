"""What an engine found becomes what a reader sees: articles, with what a query matches in them."""

from collections.abc import Callable

from newsearch.article import Article
from newsearch.engine import Engine, ScoredDocument
from newsearch.errors import IndexCorrupt
from newsearch.explain import Contribution
from newsearch.matches import MatchFinder, find_matches
from newsearch.query.queries import Query, TermQuery, TextFields
from newsearch.search import Hit
from newsearch.snippets import Highlights
from newsearch.stories import read_story

__all__ = ["HitMaker", "read_article", "spell"]


def read_article(stored: str) -> Article:
    """The article that was stored. Raises IndexCorrupt."""
    try:
        return Article.from_record(stored)
    except (ValueError, TypeError, KeyError) as error:
        raise IndexCorrupt(
            f"an article stored in the index is damaged ({error}): "
            "rebuild with `newsearch index PATHS --rebuild --index DIR`"
        ) from None


class HitMaker:
    """Makes hits of the documents that a query found, with so many passages at most. `explain` says
    where the score of the document with an id comes from, if that is to be said."""

    def __init__(
        self,
        engine: Engine,
        query: Query,
        snippets: int,
        explain: Callable[[str], tuple[Contribution, ...]] | None,
    ) -> None:
        self._engine = engine
        self._finder = MatchFinder(query)
        self._snippets = snippets
        self._explain = explain

    def make(self, document: ScoredDocument, *, partial: bool) -> Hit:
        """The hit that a document is; `partial` if it has only some of the words."""
        article = read_article(document.stored)
        highlights = Highlights(self._finder, article.parts, self._snippets)
        return Hit(
            article=article,
            score=document.score,
            highlights=highlights.find() if self._snippets else highlights,
            partial=partial,
            explanation=self._explain(document.id) if self._explain else (),
            story=read_story(self._engine, document.group, read_article)
            if document.group
            else None,
        )


def spell(engine: Engine, fields: TextFields, term: str) -> str | None:
    """A folded term of these fields as some article writes it."""
    query = TermQuery(fields, term)
    forms = [
        parts[part][match.span.start : match.span.end]
        for document in engine.search(query, limit=1).documents
        for parts in (read_article(document.stored).parts,)
        for part, matches in find_matches(query, parts).items()
        for match in matches
    ]
    # Whatever is written small anywhere is no name: its capital began a sentence, or a title.
    return min(forms, key=lambda form: (form[:1].isupper(), form[1:].isupper()), default=None)
