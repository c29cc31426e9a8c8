"""The text of a PDF document becomes an Article, with the optional extra `newsearch[pdf]`."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.cleaning import has_words
from newsearch.ingest.facts import collect_facts
from newsearch.ingest.guards import damaged
from newsearch.ingest.text import compose

__all__ = ["read_pdf"]

MOST_PAGES: Final = 300
LONGEST_TEXT: Final = 4 * 1024 * 1024
"""Bounds of what is read: more pages or characters are a book and no article."""

_HYPHEN: Final = re.compile(r"(?<=[a-zà-ÿœ])[-\u00ad\u2010]\n(?=[a-zà-ÿœ])")
_NO_TITLE: Final = re.compile(
    r"(?:microsoft word|untitled|sans titre|document\d*$)|\.(?:docx?|indd|pdf|qxd|odt)$",
    re.IGNORECASE,
)


def read_pdf(raw: RawDocument) -> Article:
    """The article of a PDF document. Raises UnreadableArticle when it holds no text (a scan), is
    encrypted, is longer than the bounds, or when pypdf is not there to read it."""
    try:
        import pypdf  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        reason = "is a PDF document: `pip install newsearch[pdf]` to read those"
        raise UnreadableArticle(raw.locator, reason) from error
    try:
        document = pypdf.PdfReader(io.BytesIO(raw.content), strict=False)
        text = "\n\n".join(_texts(document, raw.locator))
        stated = dict(document.metadata or {})
    except UnreadableArticle:
        raise
    except Exception as error:  # pypdf raises whatever a damaged document makes it
        raise damaged(raw.locator, error) from error
    if not has_words(text):
        raise UnreadableArticle(raw.locator, "is a PDF document without text: is it a scan?")
    title = str(stated.get("/Title") or "")
    facts = collect_facts({"title": None if _NO_TITLE.search(title) else title})
    return compose(facts, _HYPHEN.sub("", text), raw, raw.locator)


def _texts(document: Any, locator: str) -> Iterator[str]:
    """The text of each page, if it may be read and is not too long."""
    if document.is_encrypted and not document.decrypt(""):
        raise UnreadableArticle(locator, "is a PDF document that asks for a password")
    if len(document.pages) > MOST_PAGES:
        raise UnreadableArticle(locator, f"is a PDF document of over {MOST_PAGES} pages")
    length = 0
    for page in document.pages:
        text = page.extract_text()
        length += len(text)
        if length > LONGEST_TEXT:
            reason = f"is a PDF document of more than {LONGEST_TEXT >> 20} MiB of text"
            raise UnreadableArticle(locator, reason)
        yield text
