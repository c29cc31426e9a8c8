"""Characters are repaired, and typography is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.cleaning import clean_text, split_paragraphs


@pytest.mark.parametrize(
    ("given_text", "clean"),
    [
        ("Ã‰tÃ© Ã  NoÃ«l", "Été à Noël"),
        ("lâ€™Ã©tÃ©", "l’été"),
        ("Ça coÃ»te 3 â‚¬", "Ça coûte 3 €"),
        ("l\x92État", "l’État"),
        ("e\u0301te\u0301", "été"),
        ("un\r\ndeux\rtrois\u2028quatre\x85cinq", "un\ndeux\ntrois\nquatre\ncinq"),
        ("a\0b\x07c\x7fd\u200fe".replace("\u200f", ""), "abcde"),
        ("\x1b[31mrouge\x1b[0m", "rouge"),
        ("\x1b]0;titre\x07texte", "texte"),
        ("\x1b]8;;http://x\x1b\\lien\x1b]8;;\x1b\\", "lien"),
        ("un\tdeux", "un\tdeux"),
        ("\ufeffdébut", "début"),
        ("gauche\u202edroite", "gauchedroite"),
        ("moitié \ud83d de paire", "moitié  de paire"),
    ],
)
def test_what_was_damaged_is_mended(given_text: str, clean: str) -> None:
    assert clean_text(given_text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "« L’œuvre », dit-il — “non” … ‘oui’",
        "une ﬁn eﬃcace",
        "10\u00a0000\u202f€ ; vrai\u00a0?",
        "coopé\u00adration",
        "½ H₂O x² № ™ ① Ａ",
        "Âge, Île, ÂME, NAÏVETÉ, Ça, À, Ã, Zoë",
        "&amp; et &lt;b&gt; et [bold]",
        "São Paulo, Đinh, Łódź, Çelik",
        "🇲🇦 👩‍🚒",
    ],
)
def test_what_was_chosen_is_kept(text: str) -> None:
    assert clean_text(text) == text


@given(st.text(max_size=300))
def test_clean_text_is_nfc_can_be_written_and_controls_nothing(text: str) -> None:
    clean = clean_text(text)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode().decode() == clean
    assert all(
        unicodedata.category(character) != "Cc" or character in "\t\n" for character in clean
    )


def test_blank_lines_divide_paragraphs_even_with_no_break_spaces_in_them() -> None:
    assert split_paragraphs(" un \n deux\n\u00a0 \n\n\ntrois\n") == ["un\ndeux", "trois"]


def test_an_empty_text_has_no_paragraphs() -> None:
    assert split_paragraphs(" \n\u00a0\n") == []
