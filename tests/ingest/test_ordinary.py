"""What is told from the bytes of many lines is what cleaning each text would show."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsearch.article import RawDocument
from newsearch.ingest import lines as lines_of_bytes
from newsearch.ingest import ordinary, read_whole
from newsearch.ingest.cleaning import clean_text
from newsearch.ingest.ordinary import find_odd

PLAIN = 'L’été, « Élise »\u00a0: 20\u202f€ – cœur… ÀÉï\t\n\n“Ça” / "b/c" Ñandú, grâce à Š. '
ODD = "ÂÃÄÅâÐÑïð√¬‚Š¢\u0301\u212a\u2001\u2028\u202e\u2066\ufeff\x00\x0c\r\x1b\x7f\x85\x92\x9f日🎈Я"

texts = st.text(st.sampled_from(PLAIN + ODD) | st.characters(codec="utf-8"), max_size=12)
lines = st.lists(texts.flatmap(lambda text: st.sampled_from([
    json.dumps({"a": text}, ensure_ascii=False), json.dumps({"a": text}), f'{{"a":"{text}"}}',
])), max_size=6)  # fmt: skip


@given(lines, st.integers(4, 40), st.sampled_from(["\n", "\r\n"]))
@example(['{"a":"√é"}', '{"a":"é"}'], 7, "\n")
def test_a_line_with_nothing_odd_says_nothing_that_is_cleaned(
    lines: list[str], block: int, end: str
) -> None:
    lines = [line.replace("\n", "") for line in lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordinary, "_BLOCK", block)
        odd = find_odd("".join(line + end for line in lines).encode())
    start = 0
    for line in lines:
        stop = start + len((line + end).encode())
        if not any(start <= place < stop for place in odd):
            assert clean_text(line) == line
            assert all(clean_text(text) == text for text in _texts_of(line))
        start = stop


def _texts_of(line: str) -> list[str]:
    try:
        value = json.loads(line, strict=False)
    except ValueError:
        return []
    return [*value, *filter(lambda one: isinstance(one, str), value.values())]


@given(lines)
def test_articles_are_the_same_whether_it_is_looked_for_or_not(lines: list[str]) -> None:
    content = "\n".join(lines).replace('{"a"', '{"body"').encode("utf-8", "surrogatepass")
    raw = RawDocument("dump.jsonl", content, "application/x-ndjson", "digest")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines_of_bytes, "_MUCH", 0)
        found = read_whole(raw)
        patch.setattr(lines_of_bytes, "_MUCH", len(content) + 1)
        assert list(map(_shown, found)) == list(map(_shown, read_whole(raw)))


def _shown(outcome: object) -> object:
    return str(outcome) if isinstance(outcome, Exception) else outcome


def test_typography_and_french_letters_are_nothing_odd() -> None:
    line = json.dumps({"texte": PLAIN}, ensure_ascii=False)
    assert find_odd(f"{line}\r\n{line}".encode()) == []


@pytest.mark.parametrize("text", [*ODD[10:], *(f"{one}é" for one in "ÂÃÄÅâÐÑïð√¬‚Š¢")])
def test_what_may_be_mended_is_found(text: str) -> None:
    odd = find_odd(f'{{"a":"été"}}\n{{"a":"{text}"}}'.encode())
    assert odd or clean_text(text) == text


def test_there_is_nothing_in_nothing() -> None:
    assert find_odd(b"") == []
