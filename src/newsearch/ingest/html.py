"""A web page becomes an Article: what it says of itself, then its text without the rest."""

import re
from dataclasses import replace
from typing import Final

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest.body import Body, find_body
from newsearch.ingest.cleaning import clean_text, has_words
from newsearch.ingest.dates import find_date_in_path
from newsearch.ingest.doubt import is_placeholder, is_suspect
from newsearch.ingest.encoding import decode
from newsearch.ingest.metadata import Metadata, read_metadata
from newsearch.ingest.naming import derive_title, identify
from newsearch.ingest.page import parse_page
from newsearch.ingest.rights import Rights, split_rights
from newsearch.ingest.statements import Statement, read_dateline

__all__ = ["read_html"]

_SOFT_HYPHEN: Final = re.compile("&(?:[sS][hH][yY]|#173|#[xX]0*[aA][dD]);")
LONGEST_PAGE: Final = 16 * 1024 * 1024
"""Characters in a page; the largest real ones have a few millions, most of them scripts."""


def read_html(raw: RawDocument) -> Article:
    """The article of a page. Raises UnreadableArticle when it has none, or cannot be taken apart."""
    text = _clean(decode(raw.content, markup=True))
    if len(text) > LONGEST_PAGE:
        raise UnreadableArticle(raw.locator, f"is a page of more than {LONGEST_PAGE >> 20} MiB")
    try:
        metadata, body = _take_apart(text)
    except ImportError:
        raise
    except Exception as error:  # the parsers are others' work: whatever they raise ends here
        reason = f"cannot be taken apart as a page ({type(error).__name__}); is it damaged?"
        raise UnreadableArticle(raw.locator, reason) from error
    # Once more: entities and JSON can spell what was not to be seen in the bytes.
    rights = split_rights([_clean(paragraph) for paragraph in body.paragraphs])
    if not any(map(has_words, rights.paragraphs)):
        raise UnreadableArticle(raw.locator, "is a page without any article text")
    removed = tuple((why, cleaned) for why, text in body.removed if (cleaned := _clean(text)))
    article = _describe(raw, metadata.cleaned(_clean), rights)
    return replace(article, removed=removed, truncated=body.truncated)


def _take_apart(text: str) -> tuple[Metadata, Body]:
    page = parse_page(text)
    if page is None:
        return Metadata(), Body([], Statement(), (), truncated=False)
    metadata = read_metadata(page)
    body = find_body(page, metadata)
    opening = next(filter(has_words, body.paragraphs), "")
    dateline = read_dateline(opening)
    said = body.said.or_else(dateline[0]) if dateline else body.said
    return metadata.completed(said), body


def _clean(text: str) -> str:
    """Clean text without soft hyphens: in a page they are hints for its layout, which scripts put
    in, and no spelling."""
    return clean_text(_SOFT_HYPHEN.sub("", text).replace("\u00ad", ""))


def _describe(raw: RawDocument, metadata: Metadata, rights: Rights) -> Article:
    unsure = not metadata.published or is_placeholder(metadata.published)
    if unsure and (named := find_date_in_path(raw.locator)):
        metadata = replace(metadata, published=named, published_origin="filename")
    published, modified = metadata.published, metadata.modified
    notices = rights.notices or metadata.notices
    owner = rights.owner or split_rights([*metadata.notices]).owner
    source = metadata.source or owner or metadata.site
    owner_only = None if metadata.source else owner
    return Article(
        id=identify(raw.locator),
        title=metadata.title or derive_title(next(filter(has_words, rights.paragraphs))),
        body="\n\n".join(rights.paragraphs),
        path=raw.locator,
        digest=raw.digest,
        title_origin="meta" if metadata.title else "derived",
        url=metadata.url,
        source=source,
        source_origin="none" if not source else "text" if source == owner_only else "meta",
        authors=metadata.authors,
        authors_origin=metadata.authors_origin,
        section=metadata.section,
        published=published.moment if published else None,
        published_precision=published.precision if published else None,
        published_origin=metadata.published_origin,
        modified=modified.moment if modified else None,
        suspect=is_suspect(published, modified, metadata.witnesses),
        language=metadata.language,
        rights="\n".join(notices) or None,
    )
