"""newsearch's engine alone, with plain BM25 over one field of the body: like for like with the others."""

from pathlib import Path

from benchmarks.peers import peer
from benchmarks.peers.peer import Found, Question
from newsearch.analysis.french import STEM, SURFACE
from newsearch.engine import Grouping, TopDocs, open_engine
from newsearch.hits import read_article
from newsearch.manifest import Manifest
from newsearch.matches import MatchFinder
from newsearch.query.queries import (
    BooleanQuery,
    FuzzyQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermQuery,
    TextField,
    TextFields,
)
from newsearch.snippets import best_passages

__all__ = ["Stems", "Words"]

SURFACE_FIELDS = TextFields((TextField("body_surface", b=0.75),), k1=1.2)


class Stems:
    """Words in any of their forms; parts of words and misspelt ones have no stem."""

    name, matching, kinds = "newsearch, plain BM25", "French stems", peer.KINDS
    fields, analyzer = TextFields((TextField("body_stem", b=0.75),), k1=1.2), STEM
    makes_snippets = True

    def __init__(self, place: Path) -> None:
        manifest = Manifest.read(place)
        self.engine = open_engine(manifest.engine, place / manifest.generation)

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:
        query = self.make_query(question)
        articles = [read_article(one.stored) for one in self.search(question, query).documents]
        if not snippets:
            return [Found(article.id, article.title) for article in articles]
        finder = MatchFinder(query)
        page = []
        for article in articles:
            matches = finder.find(article.parts)["body"]
            passages = best_passages("body", article.body, matches, 2 if matches else 0)
            text = " … ".join(passage.text for passage in passages)
            page.append(Found(article.id, article.title, text))
        return page

    def count(self, question: Question) -> int:
        return self.search(question, self.make_query(question)).total

    def close(self) -> None:
        self.engine.close()

    def search(self, question: Question, query: Query) -> TopDocs:
        facets = (Grouping("source"),) if question.kind == peer.FACET else ()
        return self.engine.search(query, limit=peer.PAGE, facets=facets)

    def make_query(self, question: Question) -> Query:
        word = SURFACE.normalize(question.words[0])
        match question.kind:
            case peer.PREFIX:
                return PrefixQuery(SURFACE_FIELDS, word)
            case peer.FUZZY:
                return FuzzyQuery(SURFACE_FIELDS, word)
        terms = tuple(self.analyzer.terms(word)[0][0] for word in question.words)
        leaves = tuple(TermQuery(self.fields, term) for term in terms)
        match question.kind:
            case peer.PHRASE:
                return PhraseQuery(self.fields, terms)
            case peer.DATES:
                days = RangeQuery("day", question.since, question.until)
                return BooleanQuery(must=leaves, filter=(days,))
            case kind:
                if kind in peer.OR_ONLY:
                    return BooleanQuery(should=leaves)
                return BooleanQuery(must=leaves)


class Words(Stems):
    """Words in the very form that was typed, accents aside, as engines without stems have them."""

    name, matching = "newsearch, plain, no stems", peer.FOLDED
    fields, analyzer = SURFACE_FIELDS, SURFACE
