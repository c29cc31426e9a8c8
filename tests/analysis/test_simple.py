"""What is cut without the rules is what the rules would cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.analysis.french import analyze_chunk, stem_terms
from newsearch.analysis.simple import cut_simply, undress

PIECES = st.sampled_from(
    [
        *"l d j s t c n m qu jusqu lorsqu puisqu quoiqu aujourd hui grand www http st ste".split(),
        *"a e y h le te ne es trice il la ci eme ieme xxieme paix etat porte parole covid".split(),
        *"1 12 123 1234 000 30 h er nde g ' '' - -- . , ; : ! ? ( ) [ ] % | + / & _ # @".split(),
    ]
)
CHUNKS = st.lists(PIECES, min_size=1, max_size=9).map("".join)


def terms_of(text: str) -> list[list[list[str]]]:
    """The terms at each position under both chains, by the rules."""
    chains = []
    for stack in analyze_chunk(text):
        positions: list[list[str]] = []
        for term, step in zip(stack.terms, stack.increments, strict=True):
            positions += [[]] * step
            positions[-1] = [*positions[-1], term]
        chains.append(positions)
    return chains


@given(CHUNKS)
def test_what_is_undressed_has_the_terms_of_the_chunk(chunk: str) -> None:
    [inner] = undress([chunk.encode()])
    if inner:
        assert terms_of(inner.decode()) == terms_of(chunk)


@given(CHUNKS)
def test_what_is_cut_simply_has_the_terms_that_rules_give(chunk: str) -> None:
    [inner] = undress([chunk.encode()])
    positions = cut_simply(inner.decode()) if inner else []
    if positions:
        assert [positions, stem_terms(positions)] == terms_of(chunk)


@pytest.mark.parametrize(
    ("chunk", "inner"),
    [
        ("paix", "paix"),
        ("(l'etat),", "etat"),
        ("qu''il...", "il"),
        ("n'djamena", ""),
        ("porte-parole.", "porte-parole"),
        ("1.234,5%", "1.234,5"),
        ("www", ""),
        ("l'www.", ""),
        ("etudiant(e)", ""),
        ("u.s.a.", ""),
        ("l''", ""),
        ("x" * 100, "x" * 100),
        ("x" * 101, ""),
    ],
)
def test_words_are_undressed_of_signs_and_elisions(chunk: str, inner: str) -> None:
    assert undress([chunk.encode()]) == [inner.encode()]


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("porte-parole", [["porte", "porteparole"], ["parole"]]),
        ("va-t-il", [["va"], ["il"]]),
        ("a-b-c-d-f", [["a"], ["b"], ["c"], ["d"], ["f"]]),
        ("covid19", [["covid", "covid19"], ["19"]]),
        ("g20", [["g20"]]),
        ("2nde", [["2e"]]),
        ("1'234'567", [["1234567"]]),
        ("1.234", [["1234"]]),
        ("12.34", [["12.34"]]),
        ("3,5", [["3.5"]]),
        ("12.05.2024", []),
        ("etudiant-e", []),
    ],
)
def test_compounds_and_numbers_are_cut(text: str, positions: list[list[str]]) -> None:
    assert cut_simply(text) == positions
