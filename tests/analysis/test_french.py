"""The chains as a whole: the specified texts, invariance, offsets, and memory that changes nothing."""

import unicodedata
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.analysis import french
from newsearch.analysis.chunks import collect
from newsearch.analysis.french import STEM, SURFACE, analyze_both
from newsearch.analysis.tokens import Analyzer, TermsAndPositions

VECTORS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "vectors.tsv").read_text("utf-8").splitlines()
]
BOTH = pytest.mark.parametrize("analyzer", [SURFACE, STEM], ids=lambda analyzer: analyzer.name)

LETTERS = "aàâäbcçdeéèêëfghiîïjklmnoôöpqrstuùûüvwxyÿzœæ"
MARKS = " .,;:'’-‐\u00ad\u00a0\u202f«»\"()0123456789€°&·#@/\n"
FRENCH_TEXT = st.text(st.sampled_from(LETTERS + LETTERS.upper() + MARKS), max_size=60)
ANY_TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(LETTERS + MARKS + "\u0301\u0327\u200b\u200f\u202b\ufe0f™🇫🇷👩\u200d💻"),
    ),
    max_size=60,
)
"""Anything that Python can hold and encode: emoji, combining marks, right-to-left marks, controls."""


def show(terms: TermsAndPositions) -> str:
    """Terms as vectors.tsv writes them: spaces between positions, bars between stacked forms."""
    stacked = defaultdict(list)
    for term, position in zip(*terms, strict=True):
        stacked[position].append(term)
    assert list(stacked) == list(range(len(stacked)))
    return " ".join("|".join(forms) for forms in stacked.values())


def swap_spellings(text: str) -> list[str]:
    """The same text as other keyboards, editors and wire services would have it."""
    return [
        text.lower(),
        text.upper(),
        text.swapcase(),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).upper()),
        text.replace("œ", "oe").replace("æ", "ae"),
        text.replace("'", "’"),
        text.replace("’", "ʼ"),
        "\u00ad".join(text),
        drop_accents(text),
    ]


def drop_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_a_text_gives_the_specified_terms(text: str, expected: str) -> None:
    assert show(SURFACE.terms(text)) == expected


@BOTH
@pytest.mark.parametrize(
    "text", [text for text, _ in VECTORS if "#" not in text and "@" not in text]
)
def test_spelling_variants_of_a_text_give_the_same_terms(analyzer: Analyzer, text: str) -> None:
    for variant in swap_spellings(text):
        assert analyzer.terms(variant) == analyzer.terms(text), variant


@BOTH
@given(FRENCH_TEXT.filter(lambda text: "#" not in text and "@" not in text))
def test_spelling_variants_of_random_text_give_the_same_terms(
    analyzer: Analyzer, text: str
) -> None:
    for variant in swap_spellings(text):
        assert analyzer.terms(variant) == analyzer.terms(text), variant


@BOTH
@given(ANY_TEXT)
def test_unicode_form_makes_no_difference_in_any_script(analyzer: Analyzer, text: str) -> None:
    composed = analyzer.terms(unicodedata.normalize("NFC", text))
    assert analyzer.terms(unicodedata.normalize("NFD", text)) == composed == analyzer.terms(text)


@BOTH
@given(ANY_TEXT)
def test_offsets_stay_in_the_text_and_never_go_back(analyzer: Analyzer, text: str) -> None:
    tokens = analyzer.analyze(text)
    for token in tokens:
        assert 0 <= token.start < token.end <= len(text)
    for before, after in pairwise(tokens):
        assert before.start <= after.start
        assert after.position - before.position in (0, 1)


@BOTH
@given(ANY_TEXT)
def test_tokens_and_terms_say_the_same(analyzer: Analyzer, text: str) -> None:
    tokens = analyzer.analyze(text)
    assert analyzer.terms(text) == ([t.term for t in tokens], [t.position for t in tokens])


@BOTH
@given(st.one_of(ANY_TEXT, FRENCH_TEXT))
def test_offsets_are_the_same_places_in_decomposed_text(analyzer: Analyzer, text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)
    for one, other in zip(analyzer.analyze(composed), analyzer.analyze(decomposed), strict=True):
        matched = decomposed[other.start : other.end]
        assert unicodedata.normalize("NFC", matched) == composed[one.start : one.end]


@given(st.one_of(ANY_TEXT, FRENCH_TEXT))
def test_a_token_spans_the_text_it_was_made_from(text: str) -> None:
    for token in SURFACE.analyze(text):
        alone = SURFACE.terms(text[token.start : token.end])[0]
        assert alone, token


@given(st.one_of(ANY_TEXT, FRENCH_TEXT))
def test_remembered_chunks_say_what_fresh_analysis_says(text: str) -> None:
    chunks = [french.analyze_chunk(chunk) for chunk in french.cut_chunks(french.fold_text(text))]
    fresh = collect([c.surface for c in chunks]), collect([c.stem for c in chunks])
    assert fresh == analyze_both(text) == (SURFACE.terms(text), STEM.terms(text))
