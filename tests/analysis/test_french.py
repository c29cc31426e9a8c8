"""The chains as a whole: the specified texts, invariance, offsets, and memory that changes nothing."""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.analysis import french, tokenizer, words
from newsearch.analysis.chunks import ChunkMemory, collect
from newsearch.analysis.french import STEM, SURFACE
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


def analyze_both(text: str) -> tuple[TermsAndPositions, TermsAndPositions]:
    return SURFACE.terms(text), STEM.terms(text)


def show(terms: TermsAndPositions) -> str:
    """Terms as vectors.tsv writes them: spaces between positions, bars between stacked forms."""
    stacked = defaultdict(list)
    for term, position in zip(*terms, strict=True):
        stacked[position].append(term)
    assert list(stacked) == list(range(len(stacked)))
    return " ".join("|".join(forms) for forms in stacked.values())


def decompose(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def drop_accents(text: str) -> str:
    return "".join(letter for letter in decompose(text) if not "\u0300" <= letter <= "\u036f")


CASES: list[Callable[[str], str]] = [
    str.lower,
    str.upper,
    str.swapcase,
    str.title,
    lambda text: decompose(text).upper(),
]
SPELLINGS: list[Callable[[str], str]] = [
    decompose,
    drop_accents,
    lambda text: text.replace("œ", "oe").replace("æ", "ae"),
    lambda text: text.replace("'", "’"),
    lambda text: text.replace("’", "ʼ"),
    lambda text: text.replace(" ", "\u00a0"),
    "\u00ad".join,
    lambda text: "\u200b".join(map(decompose, text)),
]
"""How other keyboards, editors and wire services would have the same text."""


def write_differently(text: str) -> Iterator[str]:
    """The text in other spellings; in other cases too, unless it has a #CamelCase tag."""
    has_tag = "#" in text or "@" in text
    for change in SPELLINGS if has_tag else CASES + SPELLINGS:
        yield change(text)


@pytest.mark.parametrize(("text", "expected"), VECTORS)
def test_a_text_gives_the_specified_terms(text: str, expected: str) -> None:
    assert show(SURFACE.terms(text)) == expected


@BOTH
@pytest.mark.parametrize("text", [text for text, _ in VECTORS])
def test_spelling_variants_of_a_text_give_the_same_terms(analyzer: Analyzer, text: str) -> None:
    for variant in write_differently(text):
        assert analyzer.terms(variant) == analyzer.terms(text), variant


@BOTH
@given(FRENCH_TEXT)
def test_spelling_variants_of_random_text_give_the_same_terms(
    analyzer: Analyzer, text: str
) -> None:
    for variant in write_differently(text):
        assert analyzer.terms(variant) == analyzer.terms(text), variant


def test_a_tag_in_capitals_still_meets_the_joined_form_of_its_camel_case() -> None:
    assert set(SURFACE.terms("#MARCHEDESFIERTES")[0]) < set(SURFACE.terms("#MarcheDesFiertés")[0])


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
@given(FRENCH_TEXT)
def test_offsets_are_the_same_places_in_decomposed_text(analyzer: Analyzer, text: str) -> None:
    decomposed = decompose(text)
    for one, other in zip(analyzer.analyze(text), analyzer.analyze(decomposed), strict=True):
        matched = decomposed[other.start : other.end]
        assert unicodedata.normalize("NFC", matched) == text[one.start : one.end]


@given(st.one_of(ANY_TEXT, FRENCH_TEXT))
def test_a_token_spans_the_text_it_was_made_from(text: str) -> None:
    for token in SURFACE.analyze(text):
        alone = SURFACE.terms(text[token.start : token.end])[0]
        assert alone, token


@given(st.one_of(ANY_TEXT, FRENCH_TEXT))
def test_remembered_chunks_say_what_fresh_analysis_says(text: str) -> None:
    chunks = [french.analyze_chunk(chunk) for chunk in french.cut_chunks(french.fold_text(text))]
    fresh = collect([c.surface for c in chunks]), collect([c.stem for c in chunks])
    assert fresh == analyze_both(text)


def test_a_joined_form_spans_the_whole_word_and_a_part_its_own_letters() -> None:
    text = "(l’Extrême-Orient)"
    assert [(t.term, text[t.start : t.end], t.position) for t in SURFACE.analyze(text)] == [
        ("extreme", "Extrême", 0),
        ("extremeorient", "Extrême-Orient", 0),
        ("orient", "Orient", 1),
    ]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("d’État", ["État"]),
        ("l’après-guerre", ["après", "après-guerre", "guerre"]),
        ("coope\u0301ration", ["coope\u0301ration"]),
        ("gouver\u00adne\u00adment\u00ad.", ["gouver\u00adne\u00adment"]),
        ("Le cœur, l'œil", ["Le", "cœur", "œil"]),
        ("1 000 € à 20 h 30", ["1 000", "€", "à", "20 h 30"]),
        ("O.T.A.N.", ["O.T.A.N."]),
        ("étudiant·e·s", ["étudiant"]),
        ("#MeToo", ["Me", "MeToo", "Too"]),
        ("https://www.insee.fr/fr", ["insee", "fr", "fr"]),
        ("\ufeff«\u202fﬁn\u202f»", ["ﬁn"]),
        ("👩\u200d💻 Zoé\u200f", ["Zoé"]),
        ("l'\nécole", ["école"]),
    ],
)
def test_a_token_spans_what_the_reader_sees_of_it(text: str, spans: list[str]) -> None:
    assert [text[token.start : token.end] for token in SURFACE.analyze(text)] == spans


def test_forms_with_one_stem_at_one_position_are_given_once() -> None:
    assert show(SURFACE.terms("#LaLa")) == "la|lala la"
    assert show(STEM.terms("e-e")) == "e|ee e"


def test_words_of_other_scripts_are_found_by_either_spelling() -> None:
    assert show(SURFACE.terms("Москва")) == "москва"
    assert show(STEM.terms("Москва")) == "москва|moskva"
    assert show(STEM.terms("Moskva")) == "moskva"


@pytest.mark.parametrize(
    ("partial", "expected"),
    [
        ("Coopé*", "coope*"),
        ("l’Élys*", "elys*"),
        ("aujourd'h*", "aujourdh*"),
        ("É?at", "e?at"),
        ("N'Dja*", "ndja*"),
        ("maroco-isra*", "marocoisra*"),
        ("O.T.A*", "ota*"),
        ("3,5*", "3.5*"),
        ("#MeT*", "met*"),
        ("cœ*", "coe*"),
        ("*", "*"),
        ("", ""),
    ],
)
def test_a_part_of_a_word_is_folded_and_keeps_its_wildcards(partial: str, expected: str) -> None:
    assert SURFACE.normalize(partial) == STEM.normalize(partial) == expected


def test_memory_never_grows_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = ChunkMemory(french.analyze_chunk)
    monkeypatch.setattr(ChunkMemory, "MAX_CHUNKS", 10)
    for number in range(100):
        assert memory[f"mot{number}"].surface.terms[0] == "mot"
        assert len(memory) <= 10
    assert memory["a" * 41].surface.terms == ("a" * 41,)
    assert "a" * 41 not in memory


@pytest.mark.parametrize("piece", ["a", "a'", "a-", "1 000", "e\u0301", "(e)", "·e", "l'", "#A_"])
def test_monstrous_input_gives_bounded_terms_in_linear_time(piece: str) -> None:
    terms, _ = SURFACE.terms(piece * 20_000)
    assert max(map(len, terms), default=0) <= 2100


def test_every_word_of_a_lexicon_keeps_its_terms_in_other_spellings(data_dir: Path) -> None:
    lines = (data_dir / "morph" / "ud-french-dev.tsv").read_text("utf-8").splitlines()[1:]
    for form in {line.split("\t")[0] for line in lines}:
        expected = analyze_both(form)
        for variant in write_differently(form):
            assert analyze_both(variant) == expected, variant


def test_running_news_keeps_its_terms_in_other_spellings(data_dir: Path) -> None:
    with (data_dir / "news" / "articles.jsonl").open(encoding="utf-8") as lines:
        bodies = [json.loads(line)["body"] for number, line in enumerate(lines) if number % 32 == 0]
    for paragraph in (paragraph for body in bodies for paragraph in body.split("\n")):
        expected = analyze_both(paragraph)
        for variant in write_differently(paragraph):
            assert analyze_both(variant) == expected, variant


@settings(max_examples=500)
@given(st.text(st.sampled_from("lndtqujsoremhawà''ж-.,;:!?()1°·€h#_"), max_size=12))
@example("jusqu'a")
@example("n'djamena")
@example("(l'etat).")
@example("etudiant(e)s.")
@example("m.")
@example("n°s.")
@example("fin.e")
def test_plain_words_are_cut_as_the_rules_cut_them(chunk: str) -> None:
    plain = words.cut_plain_word(chunk)
    if plain:
        assert tokenizer._cut_by_rules(chunk) == plain
    else:
        assert not chunk.isalpha() or chunk == "www"


@pytest.mark.parametrize("sign", words._SIGNS)
def test_signs_around_words_are_cut_off_as_the_rules_cut_them_off(sign: str) -> None:
    for word in ("a", "l", "st", "xxieme", "l'etat", "qu'on", "maire", "h", "ж"):
        for chunk in (word + sign, sign + word, sign + word + sign, word + sign + sign):
            assert words.cut_plain_word(chunk) == tokenizer._cut_by_rules(chunk) != []
    assert not words.cut_plain_word(f"www{sign}{sign}")


@settings(max_examples=500)
@given(
    st.lists(
        st.sampled_from(
            "l d qu jusqu aujourd hui prud hommes nord anti pseudo 1 000 20 h 30 h30 20h etat l' qu' "
            "maire vitamine un -l _d 'n cyber (l .s e £ ж éa".split()
        ),
        max_size=6,
    ).map(" ".join)
)
def test_whatever_space_binds_may_bind(text: str) -> None:
    folded = f" {french.fold(text)} "
    bound = tokenizer._BINDING_SPACE.sub(tokenizer._bond, folded)
    assert tokenizer.bind_spaces(folded) == bound
    assert tokenizer.bind_spaces(folded + " " * 200) == bound + " " * 200
    for place, (before, after) in enumerate(zip(folded, bound, strict=True)):
        if before == " ":
            assert tokenizer.is_bond(folded, place) == (after != " ")
            assert tokenizer.find_bond(folded, place) == after
