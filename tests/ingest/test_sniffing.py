"""The contents say what a document is, whatever it is called."""

import bz2
import gzip
import io
import lzma
import tarfile
from contextlib import suppress
from typing import get_args

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from newsearch.errors import UnreadableArticle
from newsearch.ingest.media import MediaType
from newsearch.ingest.sniffing import sniff

PAGE = b"<!doctype html><html><head><title>T</title></head><body><p>Bonjour.</p></body></html>"
G2 = "http://iptc.org/std/nar/2006-10-01/"


def tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return buffer.getvalue()


KINDS: list[tuple[str, bytes, str]] = [
    ("text/plain", b"Bonjour.", ".txt"),
    ("text/plain", b"", ".txt"),
    ("text/plain", b"", ".csv"),
    ("text/plain", "Été à Noël".encode("latin-1"), ".txt"),
    ("text/plain", "Été".encode("utf-16"), ".txt"),
    ("text/plain", b"Un titre <b>en gras</b>", ".txt"),
    ("text/plain", b"Du texte, sans balise, 3 < 4.", ".html"),
    ("text/plain", b"{Une accolade} et du texte", ".txt"),
    ("text/plain", b"[Photo] La rue, hier.", ".txt"),
    ("text/plain", b"--- Un dialogue\n--- Un autre\n", ".txt"),
    ("text/plain", b"Le titre, le texte et la date\nUn, deux\n", ".txt"),
    ("text/plain", b"titre, texte\n\nUn texte.", ".txt"),
    ("text/html", PAGE, ".html"),
    ("text/html", PAGE, ".txt"),
    ("text/html", PAGE, ".csv"),
    ("text/html", PAGE, ".json"),
    ("text/html", b"\xef\xbb\xbf\n  " + PAGE, ""),
    ("text/html", b"<?xml version='1.0'?>\n<!-- x -->\n<HTML xmlns='x'><body/></HTML>", ".xml"),
    ("text/html", b"<p>Un fragment</p>", ".html"),
    ("text/html", PAGE.decode().encode("utf-16"), ".html"),
    ("text/markdown", b"Un *texte*.", ".md"),
    ("text/markdown", b"---\ntitle: Crue\n---\nUn texte.", ".txt"),
    ("text/markdown", b"+++\ntitle = 'Crue'\n+++\nUn texte.", ""),
    ("application/rss+xml", b"<?xml version='1.0'?>\n<rss version='2.0'><channel/></rss>", ".xml"),
    ("application/rss+xml", b"<rss version='2.0'>", ".txt"),
    ("application/rss+xml", b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'>", ""),
    ("application/atom+xml", b"<feed xmlns='http://www.w3.org/2005/Atom'>", ""),
    ("application/vnd.iptc.g2.newsitem+xml", f"<newsItem xmlns='{G2}'>".encode(), ".xml"),
    ("application/vnd.iptc.g2.newsitem+xml", f"<n:newsItem xmlns:n='{G2}'>".encode(), ".xml"),
    ("application/vnd.iptc.g2.newsmessage+xml", f"<newsMessage xmlns='{G2}'>".encode(), ""),
    (
        "application/newsml+xml",
        b'<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "x.dtd" [<!ENTITY a "b">]><NewsML>',
        ".xml",
    ),
    ("application/nitf+xml", b"<!-- a --><nitf>", ".nitf"),
    ("application/xml", b'<NewsItem standard="AE-XML" id="1">', ".xml"),
    ("application/xml", b'<!DOCTYPE Document SYSTEM "CdAE.dtd">\r\n<Document>', ".xml"),
    (
        "application/vnd.iptc.ninjs+json",
        b'{"uri": "x", "versioncreated": "2021", "headline": "a", "body_html": "b"}',
        ".json",
    ),
    ("text/vnd.iptc.7901", b"\x01eca0003 3 i 380  dpa 0045\r\n\r\n\x02Un titre\r\n\x03", ".txt"),
    ("application/x-ndjson", b'{"title": "a"}\n{"title": "b"}\n', ".txt"),
    ("application/x-ndjson", b'{"title": "a"}\r\n\r\n{"title": "b"}', ".json"),
    ("application/x-ndjson", b'{"title": "a"}', ".jsonl"),
    ("application/x-ndjson", b'{"uri": "x", "body_html": "b"}\n{"uri": "y"}\n', ""),
    ("application/x-ndjson", b'{"t": "' + b"a" * 9000 + b'"}\n{"t": "b"}', ""),
    ("application/json", b'{"title": "a"}', ".txt"),
    ("application/json", b'{\n "title": "a"\n}\n{\n "title": "b"\n}', ".json"),
    ("application/json", b' [ {"title": "a"}, {"title": "b"} ]', ".txt"),
    ("application/json", b"[]", ".json"),
    ("text/csv", b"titre,texte\nUn,Deux\n", ".csv"),
    ("text/csv", b"titre,texte\nUn,Deux\n", ""),
    ("text/csv", b'"Date";"Texte"\r\n"2021";"Deux"\r\n', ".txt"),
    ("text/tab-separated-values", b"headline\tbody\nUn\tDeux\n", ""),
    ("text/csv", "Été;Texte\n".encode("cp1252"), ".csv"),
    ("text/tab-separated-values", b"titre\ttexte\n", ".tsv"),
    ("application/warc", b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", ".gz"),
    ("application/warc", gzip.compress(b"WARC/1.1\r\n"), ".bin"),
    ("application/gzip", gzip.compress(b"a"), ".txt"),
    ("application/x-bzip2", bz2.compress(b"a"), ".txt"),
    ("application/x-xz", lzma.compress(b"a"), ".txt"),
    ("application/zstd", zstandard.ZstdCompressor().compress(b"a"), ".txt"),
    ("application/zip", b"PK\x03\x04" + bytes(26) + b"a.txt", ".txt"),
    ("application/x-tar", tar(), ".txt"),
    ("application/pdf", b"%PDF-1.7\n", ".txt"),
]


@pytest.mark.parametrize(("kind", "content", "suffix"), KINDS)
def test_the_contents_say_what_a_document_is(kind: str, content: bytes, suffix: str) -> None:
    assert sniff(content, suffix, "a") == kind


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{\\rtf1 ...}", "RTF"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"Rar!\x1a\x07\x01", "RAR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "an office document"),
        (b"Bonjour\0\0\0", "a binary file"),
        (b"\x89PNG\r\n\x1a\n\x00\x01", "a binary file"),
        (bytes(range(1, 32)) * 20, "a binary file"),
        (b"<?xml version='1.0'?><svg/>", "XML, but no web page and no known news format"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        sniff(content, ".txt", "a")


@given(st.sampled_from(KINDS), st.integers(0, 200), st.sampled_from(["", ".txt", ".json", ".csv"]))
def test_what_is_cut_has_a_kind_or_is_refused(
    kind: tuple[str, bytes, str], end: int, suffix: str
) -> None:
    with suppress(UnreadableArticle):
        assert sniff(kind[1][:end], suffix, "a") in get_args(MediaType)


@given(st.binary(max_size=500), st.sampled_from([".txt", ".html", ".csv", ".jsonl", ""]))
def test_random_bytes_have_a_kind_or_are_refused(content: bytes, suffix: str) -> None:
    with suppress(UnreadableArticle):
        assert sniff(content, suffix, "a") in get_args(MediaType)
