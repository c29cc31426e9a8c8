"""Where a query matches in an article: tables, and a slow, obvious implementation to agree with."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsearch.matches import find_matches
from newsearch.query.parser import parse
from newsearch.query.queries import (
    BooleanQuery,
    NearQuery,
    PhraseQuery,
    Query,
    TermQuery,
    TextField,
    TextFields,
)
from newsearch.query.rewrite import rewrite

TEXTS = {
    "title": "Rabat : un accord de coopération",
    "body": (
        "Le Maroc et Israël ont signé un accord de coopération sécuritaire. La coopération "
        "maroco-israélienne s’approfondit, selon le porte-parole de l’État. Des accords agricoles "
        "suivront ; l’O.T.A.N. n’a rien dit."
    ),
    "source": "Le Courrier",
}


def marked(typed: str, texts: dict[str, str] = TEXTS) -> list[str]:
    matches = find_matches(rewrite(parse(typed)).full, texts)
    return [
        text[match.span.start : match.span.end]
        for part, text in texts.items()
        for match in matches[part]
    ]


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("cooperation", ["coopération", "coopération", "coopération"]),
        ("ACCORDS", ["accord", "accord", "accords"]),
        ('"accord de coopération"', ["accord de coopération", "accord de coopération"]),
        ('"accords de coopération"', []),
        ("« coopération sécuritaire »", ["coopération sécuritaire"]),
        ("maroco-israéliennes", ["maroco-israélienne"]),
        ("etat", ["État"]),
        ("OTAN", ["O.T.A.N"]),
        ("agric*", ["agricoles"]),
        ("s?curitair*", ["sécuritaire"]),
        ("isräel~1", ["Israël"]),
        ("maroc -football", ["Maroc"]),
        ("maroc -israël", []),
        ("maroc football", []),
        ("maroc OU football", ["Maroc"]),
        ("(maroc football) OU rabat", ["Rabat"]),
        ("titre:coopération", ["coopération"]),
        ("rabat source:courrier", ["Rabat"]),
        ("rabat source:temps", []),
        ("", []),
    ],
)
def test_a_query_marks_these_spans(typed: str, spans: list[str]) -> None:
    found = marked(typed)
    assert [one.strip(".") for one in found] == spans


def test_a_span_lies_in_the_text_as_stored_whatever_its_normal_form() -> None:
    text = "La coope\u0301ra\u00adtion s'arrête."
    assert marked("coopération", {"title": "", "body": text}) == ["coope\u0301ra\u00adtion"]


WORDS = ["mali", "paix", "accord", "roi"]
FIELDS = TextFields((TextField("title_surface"), TextField("body_surface")))

leaves = st.one_of(
    st.builds(TermQuery, st.just(FIELDS), st.sampled_from(WORDS)),
    st.builds(
        PhraseQuery,
        st.just(FIELDS),
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(tuple),
        st.integers(0, 2),
    ),
    st.builds(
        NearQuery,
        st.just(FIELDS),
        st.lists(st.sampled_from(WORDS), min_size=2, max_size=3, unique=True).map(tuple),
        st.integers(2, 5),
    ),
)
queries = st.recursive(
    leaves,
    lambda inner: st.builds(
        BooleanQuery,
        must=st.lists(inner, max_size=2).map(tuple),
        should=st.lists(inner, max_size=2).map(tuple),
        must_not=st.lists(inner, max_size=1).map(tuple),
    ),
    max_leaves=5,
)
texts = st.lists(st.sampled_from([*WORDS, "et", "hier"]), max_size=10).map(" ".join)


def slow_leaf(query: Query, words: list[str]) -> set[tuple[int, int]]:
    """All the stretches of words (first, last) that satisfy a leaf and could not be shorter."""
    match query:
        case TermQuery(_, term):
            return {(i, i) for i, word in enumerate(words) if word == term}
        case PhraseQuery(_, terms, slop):
            every = [
                places
                for places in product(range(len(words)), repeat=len(terms))
                if list(places) == sorted(set(places))
                and all(words[place] == term for place, term in zip(places, terms, strict=True))
                and places[-1] - places[0] - (len(terms) - 1) <= slop
            ]
            return {
                (first, min(p[-1] for p in every if p[0] == first))
                for first in {p[0] for p in every}
            }
        case NearQuery(_, terms, window):
            every_window = {
                (first, last)
                for first in range(len(words))
                for last in range(first, min(first + window, len(words)))
                if set(terms) <= set(words[first : last + 1])
            }
            return {
                one
                for one in every_window
                if not any(o != one and one[0] <= o[0] and o[1] <= one[1] for o in every_window)
            }
        case _:
            raise AssertionError(query)


def slow(query: Query, parts: dict[str, list[str]]) -> set[tuple[str, int, int]] | None:
    """The same by definition; None when the article does not match."""
    if not isinstance(query, BooleanQuery):
        return {
            (part, *one) for part, words in parts.items() for one in slow_leaf(query, words)
        } or None
    must = [slow(one, parts) for one in query.must]
    should = [found for one in query.should if (found := slow(one, parts)) is not None]
    excluded = [slow(one, parts) for one in query.must_not]
    if any(found is None for found in must) or any(found is not None for found in excluded):
        return None
    if query.should and not query.must and not should:
        return None
    return {one for found in (*must, *should) for one in found or ()}


@given(queries, texts, texts)
@example(BooleanQuery(should=(TermQuery(FIELDS, "mali"),), must_not=(BooleanQuery(),)), "", "mali")
def test_the_fast_way_agrees_with_the_obvious_one(query: Query, title: str, body: str) -> None:
    parts = {"title": title, "body": body}
    words = {part: text.split() for part, text in parts.items()}
    expected = slow(query, words) or set()
    places = {part: word_places(text) for part, text in parts.items()}
    wanted = {(part, places[part][i][0], places[part][j][1]) for part, i, j in expected}
    found = {
        (part, match.span.start, match.span.end)
        for part, matches in find_matches(query, parts).items()
        for match in matches
    }
    assert found <= wanted
    assert bool(found) == bool(wanted)
    # What is left out overlaps something that is marked, and starts no earlier.
    for part, start, end in wanted - found:
        assert any(p == part and s <= start < e and s < end for p, s, e in found)


def word_places(text: str) -> list[tuple[int, int]]:
    places, start = [], 0
    for word in text.split():
        start = text.index(word, start)
        places.append((start, start + len(word)))
        start += len(word)
    return places


@given(queries, texts, texts)
def test_every_span_satisfies_its_leaf_by_itself(query: Query, title: str, body: str) -> None:
    parts = {"title": title, "body": body}
    for part, matches in find_matches(query, parts).items():
        for match in matches:
            alone = parts[part][match.span.start : match.span.end]
            assert find_matches(match.leaf, {part: alone})[part]
