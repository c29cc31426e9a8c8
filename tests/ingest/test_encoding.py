"""Bytes become the text that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.encoding import decode

TEXT = (
    "L’été dernier, à Noirmoutier, près de 1 200 pêcheurs ont manifesté : « Où va la mer ? », "
    "demandait hier un garçon aperçu sur le môle. Le maire a été reçu au ministère. "
)
PLAIN = TEXT.replace("’", "'")
SHORT = "Été : grève reconduite à Brest, où l'accès au port reste barré"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "mac_roman"])
def test_each_encoding_of_french_is_told_without_a_declaration(codec: str) -> None:
    assert decode(TEXT.encode(codec)) == TEXT


@pytest.mark.parametrize("codec", ["latin-1", "iso8859-15", "cp1252", "mac_roman", "cp850"])
@pytest.mark.parametrize("text", [PLAIN, SHORT])
def test_a_line_is_enough_to_tell_old_encodings(codec: str, text: str) -> None:
    assert decode(text.encode(codec)) == text


def test_utf_16_tells_its_byte_order_by_its_mark() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT
    assert decode(b"\xff\xfe" + TEXT.encode("utf-16-le")) == TEXT


@pytest.mark.parametrize(
    ("declaration", "codec"),
    [
        ('<meta charset="iso-8859-15">', "iso8859-15"),
        ("<meta charset=windows-1252>", "cp1252"),
        ('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=macintosh">', "mac_roman"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ("<meta charset='shift_jis'>", "shift_jis"),
    ],
)
def test_a_page_is_read_as_it_declares(declaration: str, codec: str) -> None:
    text = "日本" if codec == "shift_jis" else PLAIN
    assert decode(f"{declaration}<p>{text}".encode(codec), markup=True) == f"{declaration}<p>{text}"


def test_declared_latin_1_is_windows_1252_as_in_browsers() -> None:
    page = "<meta charset=iso-8859-1><p>l’euro : 3 €"
    assert decode(page.encode("cp1252"), markup=True) == page


def test_valid_utf_8_is_utf_8_whatever_a_page_declares() -> None:
    page = f"<meta charset=iso-8859-1><p>{TEXT}"
    assert decode(page.encode(), markup=True) == page


@pytest.mark.parametrize("label", ["x-unknown", "utf-16", "utf-7", "base64", "é", "rot13", "idna"])
def test_a_declaration_that_means_nothing_is_left_aside(label: str) -> None:
    page = f"<meta charset='{label}'><p>{PLAIN}"
    assert decode(page.encode("cp1252"), markup=True) == page


def test_utf_8_cut_in_the_middle_of_a_letter_is_still_utf_8() -> None:
    assert decode((TEXT * 3 + "é").encode()[:-1]) == TEXT * 3 + "\ufffd"


def test_in_plain_text_a_declaration_is_text() -> None:
    text = "La balise <meta charset=shift_jis> déclare l'encodage, à tort."
    assert decode(text.encode("cp1252")) == text


@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_give_a_text(content: bytes, markup: bool) -> None:
    assert isinstance(decode(content, markup=markup), str)


@given(st.text(max_size=200).filter(lambda text: not text.startswith("\ufeff")))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    content = text.encode("utf-8", errors="ignore")
    assert decode(content) == content.decode()
