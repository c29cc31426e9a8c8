"""HTML exports of Europresse become Articles: one file holds up to a thousand.

Nothing is published about the format. What is read here is what independent public tools agree on
that read it since 2015 (minet, R.temis, Gargantext, Iramuteq and others): an `<article>` a document,
its facts in elements with the classes below.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.dates import DATE, parse_date
from newsearch.ingest.encoding import decode
from newsearch.ingest.facts import collect_facts
from newsearch.ingest.fragments import is_markup, read_fragment
from newsearch.ingest.media import Outcome
from newsearch.ingest.text import compose

__all__ = ["is_europresse", "read_europresse"]

_MARKS: Final = (b"DocPublicationName", b"titreArticle")
_NAME_END: Final = re.compile(r"\s*(?:,|\n|\s{4}|\((?:site web|web site))")
_FRENCH_DATE: Final = re.compile(DATE)
_NUMBER: Final = re.compile(r"\w{2,10}·(\d{8})·[\w.-]{1,20}·[\w.-]{1,40}")
_APPEARED: Final = "Cet article est paru dans"
_LONGEST_BYLINE: Final = 100


def is_europresse(content: bytes) -> bool:
    """Whether a page is an export of Europresse."""
    return all(mark in content for mark in _MARKS)


def read_europresse(raw: RawDocument) -> Iterator[Outcome]:
    """The articles of an export, in its order; locators count them from 1."""
    from lxml import etree  # noqa: PLC0415 - heavy; plain text does without
    from lxml import html as lxml_html  # noqa: PLC0415

    text = decode(raw.content, markup=True).replace("\0", "")
    try:
        tree = lxml_html.document_fromstring(text.encode(errors="replace"), parser=_parser())
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableArticle(raw.locator, f"cannot be taken apart: {error}") from error
    found = False
    for number, element in enumerate(tree.iter("article"), 1):
        found = True
        locator = f"{raw.locator}:{number}"
        try:
            yield _read(element, raw, locator)
        except UnreadableArticle as error:
            yield error
        except ValueError as error:
            yield UnreadableArticle(locator, str(error))
    if not found:
        raise UnreadableArticle(raw.locator, "is a page of Europresse without articles")


def _read(element: Any, raw: RawDocument, locator: str) -> Outcome:
    head = _text(element, "DocHeader") or _text(element, "DocTitreSousSection")
    number = _NUMBER.search(_text(element, "publiC-lblNodoc"))
    url, body = _body(element)
    dated = _FRENCH_DATE.search(head)
    facts = collect_facts(
        {
            "id": number[0].replace("·", "-") if number else None,
            "title": _text(element, "titreArticleVisu") or _text(element, "titreArticle"),
            "source": _NAME_END.split(_text(element, "DocPublicationName"), maxsplit=1)[0],
            "authors": _text(element, "docAuthors") or _byline(element),
            "section": head[: dated.start()].strip(" ,;") if dated else None,
            "published": dated[0] if dated else None,
            "rights": _text(element, "Doc-LegalInfo"),
            "url": url,
        },
        is_record=True,
    )
    if not facts.published and number:  # in another language the header says it otherwise
        facts = replace(facts, published=parse_date(number[1]))
    return compose(facts, "\n\n".join(body), raw, locator)


def _body(element: Any) -> tuple[str | None, list[str]]:
    """The address that an article names as its own, and its paragraphs without that line."""
    from lxml import etree  # noqa: PLC0415 - loaded by now

    container = _first(element, "docOcurrContainer")
    if container is None:
        container = _first(element, "DocText")
    if container is None:
        return None, []
    links = (link for link in container.iter("a") if _APPEARED in "".join(link.itertext()))
    url = next((link.get("href") for link in links), None)
    paragraphs = read_fragment(etree.tostring(container, encoding="unicode", with_tail=False))
    if any(map(is_markup, paragraphs)):  # some exports escape the text's own markup
        paragraphs = [line for one in paragraphs for line in read_fragment(one)]
    return url, [line for line in paragraphs if not line.startswith(_APPEARED)]


def _byline(element: Any) -> str:
    """The line below the title, if it is as short as names are."""
    line = _text(element, "sm-margin-bottomNews")
    return line if len(line) <= _LONGEST_BYLINE and not line.endswith((".", "?", "!")) else ""


def _first(element: Any, name: str) -> Any:
    return next((one for one in element.iter() if name in (one.get("class") or "").split()), None)


def _text(element: Any, name: str) -> str:
    """The text of the first element of a class."""
    found = _first(element, name)
    return "" if found is None else "".join(found.itertext()).strip()


def _parser() -> Any:
    from lxml import html as lxml_html  # noqa: PLC0415 - loaded by now

    return lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
