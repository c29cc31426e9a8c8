"""Wires from strangers: bombs, entities, depth, cuts, any bytes. An article, or a named failure."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.media import MediaType
from newsearch.ingest.ninjs import is_ninjs
from newsearch.ingest.sources import read_document

WIRES = Path(__file__).parent / "wires"
HIDDEN = "la reine aime la framboise"
KINDS: tuple[MediaType, ...] = (
    "application/newsml+xml",
    "application/vnd.iptc.g2.newsitem+xml",
    "application/nitf+xml",
    "application/xml",
    "application/vnd.iptc.ninjs+json",
    "text/vnd.iptc.7901",
    "application/rss+xml",
    "application/atom+xml",
)
PIECES = (
    *(
        "<nitf>",
        "<a:p>",
        "<a:8:b>",
        "<:c d:e='f'>",
        "</nitf>",
        "<body.content>",
        "<p>",
        "</p>",
        "<br/>",
        "<newsItem guid='g'>",
        "<contentSet>",
    ),
    *(
        "<inlineXML>",
        "<inlineData>",
        "<![CDATA[",
        "]]>",
        "<NewsML>",
        "<NewsItem>",
        "<NewsComponent>",
    ),
    *(
        "<ContentItem>",
        "<DataContent>",
        "<Document>",
        "<Para>",
        "<HTML5>",
        "<rss>",
        "<item>",
        "<title>",
    ),
    *("<description>", "<feed>", "<entry>", "<content type='xhtml'>", "&nbsp;", "&x;", "&#0;", "&"),
    *(
        "<!DOCTYPE a [<!ENTITY x 'y'>]>",
        "<?xml version='1.0' encoding='utf-16'?>",
        "<!--",
        "-->",
        "Un été. ",
    ),
    *(
        '{"uri": "u", "versioncreated": "',
        '"',
        '{"bodies": [{"value": "',
        "[",
        "}",
        "\x01a\x02",
        "\x03",
        "\x00",
    ),
    *("20190603T174729+0200", "(AFP) - ", "©", "\x1b[0m", "\ud800", "\u202e"),
)


def read(content: bytes, kind: MediaType) -> list[Article]:
    failures: list[UnreadableArticle] = []
    articles = list(read_articles(RawDocument("a", content, kind, ""), on_error=failures.append))
    assert articles or failures
    for article in articles:
        assert article.title
        assert article.body
        assert not set(article.body + article.title) & set("\x00\x1b\u202e\ufdd0")
        Article.from_dict(article.to_dict())
        article.body.encode()
    return articles


def bomb(levels: int = 30) -> str:
    entities = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else HIDDEN}">' for n in range(levels)
    )
    return f"<!DOCTYPE x [{entities}]>"


def wrap(text: str, kind: MediaType) -> str:
    """A text as the body of an item of a format of XML."""
    match kind:
        case "application/newsml+xml":
            return f"<NewsML><NewsItem><NewsComponent><ContentItem><DataContent><p>{text}</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
        case "application/nitf+xml":
            return f"<nitf><body><body.content><p>{text}</p></body.content></body></nitf>"
        case "application/xml":
            return f"<Document><Breve><Para>{text}</Para></Breve></Document>"
        case "application/rss+xml":
            return f"<rss version='2.0'><channel><item><title>T</title><description>{text}</description></item></channel></rss>"
        case "application/atom+xml":
            return f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>i</id><title>T</title><summary>{text}</summary></entry></feed>"
        case _:
            return f"<newsItem guid='g'><contentSet><inlineXML><html><body><p>{text}</p></body></html></inlineXML></contentSet></newsItem>"


XML = [kind for kind in KINDS if kind.endswith("xml")]


@pytest.mark.parametrize("kind", XML)
def test_entities_are_never_expanded(kind: MediaType) -> None:
    started = time.process_time()
    (article,) = read((bomb() + wrap("Un été à Brest. &l29; &l0;", kind)).encode(), kind)
    assert article.body.startswith("Un été à Brest.")
    assert HIDDEN not in article.body
    assert time.process_time() - started < 2


@pytest.mark.parametrize("kind", XML)
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY s SYSTEM "{}">]>',
        '<!DOCTYPE x SYSTEM "{}">',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "{}"> %p;]>',
        '<!doctype x PUBLIC "-//A//B" "{}" [ <!ENTITY s SYSTEM "{}"> ] >',
        '<?xml version="1.0"?><!-- > --><!DOCTYPE x [<!ENTITY s SYSTEM "{}">]\n>',
    ],
)
def test_no_file_is_ever_read_through_xml(kind: MediaType, doctype: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"<!ENTITY s '{HIDDEN}'>{HIDDEN}")
    for place in (secret.as_uri(), str(secret)):
        text = doctype.replace("{}", place) + wrap("Un été à Brest. &s;", kind)
        for article in read(text.encode(), kind):
            assert "framboise" not in article.body


def test_an_inclusion_is_only_an_element(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(HIDDEN)
    inclusion = f"<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{(tmp_path / 'secret.txt').as_uri()}' parse='text'/>"
    (article,) = read(
        wrap(f"Un été. {inclusion}", "application/nitf+xml").encode(), "application/nitf+xml"
    )
    assert article.body == "Un été."


@pytest.mark.parametrize("kind", XML)
def test_what_is_nested_10_000_deep_is_read_or_refused_in_a_moment(kind: MediaType) -> None:
    started = time.process_time()
    for tag in ("p", "b", "x"):
        read(wrap(f"<{tag}>" * 10_000 + "Un été à Brest.", kind).encode(), kind)
        read((f"<{tag}>" * 10_000).encode(), kind)
    assert time.process_time() - started < 10


def test_ninjs_nested_too_deep_is_refused() -> None:
    for text in (
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"body_html": "' + "<div>" * 10_000 + 'a", "uri": "u"}',
    ):
        read(text.encode(), "application/vnd.iptc.ninjs+json")


SENTENCE = "La rivière est montée de trois mètres en une nuit. "
LARGE: dict[str, tuple[str, MediaType]] = {
    "a paragraph of 5 MB": (
        wrap(SENTENCE * 100_000, "application/nitf+xml"),
        "application/nitf+xml",
    ),
    "100,000 paragraphs": (
        wrap("</p><p>".join([SENTENCE] * 100_000), "application/nitf+xml"),
        "application/nitf+xml",
    ),
    "100,000 unknown elements": (
        wrap("<x>a</x>" * 100_000, "application/nitf+xml"),
        "application/nitf+xml",
    ),
    "100,000 open sections of characters": (
        "<nitf>" + "<![CDATA[" * 100_000,
        "application/nitf+xml",
    ),
    "a million ampersands": (wrap("&" * 1_000_000, "application/nitf+xml"), "application/nitf+xml"),
    "a million open comments": ("<!--" * 250_000, "application/nitf+xml"),
    "100,000 declarations": ("<?x ?>" * 100_000 + "<nitf/>", "application/nitf+xml"),
    "3,000 components": (
        "<NewsML><NewsItem><NewsComponent>"
        + f"<NewsComponent><NewsLines><HeadLine>H</HeadLine></NewsLines><ContentItem><DataContent>{SENTENCE}</DataContent></ContentItem></NewsComponent>"
        * 3_000,
        "application/newsml+xml",
    ),
    "5,000 texts of one component": (
        "<NewsML><NewsItem><NewsComponent>"
        + "".join(
            f"<ContentItem><DataContent>{SENTENCE} {number}</DataContent></ContentItem>"
            for number in range(5_000)
        ),
        "application/newsml+xml",
    ),
    "5,000 messages": (("\x01a" + "\x02" + SENTENCE + "\x03") * 5_000, "text/vnd.iptc.7901"),
    "a million starts of messages": ("\x01" * 1_000_000, "text/vnd.iptc.7901"),
    "a line of 5 MB of a teleprinter": ("\x01a\x02" + SENTENCE * 100_000, "text/vnd.iptc.7901"),
    "a feed of 2,000 entries": (
        "<rss version='2.0'><channel>"
        + "<item><title>T</title><description>Un été.</description></item>" * 2_000,
        "application/rss+xml",
    ),
    "an entry with 100,000 tags": (
        wrap("&lt;b&gt;a" * 100_000, "application/rss+xml"),
        "application/rss+xml",
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_is_read_or_refused_in_seconds(name: str) -> None:
    text, kind = LARGE[name]
    started = time.process_time()
    read(text.encode(), kind)
    assert time.process_time() - started < 20


@pytest.mark.parametrize("kind", KINDS)
@given(content=st.binary(max_size=600))
@settings(max_examples=30, deadline=None)
def test_random_bytes_are_read_or_refused(kind: MediaType, content: bytes) -> None:
    read(content, kind)


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=50))
@example(["\x01a\x02", "(AFP) - "])
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_pieces_of_wires_are_read_or_refused(kind: MediaType, pieces: list[str]) -> None:
    read("".join(pieces).encode(errors="surrogatepass"), kind)


@pytest.mark.parametrize("file", sorted(WIRES.iterdir()), ids=lambda file: file.name)
def test_wires_cut_or_damaged_anywhere_are_read_or_refused(file: Path) -> None:
    raw = read_document(file)
    content, kind = raw.content, raw.media_type
    for place in range(0, len(content), max(1, len(content) // 40)):
        read(content[:place], kind)  # type: ignore[arg-type]
        read(content[:place] + b"\0\xff<&" + content[place:], kind)  # type: ignore[arg-type]


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252", "iso8859_15", "utf-8-sig"])
def test_encodings_are_found_whatever_is_declared(codec: str) -> None:
    body = wrap("L'été à Brest coûte 12 €.", "application/nitf+xml")
    for declared in (
        "",
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<?xml version="1.0" encoding="x-rien"?>',
    ):
        (article,) = read((declared + body).encode(codec), "application/nitf+xml")
        if codec != "iso8859_15":  # undeclared, its euro sign is another character
            assert article.body == "L'été à Brest coûte 12 €."
    declared = f'<?xml version="1.0" encoding="{codec}"?>'
    (article,) = read((declared + body).encode(codec), "application/nitf+xml")
    assert article.body == "L'été à Brest coûte 12 €."


KEYS = (
    *(
        "uri",
        "guid",
        "type",
        "headline",
        "headlines",
        "title",
        "body_html",
        "bodies",
        "body_text",
        "value",
    ),
    *(
        "role",
        "contentType",
        "descriptions",
        "description_text",
        "versioncreated",
        "firstCreated",
        "by",
    ),
    *(
        "bylines",
        "authors",
        "name",
        "subject",
        "code",
        "service",
        "infoSources",
        "provider",
        "data",
        "item",
    ),
    *(
        "items",
        "usageterms",
        "copyrightnotice",
        "pubstatus",
        "state",
        "language",
        "version",
        "schedule_settings",
    ),
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(["<p>Un été.</p>", "20190603T174729Z", "usable", "text", "<nitf>", "AFP"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=25,
)


@given(VALUES)
@settings(max_examples=150, deadline=None)
def test_ninjs_with_any_values_anywhere_is_read_or_refused(value: object) -> None:
    read(json.dumps(value).encode(), "application/vnd.iptc.ninjs+json")
    is_ninjs(value)
