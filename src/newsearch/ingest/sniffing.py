"""What bytes are: text, HTML, or something that newsearch does not read."""

import re
from typing import Final, Literal

from newsearch.errors import UnreadableArticle
from newsearch.ingest.encoding import byte_order_mark

__all__ = ["MediaType", "sniff"]

MediaType = Literal["text/plain", "text/html"]

WINDOW: Final = 8192
"""How many bytes at the start are looked at for tags."""

FOREIGN: Final = {
    b"%PDF-": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "compressed with gzip",
    b"BZh": "compressed with bzip2",
    b"\xfd7zXZ\x00": "compressed with xz",
    b"\x28\xb5\x2f\xfd": "compressed with Zstandard",
}
"""The first bytes of what people keep beside articles, so that they are told what they have."""

_PAGE = re.compile(rb"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(rb"<(?:!--|[a-z][a-z0-9]*[\s/>])", re.IGNORECASE)
_PROLOGUE = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
_MARKUP_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\r\f\x08\x1b"))
_MAX_CONTROL_SHARE: Final = 0.02


def sniff(content: bytes, suffix: str, locator: str) -> MediaType:
    """The media type of some bytes; the contents decide, the file's suffix (".html") only helps.

    Raises UnreadableArticle, saying what it is, when it is neither text nor HTML.
    """
    for signature, what in FOREIGN.items():
        if content.startswith(signature):
            raise UnreadableArticle(locator, f"is {what}, not text or HTML")
    window = _as_single_bytes(content)
    if b"\0" in window or _share_of_controls(window) > _MAX_CONTROL_SHARE:
        raise UnreadableArticle(locator, "is a binary file, not text or HTML")
    head = window[:WINDOW]
    start = _PROLOGUE.match(head)
    if _PAGE.match(head, start.end() if start else 0):
        return "text/html"
    if head.lstrip().startswith(b"<?xml"):
        if _PAGE.search(head):
            return "text/html"
        raise UnreadableArticle(locator, "is XML, but no web page")
    return "text/html" if suffix in _MARKUP_SUFFIXES and _TAG.search(window) else "text/plain"


def _as_single_bytes(content: bytes) -> bytes:
    """The content without a byte order mark; UTF-16 and UTF-32 become one byte a character."""
    mark, codec = byte_order_mark(content)
    if codec in {"utf-16", "utf-32"}:
        return content.decode(codec, errors="replace").encode("latin-1", errors="replace")
    return content[len(mark) :]


def _share_of_controls(content: bytes) -> float:
    head = content[: 8 * WINDOW]
    return 1 - len(head.translate(None, _CONTROLS)) / len(head) if head else 0.0
