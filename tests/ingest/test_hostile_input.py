"""Any bytes at all give an article or a named failure, in bounded time."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles

MARKUP = (
    *(
        "<p>",
        "</p>",
        "<div class='",
        "'>",
        "<article>",
        "</article>",
        "<time datetime='2021-13-45'>",
        "<h1>",
        "<br>",
    ),
    *(
        "<script type='application/ld+json'>",
        "</script>",
        '{"@type":"NewsArticle","author":',
        "[",
        "}",
        "<!--",
        "-->",
    ),
    *(
        "&#0;",
        "&#xD800;",
        "&nbsp;",
        "<![CDATA[",
        "<meta property='og:title' content='",
        "<html lang=",
        "<table><tr>",
    ),
    *(
        "Par Jeanne Martin",
        "Publié le 3 mai 2021",
        "© AFP",
        "Un été à Brest. ",
        "\x00",
        "\x1b[0m",
        "\ud800",
        "﷽",
    ),
)


def read(content: bytes, media_type: str) -> Article | None:
    try:
        (article,) = read_articles(RawDocument("a", content, media_type, ""))
    except UnreadableArticle:
        return None
    assert article.title
    assert article.body
    article.body.encode()
    return article


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
@given(content=st.binary(max_size=2000))
@settings(max_examples=60, deadline=None)
def test_random_bytes_are_read_or_refused(media_type: str, content: bytes) -> None:
    read(content, media_type)


@given(st.lists(st.sampled_from(MARKUP) | st.text(max_size=10), max_size=60))
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_markup_is_read_or_refused(pieces: list[str]) -> None:
    read("".join(pieces).encode(errors="surrogatepass"), "text/html")


SENTENCE = (
    "La rivière est montée de trois mètres en une nuit, et la rue s’est réveillée sous l’eau. "
)

LARGE = {
    "10,000 nested elements": ("<div>" * 10_000 + SENTENCE * 5, "text/html"),
    "10,000 nested inline elements": ("<p>" + "<b>" * 10_000 + SENTENCE * 5, "text/html"),
    "50,000 elements that never close": ("<p><a>" * 50_000 + SENTENCE, "text/html"),
    "nothing but openings": ("<" * 300_000, "text/html"),
    "50,000 footers": ("<footer>© x</footer>" * 50_000 + SENTENCE * 5, "text/html"),
    "footers in footers": ("<footer class='footer'>© AFP 2021 " * 50_000, "text/html"),
    "50,000 boxes": (f"<div class='share'>{SENTENCE}</div>" * 50_000, "text/html"),
    "boxes in boxes": (f"<div class='share'>{SENTENCE}" * 50_000, "text/html"),
    "50,000 articles": (f"<article><p>{SENTENCE}</p></article>" * 50_000, "text/html"),
    "50,000 dates": (
        f"<h1>Crue</h1>{'<time>3 mai 2021</time>' * 50_000}{SENTENCE * 5}",
        "text/html",
    ),
    "a megabyte of hints": (
        f"<p>{SENTENCE * 5}</p><p>{'la suite reste réservée ' * 50_000}",
        "text/html",
    ),
    "an articleBody of a megabyte": (
        '<script type="application/ld+json">{"@type": "Article", "articleBody": "'
        + SENTENCE * 12_000
        + '"}</script>'
        + f"<p>{SENTENCE}</p>" * 12_000,
        "text/html",
    ),
    "an attribute of a million characters": (
        f"<p class='{'a ' * 500_000}'>{SENTENCE * 5}",
        "text/html",
    ),
    "a text line of 5 MB": (SENTENCE * 56_500, "text/plain"),
    "a page line of a megabyte": (f"<html><body><p>{SENTENCE * 11_500}</p>", "text/html"),
    "a million blank lines": ("\n" * 1_000_000 + SENTENCE, "text/plain"),
    "a million copyright signs": ("© " * 1_000_000, "text/plain"),
    "a million escapes": ("\x1b]" * 1_000_000, "text/plain"),
    "mojibake of a megabyte": ("Ã©tÃ© " * 150_000, "text/plain"),
    "a name of names": ("A-" * 90 + " " + "De La " * 200_000, "text/plain"),
    "a million dashes": ("-" * 1_000_000 + "\n\n" + SENTENCE, "text/plain"),
    "no space in a megabyte": ("é" * 500_000, "text/plain"),
}


@pytest.mark.parametrize("name", LARGE)
def test_what_is_large_or_deep_is_read_or_refused_in_seconds(name: str) -> None:
    text, media_type = LARGE[name]
    started = time.perf_counter()
    read(text.encode(), media_type)
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("tag", ["div", "b", "font", "section", "table><tr><td", "ul><li"])
@pytest.mark.parametrize("depth", [150, 300, 3000, 10_000])
def test_an_article_is_read_whatever_nesting_stands_before_or_around_it(
    tag: str, depth: int
) -> None:
    article = f"<h1>Crue</h1><p>{SENTENCE * 2}</p><p>{SENTENCE * 3}</p>"
    end = f"</{tag.partition('>')[0]}>"
    for text in (
        f"<{tag}>" * depth + "x" + end * depth + article,
        f"<{tag}>" * depth + article + end * depth,
        f"<{tag}>" * depth + article,
    ):
        found = read(f"<html><body>{text}</body></html>".encode(), "text/html")
        assert found
        assert SENTENCE.strip() in found.body


def test_a_page_over_the_bound_is_refused() -> None:
    with pytest.raises(UnreadableArticle, match="more than 16 MiB"):
        list(read_articles(RawDocument("a", b"<p>" + b"a" * (17 << 20), "text/html", "")))


def test_pages_cut_anywhere_are_read_or_refused() -> None:
    page = (
        "<!doctype html><html lang='fr'><head><title>Crue</title><script type='application/ld+json'>"
        '{"@type": "NewsArticle", "headline": "Crue", "datePublished": "2021-05-03"}</script></head>'
        f"<body><article><h1>Crue</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body></html>"
    ).encode()
    for end in range(7, len(page), 11):
        read(page[:end], "text/html")
