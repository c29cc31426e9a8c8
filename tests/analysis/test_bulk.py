"""Many texts at once give the very terms and positions that the plain chains give one by one."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.analysis import bulk, lexicon
from newsearch.analysis.alphabet import ALPHABET, read
from newsearch.analysis.bulk import BulkAnalyzer, BulkTerms
from newsearch.analysis.characters import fold
from newsearch.analysis.french import STEM, SURFACE
from newsearch.analysis.names import NAME
from newsearch.analysis.stacks import TermRun
from newsearch.analysis.tokenizer import LABELLED, PREFIXES
from newsearch.analysis.tokens import TermsAndPositions

VECTORS = [
    line.split("\t")[0]
    for line in (Path(__file__).parent / "vectors.tsv").read_text("utf-8").splitlines()
]
PIECES = st.sampled_from(
    [
        *"l d j s t c n m k qu aujourd prud hommes hui h e une a y Elysée Été s'été etat".split(),
        *"1 12 123 1234 000 30 20h 20 2e 3ieme 1er vitamine groupe B1 covid19 été Paris PARIS".split(),
        *"É.-U. O.T.A.N. n° nº étudiant·e·s étudiant(e)s fin.Le cœur Œuvre straße #MeToo @Élu".split(),
        *"https://www.a.fr/b?c www. http:// porte-parole dit-il e-e Москва αβγ 日本 \U0001f600".split(),
        *(*PREFIXES, *LABELLED, "a" * 9, "b" * 16, "c" * 17, "d" * 101, "antiterroriste"),
        *" \t\n\0\u00a0\u202f\u00ad\u0301 ’'’-–.,;:!?()[]«»“”…%€$£°·_#@/*|►\ufeff\ud800",
        *[" "] * 20,
    ]
)
TEXTS = st.lists(st.lists(PIECES, max_size=25).map("".join), min_size=1, max_size=8)
ANY_TEXTS = st.lists(st.text(max_size=60), min_size=1, max_size=4)


def texts_of(run: TermRun, vocabulary: Sequence[str]) -> list[TermsAndPositions]:
    borders = np.cumsum(run.counts)[:-1]
    numbers, positions = np.split(run.numbers, borders), np.split(run.positions, borders)
    return [
        ([vocabulary[number] for number in n.tolist()], p.tolist())
        for n, p in zip(numbers, positions, strict=True)
    ][: len(run.counts)]


def check(analysed: BulkTerms, texts: Sequence[str]) -> None:
    for run, plain in ((analysed.surface, SURFACE), (analysed.stem, STEM), (analysed.name, NAME)):
        found = texts_of(run, analysed.vocabulary)
        for text, terms in zip(texts, found, strict=True):
            assert terms == plain.terms(text), (plain.name, text)


ANALYZER = BulkAnalyzer()
"""Shared, so that chunks are known already when they come again."""


@given(TEXTS)
def test_texts_made_of_what_rules_look_for_are_cut_as_one_by_one(texts: list[str]) -> None:
    check(ANALYZER.analyze(texts), texts)


@given(ANY_TEXTS)
def test_any_texts_are_cut_as_one_by_one(texts: list[str]) -> None:
    check(ANALYZER.analyze(texts), texts)


def test_the_specified_texts_are_cut_as_one_by_one() -> None:
    check(BulkAnalyzer().analyze(VECTORS), VECTORS)


def test_running_news_is_cut_as_one_by_one(data_dir: Path) -> None:
    with (data_dir / "news" / "articles.jsonl").open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    for start in range(0, len(articles), 200):
        part = articles[start : start + 200]
        texts = [a["title"] for a in part] + [a["body"] for a in part]
        check(ANALYZER.analyze(texts), texts)


@given(TEXTS)
def test_starting_anew_changes_nothing(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bulk, "_MAX_CHUNKS", 2)
        analyzer = BulkAnalyzer()
        first = analyzer.analyze(texts)
        check(analyzer.analyze(texts[::-1]), texts[::-1])
        check(first, texts)


@given(TEXTS)
def test_tables_that_are_full_change_nothing(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(lexicon, "_BITS", (2, 2))
        analyzer = BulkAnalyzer()
        for _ in range(2):
            check(analyzer.analyze(texts), texts)


def test_ordinary_characters_fold_one_by_one_and_together() -> None:
    ordinary = ALPHABET.ordinary.replace("\0", "")
    assert {*"aéÈçœŒ«»’—…€\u00a0\u202f\nЖя"} < {*ordinary}
    folded = ALPHABET.decode(ALPHABET.fold(ALPHABET.encode(read(ordinary))))
    expected = "".join(
        "|" if not (c.isascii() or c.isalnum() or c in "°·€£") else c for c in fold(ordinary)
    )
    assert folded == expected


def test_every_capital_begins_a_name() -> None:
    texts = [f"un {chr(code)}abc" for code in range(0x20, 0x180)]
    check(BulkAnalyzer().analyze(texts), texts)
