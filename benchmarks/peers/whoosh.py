"""Stock Whoosh: its own codec, matchers and Snowball stems.

Its chain for French also drops stop words, and with them the places that phrases need; here they stay.
"""

import warnings
from collections.abc import Iterable
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import fields, index, query, versionstring
    from whoosh.analysis import LowercaseFilter, RegexTokenizer, StemFilter
    from whoosh.searching import Results

from benchmarks.peers import peer
from benchmarks.peers.peer import Found, Question, Row

__all__ = ["LOADS_TO_WRITE", "PEERS", "VERSION", "Whoosh", "build"]

VERSION = f"stock Whoosh {versionstring()}"
LOADS_TO_WRITE: tuple[str, ...] = ()
FRENCH = RegexTokenizer(r"\w+") | LowercaseFilter() | StemFilter(lang="fr")
SCHEMA = fields.Schema(
    id=fields.ID(stored=True, unique=True),
    title=fields.TEXT(analyzer=FRENCH, stored=True),
    body=fields.TEXT(analyzer=FRENCH, stored=True),
    author=fields.ID(stored=True),
    source=fields.ID(stored=True, sortable=True),
    section=fields.ID(stored=True),
    day=fields.NUMERIC(stored=True),
    url=fields.STORED,
)


def build(place: Path, rows: Iterable[Row]) -> None:
    writer = index.create_in(place, SCHEMA).writer()
    for row in rows:
        writer.add_document(**row._asdict())
    writer.commit()


class Whoosh:
    """Groups are asked for in the same search, which then scores every match."""

    name, matching, kinds = "stock Whoosh", peer.SNOWBALL, peer.KINDS
    makes_snippets = True

    def __init__(self, place: Path) -> None:
        self.searcher = index.open_dir(place).searcher()

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:
        page = list(self.search(question))[: peer.PAGE]
        return [
            Found(hit["id"], hit["title"], hit.highlights("body", top=2) if snippets else "")
            for hit in page
        ]

    def count(self, question: Question) -> int:
        return len(self.search(question))

    def close(self) -> None:
        self.searcher.close()

    def search(self, question: Question) -> Results:
        facets = {"groupedby": "source"} if question.kind == peer.FACET else {}
        return self.searcher.search(make_query(question), limit=peer.PAGE, **facets)


def make_query(question: Question) -> query.Query:
    if question.kind == peer.PREFIX:
        return query.Prefix("body", question.words[0])
    stems = [token.text for word in question.words for token in FRENCH(word)]
    terms = [query.Term("body", stem) for stem in stems]
    match question.kind:
        case peer.FUZZY:
            return query.FuzzyTerm("body", stems[0], prefixlength=1)
        case peer.PHRASE:
            return query.Phrase("body", stems)
        case peer.DATES:
            return query.And([*terms, query.NumericRange("day", question.since, question.until)])
        case kind:
            return query.Or(terms) if kind in peer.OR_ONLY else query.And(terms)


PEERS = (Whoosh,)
