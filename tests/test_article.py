"""Articles, and the records that an index keeps of them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch import Article
from newsearch.waiting import Batch, encode_record

TEXTS = st.text(st.characters(), max_size=20) | st.text('\n\r\0{}"\\\ud800é\u2028', max_size=8)
NAMES = TEXTS | st.sampled_from(["none", "[]", "False"])
ARTICLES = st.builds(
    Article,
    id=TEXTS, title=TEXTS, body=TEXTS, path=TEXTS, digest=TEXTS,
    url=st.none() | NAMES, source=st.none() | NAMES, section=st.none() | NAMES,
    source_origin=st.sampled_from(["none", "meta"]),
    authors=st.lists(TEXTS, max_size=2).map(tuple),
    published=st.none() | st.just(datetime(1912, 4, 15, tzinfo=UTC)),
    removed=st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple),
    suspect=st.booleans(), truncated=st.booleans(), within=TEXTS,
)  # fmt: skip


@given(ARTICLES)
def test_any_article_comes_back_from_its_record(article: Article) -> None:
    assert Article.from_record(article.to_record()) == article


@given(st.lists(ARTICLES, min_size=1, max_size=4))
def test_the_records_of_any_articles_come_back_from_their_batch(articles: list[Article]) -> None:
    records = [encode_record(article) for article in articles]
    assert Batch.of(articles).open() == records
    assert Batch.pack(records, compress=True).open() == records


@pytest.mark.parametrize(
    "record", ["", "[]\nx", "{", "{}x\n", '{"published":"hier"}\n', '{"a":1}\n']
)
def test_what_is_no_record_is_refused(record: str) -> None:
    with pytest.raises((ValueError, TypeError, KeyError)):
        Article.from_record(record)


@given(ARTICLES)
def test_a_record_begins_with_what_json_writes_of_all_that_is_known(article: Article) -> None:
    nothing = Article(id="", title="", body="", path="", digest="").to_dict()
    values = {name: value for name, value in article.to_dict().items() if name != "body"}
    known = {name: value for name, value in values.items() if value != nothing[name]}
    line = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    assert article.to_record() == f"{line}\n{article.body}"
