"""Passages: what a hit shows of an article."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.matches import Match, Span
from newsearch.query.queries import MatchAllQuery, MatchNoneQuery
from newsearch.snippets import PASSAGE_LENGTH, _find_sentences, _last_end, best_passages, mark_all

ONE, OTHER = MatchAllQuery(), MatchNoneQuery()  # any two leaves that differ

BODY = (
    "Le conseil municipal a voté jeudi soir. M. Dupré, maire de la commune, s'est dit satisfait ! "
    "Les habitants attendaient cette décision depuis dix ans.\n\n"
    + "Une enquête publique aura lieu au printemps. " * 8
    + "\n\nLe port sera agrandi en 2025. Les pêcheurs s'y opposent."
)


def found(word: str, leaf: object = ONE, text: str = BODY) -> Match:
    start = text.index(word)
    return Match("body", Span(start, start + len(word)), leaf)  # type: ignore[arg-type]


def test_a_passage_starts_at_the_sentence_that_holds_the_match() -> None:
    (snippet,) = best_passages("body", BODY, [found("maire")], 1)
    assert snippet.text.startswith("M. Dupré, maire")
    assert [snippet.text[s.start : s.end] for s in snippet.spans] == ["maire"]
    assert BODY[snippet.start :].startswith(snippet.text)


def test_a_passage_stays_within_its_paragraph() -> None:
    (snippet,) = best_passages("body", BODY, [found("pêcheurs")], 1)
    assert snippet.text == "Les pêcheurs s'y opposent."


def test_the_passage_that_shows_most_of_the_query_comes_first() -> None:
    matches = [found("conseil"), found("port", OTHER), found("pêcheurs", ONE)]
    (snippet,) = best_passages("body", BODY, matches, 1)
    assert "port" in snippet.text


def test_passages_stand_in_the_order_of_the_text() -> None:
    snippets = best_passages("body", BODY, [found("conseil"), found("pêcheurs", OTHER)], 2)
    assert [snippet.start for snippet in snippets] == sorted(one.start for one in snippets)
    assert len(snippets) == 2


def test_without_a_match_the_beginning_stands_in_unmarked() -> None:
    (snippet,) = best_passages("body", BODY, [], 2)
    assert snippet.start == 0
    assert snippet.spans == ()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_there_are_never_more_passages_than_asked_for(count: int) -> None:
    matches = [found("conseil"), found("habitants"), found("port"), found("pêcheurs")]
    assert len(best_passages("body", BODY, matches, count)) <= count


def test_a_text_without_any_blank_is_cut_all_the_same() -> None:
    text = "x" * 100_000
    match = Match("body", Span(50_000, 50_010), ONE)
    (snippet,) = best_passages("body", text, [match], 1)
    assert len(snippet.text) <= 2 * PASSAGE_LENGTH
    assert snippet.spans


@given(
    st.text(alphabet="ab .!?\n«»é", min_size=1, max_size=900),
    st.lists(st.tuples(st.integers(0, 899), st.integers(1, 30)), max_size=6),
    st.integers(1, 3),
)
def test_every_passage_is_a_stretch_of_the_text_with_whole_matches(
    text: str, places: list[tuple[int, int]], count: int
) -> None:
    matches: list[Match] = []
    for start, length in sorted(places):
        end = min(len(text), start + length)
        if start < end and (not matches or matches[-1].span.end <= start):
            matches.append(Match("body", Span(start, end), ONE))
    snippets = best_passages("body", text, matches, count)
    assert not matches or any(snippet.spans for snippet in snippets)
    previous = -1
    for snippet in snippets:
        assert snippet.start >= previous
        previous = snippet.start + len(snippet.text)
        assert text[snippet.start : previous] == snippet.text
        for span in snippet.spans:
            assert 0 <= span.start < span.end <= len(snippet.text)
            assert Span(span.start + snippet.start, span.end + snippet.start) in [
                match.span for match in matches
            ]


PLAIN_SENTENCE_END = re.compile(
    r"""(?<![\s.(][A-ZÀ-Ý]) [.!?…]+ [»"”)\s]*? \s+ (?=[«"“(—–-]?\s?[A-ZÀ-ÝŒÆ\d]) | \s*\n\s*""",
    re.VERBOSE,
)
"""The rule for the ends of sentences as one would write it, and slow."""


@given(st.text(alphabet='aM.!?… \n\r"»)«(—É1', max_size=60))
def test_sentences_end_where_the_plain_rule_says(text: str) -> None:
    plain = list(PLAIN_SENTENCE_END.finditer(text))
    sentences = _find_sentences(text)
    assert sentences == [found.end() for found in plain]
    ends = [len(text[: found.end()].rstrip()) for found in plain]
    for limit in range(len(text) + 1):
        fitting = [end for end in ends if end <= limit]
        assert _last_end(text, sentences, limit) == (fitting[-1] if fitting else 0)


def test_a_text_of_many_lines_takes_no_longer_than_its_length() -> None:
    text = "Un mot \n" * 200_000
    started = time.process_time()
    assert best_passages("body", text, [found("mot", text=text)], 1)
    assert time.process_time() - started < 20, "seconds; it takes less than one"


def test_marking_a_whole_text_keeps_all_of_it() -> None:
    snippet = mark_all("body", BODY, [found("maire"), found("port")])
    assert snippet.text == BODY
    assert len(snippet.spans) == 2
