"""What bytes are: their media type, from what they hold; a file's suffix only helps."""

import re
import zlib
from typing import Final

from newsearch.errors import UnreadableArticle
from newsearch.ingest.encoding import byte_order_mark
from newsearch.ingest.media import MediaType
from newsearch.ingest.shapes import json_shape, table_shape, xml_shape

__all__ = ["HEAD", "sniff"]

HEAD: Final = 64 * 1024
"""How many bytes at the start of a document `sniff` wants, and looks at, at most."""
WINDOW: Final = 8192
"""How many bytes at the start are looked at for tags."""

_SIGNATURES: Final[dict[bytes, MediaType]] = {
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"PK\x05\x06": "application/zip",
    b"BZh": "application/x-bzip2",
    b"\xfd7zXZ\x00": "application/x-xz",
    b"\x28\xb5\x2f\xfd": "application/zstd",
    b"WARC/1.": "application/warc",
}
_FOREIGN: Final = {
    b"{\\rtf": "an RTF document",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!\x1a\x07": "a RAR archive",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old office document",
}
"""The first bytes of what people keep beside articles, so that they are told what they have."""
_OFFICE: Final = re.compile(
    rb"PK\x03\x04.{26}(?:\[Content_Types\]\.xml|mimetype|_rels/)", re.DOTALL
)
_TAR: Final = slice(257, 262)

_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<(?:!--|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_PROLOGUE = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
_FRONT_MATTER = re.compile(
    rb"\s*(?:---[ \t]*\r?\n[ \t]*[\w-]+[ \t]*:|\+\+\+[ \t]*\r?\n[ \t]*[\w-]+[ \t]*=)"
)
_IPTC_7901: Final = re.compile(rb"[\r\n]*(?:\x16+[\r\n]*)?\x01[\x20-\x7e\x80-\xff\x1f\r\n]{3,}")
_MARKUP_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x08\x1b"))
_MAX_CONTROL_SHARE: Final = 0.02


def sniff(content: bytes, suffix: str, locator: str) -> MediaType:
    """The media type of a document of which these are the first HEAD bytes, or all.

    The contents decide; the file's suffix (".html") helps where they do not. Raises
    UnreadableArticle, saying what it is, when it is nothing that newsearch reads.
    """
    content = content[:HEAD]
    if packed := _sniff_packed(content, locator):
        return packed
    window = _as_single_bytes(content)
    if _IPTC_7901.match(window) and b"\x02" in window and b"\0" not in window:
        return "text/vnd.iptc.7901"
    if b"\0" in window or _share_of_controls(window) > _MAX_CONTROL_SHARE:
        raise UnreadableArticle(locator, "is a binary file: what it holds is unknown")
    return _sniff_markup(window, suffix, locator) or _sniff_text(window, suffix)


def _sniff_packed(content: bytes, locator: str) -> MediaType | None:
    """What is known by its first bytes: archives, compressed files, WARC, PDF."""
    for signature, what in _FOREIGN.items():
        if content.startswith(signature):
            raise UnreadableArticle(locator, f"is {what}, which is not read")
    if _OFFICE.match(content):
        raise UnreadableArticle(locator, "is an office document or an e-book, which is not read")
    if content.startswith(b"\x1f\x8b"):
        return "application/warc" if _starts_inside(content, b"WARC/1.") else "application/gzip"
    if content[_TAR] == b"ustar":
        return "application/x-tar"
    return next((kind for sign, kind in _SIGNATURES.items() if content.startswith(sign)), None)


def _starts_inside(content: bytes, signature: bytes) -> bool:
    """Whether what is compressed with gzip starts so."""
    try:
        return zlib.decompressobj(31).decompress(content, len(signature)) == signature
    except zlib.error:
        return False


def _sniff_markup(window: bytes, suffix: str, locator: str) -> MediaType | None:
    head = window[:WINDOW]
    start = _PROLOGUE.match(head)
    if _PAGE.match(head, start.end() if start else 0):
        return "text/html"
    if kind := xml_shape(window):
        return kind
    if head.lstrip().startswith(b"<?xml"):
        if _PAGE.search(head):
            return "text/html"
        raise UnreadableArticle(locator, "is XML, but no web page and no known news format")
    return "text/html" if suffix in _MARKUP_SUFFIXES and _TAG.search(window) else None


def _sniff_text(window: bytes, suffix: str) -> MediaType:
    if kind := json_shape(window, suffix):
        return kind
    if suffix in _MARKDOWN_SUFFIXES or _FRONT_MATTER.match(window):
        return "text/markdown"
    return table_shape(window, suffix) or "text/plain"


def _as_single_bytes(content: bytes) -> bytes:
    """The content without a byte order mark; UTF-16 and UTF-32 become one byte a character."""
    mark, codec = byte_order_mark(content)
    if codec in {"utf-16", "utf-32"}:
        return content.decode(codec, errors="replace").encode("latin-1", errors="replace")
    return content[len(mark) :]


def _share_of_controls(content: bytes) -> float:
    return 1 - len(content.translate(None, _CONTROLS)) / len(content) if content else 0.0
