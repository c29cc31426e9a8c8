"""Folding: what must not matter is gone, whatever the character, and every offset is accounted for."""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unidecode import unidecode

from newsearch.analysis.characters import fold, fold_text, fold_with_offsets

ALL_CHARACTERS = [
    chr(code)
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs")
]
GREEK_WITH_IOTA = "\u0345ᾲᾴῂῄῲῴ"
"""Unicode writes an iota beside some Greek vowels or below them, by case; no French word has one."""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Œuvré", "oeuvre"),
        ("ÇA", "ca"),
        ("naïveté", "naivete"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Þingvellir", "thingvellir"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("ﬁn", "fin"),
        ("ＵＥ", "ue"),
        ("m²", "m2"),
        ("XXIᵉ", "xxie"),
        ("№", "n°"),
        ("nº", "n°"),
        ("L’État", "l'etat"),
        ("porte‑parole", "porte-parole"),
        ("٢٠٢١", "2021"),
        ("ΟΔΟΣ", "οδοσ"),
        ("οδός", "οδοσ"),
        ("Чайка", "чаика"),
        ("مُحَمَّد", "محمد"),
        ("x̂", "x"),
        ("Microsoft®", "microsoft"),
        ("1\u202f000", "1 000"),
        ("a\tb\nc", "a  b  c"),
    ],
)
def test_a_word_is_folded(word: str, expected: str) -> None:
    assert fold(word) == expected


def test_no_character_tells_cases_or_unicode_forms_apart() -> None:
    for character in ALL_CHARACTERS:
        folded = fold(character)
        assert fold(folded) == folded
        if character not in GREEK_WITH_IOTA:
            for change in (str.lower, str.upper, str.title, str.casefold):
                assert fold(change(character)) == folded, (character, change)
        for form in ("NFC", "NFD"):
            assert fold(unicodedata.normalize(form, character)) == folded, character


def test_french_words_are_folded_as_unidecode_folds_them(data_dir: Path) -> None:
    lines = (data_dir / "morph" / "ud-french-dev.tsv").read_text("utf-8").splitlines()[1:]
    for word in {line.split("\t")[0] for line in lines}:
        if word.isalpha() and all("LATIN" in unicodedata.name(letter) for letter in word):
            assert fold(word) == unidecode(word).lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#BalanceTonPorc", "#balance_ton_porc"),
        ("#COP26", "#cop_26"),
        ("#ONUFemmes", "#onu_femmes"),
        ("@le_Monde", "@le_monde"),
        ("#Égalite\u0301Femmes", "#egalite_femmes"),
        ("McDonald et #metoo", "mcdonald et #metoo"),
    ],
)
def test_camel_case_is_divided_in_tags_only(text: str, expected: str) -> None:
    assert fold_text(text) == expected


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_with_offsets_says_where_each_character_came_from(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold_text(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.starts == sorted(folded.starts)
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert 0 <= start <= end <= len(text)


@given(st.text("aeéèœçÉ'’ #Bc1\u0301\u00ad\u200b\n²ßﬁ", max_size=20))
def test_each_folded_character_is_made_of_the_text_it_points_to(text: str) -> None:
    folded = fold_with_offsets(text)
    for character, start, end in zip(folded.text, folded.starts, folded.ends, strict=True):
        assert start == end if character == "_" else character in fold(text[start:end])
