"""Articles as documents: every field holds what its plain analysis gives."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from newsearch import Article
from newsearch.conversion import Converter, Receiver, convert_elsewhere
from newsearch.engine import Document, Documents
from newsearch.query.fields import ANALYZERS, TEXT_FIELDS, file_keyword, split_field
from newsearch.waiting import Batch, encode_record
from samples import ARTICLES, article

ODD = (
    article(50, "", ""),
    article(51, "Москва et l'État", "À 20 h 30, #MeToo : 1 000 € pour Élise.\n\n日本", section="Été"),
    article(
        52, "Titre", "Le corps.", source="  Le   Monde ", authors=("A. Martin", "Œ. Dupré"),
        language="fr", published=datetime(1912, 4, 15, tzinfo=UTC), published_precision="day",
    ),
)  # fmt: skip


def records_of(articles: Sequence[Article]) -> list[bytes]:
    return [encode_record(article) for article in articles]


def check(articles: Sequence[Article], documents: Documents) -> None:
    assert len(documents) == len(articles)
    for document, given in zip(documents, articles, strict=True):
        check_one(given, document)


def check_one(given: Article, document: Document) -> None:
    assert document.id == given.id
    assert Article.from_record(document.stored) == given
    for name in TEXT_FIELDS:
        part, analysis = split_field(name)
        terms, positions = ANALYZERS[analysis].terms(given.parts[part])
        found = document.text[name]
        assert (list(found.terms), list(found.positions)) == (terms, positions), name
    assert document.keywords["file"] == (file_keyword(given.path, given.digest),)
    assert document.keywords["source"] == (
        (" ".join(given.source.split()),) if given.source else ()
    )
    if given.published:
        assert document.numbers["published"] == int(given.published.timestamp())
        assert str(document.numbers["day"]) == given.published.strftime("%Y%m%d")
    else:
        assert document.numbers == {}


def test_each_field_holds_what_its_analysis_gives() -> None:
    converter = Converter()
    for articles in (ARTICLES, ODD, (*ODD, *ARTICLES), ODD[:1]):
        check(articles, converter.convert(records_of(articles)))


def test_documents_are_the_same_from_another_process() -> None:
    receiver = Receiver()
    for articles in (ARTICLES, ODD, ODD[:1], ARTICLES):
        sent = pickle.dumps(convert_elsewhere(Batch.of(articles)))
        check(articles, receiver.receive(pickle.loads(sent)))  # noqa: S301 - our own


def test_what_came_first_does_not_change_what_comes_later() -> None:
    changed = [replace(one, id=f"{one.id}-again") for one in ARTICLES]
    fresh, used = Converter(), Converter()
    used.convert(records_of(ODD))
    check(changed, used.convert(records_of(changed)))
    check(changed, fresh.convert(records_of(changed)))
