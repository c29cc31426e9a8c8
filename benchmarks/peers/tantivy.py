"""tantivy through its Python binding: Snowball stems, one writing thread."""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import tantivy

from benchmarks.peers import peer
from benchmarks.peers.peer import Found, Question, Row

__all__ = ["LOADS_TO_WRITE", "PEERS", "VERSION", "Tantivy", "build"]

VERSION = f"tantivy {version('tantivy')}"
LOADS_TO_WRITE: tuple[str, ...] = ()
HEAP = 256_000_000
FRENCH = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.remove_long(40))
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("french"))
    .build()
)


def make_schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, stored=True, tokenizer_name="french")
    for name in ("id", "author", "section", "url"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    builder.add_text_field("source", stored=True, fast=True, tokenizer_name="raw")
    builder.add_integer_field("day", stored=True, indexed=True, fast=True)
    return builder.build()


def build(place: Path, rows: Iterable[Row]) -> None:
    index = tantivy.Index(make_schema(), path=str(place))
    index.register_tokenizer("french", FRENCH)
    writer = index.writer(heap_size=HEAP, num_threads=1)
    for row in rows:
        writer.add_document(tantivy.Document(**row._asdict()))
    writer.commit()
    writer.wait_merging_threads()


class Tantivy:
    """Only the best ten are looked for: counting besides would keep it from skipping blocks."""

    name, matching, kinds = "tantivy", peer.SNOWBALL, peer.KINDS
    makes_snippets = True

    def __init__(self, place: Path) -> None:
        self.index = tantivy.Index.open(str(place))
        self.index.register_tokenizer("french", FRENCH)
        self.schema = self.index.schema
        self.searcher = self.index.searcher()

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:
        query = self.make_query(question)
        hits = self.searcher.search(query, peer.PAGE, count=False).hits
        documents = [self.searcher.doc(address) for _, address in hits]
        if question.kind == peer.FACET:
            self.searcher.aggregate(query, {"sources": {"terms": {"field": "source"}}})
        if not snippets:
            return [Found(one["id"][0], one["title"][0]) for one in documents]
        maker = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "body")
        page = []
        for one in documents:
            snippet = maker.snippet_from_doc(one)
            text = snippet.fragment() if snippet.highlighted() else ""
            page.append(Found(one["id"][0], one["title"][0], text))
        return page

    def count(self, question: Question) -> int:
        return self.searcher.search(self.make_query(question), 1).count or 0

    def close(self) -> None:
        del self.searcher, self.index

    def make_query(self, question: Question) -> tantivy.Query:
        make, schema, words = tantivy.Query, self.schema, question.words
        if question.kind == peer.PREFIX:
            return make.regex_query(schema, "body", f"{words[0]}.*")
        stems = [FRENCH.analyze(word)[0] for word in words]
        if question.kind == peer.FUZZY:
            return make.fuzzy_term_query(schema, "body", stems[0], 1, transposition_cost_one=False)
        if question.kind == peer.PHRASE:
            return make.phrase_query(schema, "body", stems)
        occur = tantivy.Occur.Should if question.kind in peer.OR_ONLY else tantivy.Occur.Must
        parts = [(occur, make.term_query(schema, "body", stem)) for stem in stems]
        if question.kind == peer.DATES:
            integer, days = tantivy.FieldType.Integer, (question.since, question.until)
            parts.append((occur, make.range_query(schema, "day", integer, *days)))
        return make.boolean_query(parts)


PEERS = (Tantivy,)
