"""What XML, JSON and tables hold, told from how they start: the root element, the first keys, the
first row."""

import json
import re
from typing import Final

from newsearch.ingest.fields import is_header
from newsearch.ingest.media import MediaType

__all__ = ["json_shape", "table_shape", "xml_shape"]

_XML_START: Final = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*"
    rb"<(?:[\w.-]+:)?(?P<root>[A-Za-z][\w.-]*)(?P<attributes>[^<>]*)",
    re.DOTALL,
)
_XML_ROOTS: Final[dict[bytes, MediaType]] = {
    b"rss": "application/rss+xml",
    b"RDF": "application/rss+xml",
    b"feed": "application/atom+xml",
    b"newsItem": "application/vnd.iptc.g2.newsitem+xml",
    b"packageItem": "application/vnd.iptc.g2.newsitem+xml",
    b"newsMessage": "application/vnd.iptc.g2.newsmessage+xml",
    b"NewsML": "application/newsml+xml",
    b"nitf": "application/nitf+xml",
    b"contentSet": "application/vnd.iptc.g2.newsitem+xml",
}
"""The media type by the root element's name, without its prefix."""
_PUBLISHERS: Final = {
    b"NewsItem": b"AE-XML",
    b"Document": b"CdAE.dtd",
}
"""Root elements of publishers' own XML, which is only known with these bytes near its start."""

_NINJS: Final = re.compile(
    rb'"(?:body_html|body_text|body_xhtml|body_main|bodies|headlines|versioncreated|renditions'
    rb'|associations|headline_main|representationtype)"\s*:',
    re.IGNORECASE,
)
_NINJS_ID: Final = re.compile(rb'"(?:uri|guid|standard)"\s*:')
_OBJECT_START: Final = re.compile(rb'\s*\{\s*(?:"|\})')
_ARRAY_START: Final = re.compile(rb'\s*\[\s*(?:[\[{"\d-]|\])')
_NEXT_OBJECT: Final = re.compile(r'\s*\n\s*\{\s*"')
_NDJSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".jsonlines", ".jl"})
_LONGEST_HEADER: Final = 2000
_TABLE_SUFFIXES: Final[dict[str, MediaType]] = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
}


def xml_shape(window: bytes) -> MediaType | None:
    """The media type of XML that starts so, or None."""
    found = _XML_START.match(window)
    if not found:
        return None
    if kind := _XML_ROOTS.get(found["root"]):
        return kind
    mark = _PUBLISHERS.get(found["root"])
    return "application/xml" if mark and mark in window[: found.end()] else None


def json_shape(window: bytes, suffix: str) -> MediaType | None:
    """The media type of JSON that starts so, or None: one object a line, one value, or ninjs."""
    if _ARRAY_START.match(window):
        return "application/json" if suffix == ".json" or _is_json_array(window) else None
    if not _OBJECT_START.match(window):
        return "application/x-ndjson" if suffix in _NDJSON_SUFFIXES else None
    first, more = _first_value(window)
    if more or suffix in _NDJSON_SUFFIXES:
        return "application/x-ndjson"
    if _NINJS.search(first) and _NINJS_ID.search(first):
        return "application/vnd.iptc.ninjs+json"
    return "application/json"


def table_shape(window: bytes, suffix: str) -> MediaType | None:
    """The media type of a table with a first row of names that starts so, or None. Without a suffix
    that says so, the names must be those that fields of articles have."""
    if suffix in _TABLE_SUFFIXES:
        return _TABLE_SUFFIXES[suffix] if window.strip() else None
    first, _, second = window.lstrip()[:_LONGEST_HEADER].partition(b"\n")
    for mark in (b",", b";", b"\t", b"|"):
        names = [name.strip(b' "\r').decode(errors="replace") for name in first.split(mark)]
        if len(names) > 1 and mark in second and is_header(names):
            return "text/tab-separated-values" if mark == b"\t" else "text/csv"
    return None


def _is_json_array(window: bytes) -> bool:
    return window.lstrip()[1:].lstrip()[:1] in {b"{", b"]"}


def _first_value(window: bytes) -> tuple[bytes, bool]:
    """The first value as far as it is there, and whether another object follows on a new line."""
    text = window.decode("utf-8", errors="replace").lstrip()
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return window, _is_line_of_many(text)
    many = "\n" not in text[:end] and _NEXT_OBJECT.match(text, end)
    return text[:end].encode(), bool(many)


def _is_line_of_many(text: str) -> bool:
    """Whether a first line that cannot be read, or is longer than the window, is one of many."""
    first, _, rest = text.partition("\n")
    return first.rstrip().endswith("}") and rest.lstrip().startswith("{")
