"""Matches found by looking at few words are those that the analysis of every word finds."""

import json
import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import plain_matches
from newsearch.analysis.accented import ACCENTED
from newsearch.analysis.beginnings import begin_of_stem
from newsearch.analysis.characters import fold_text, fold_with_offsets
from newsearch.analysis.french import STEM, SURFACE, stem
from newsearch.analysis.irregular import IRREGULAR
from newsearch.analysis.quickfold import ALPHABET, fold_quickly
from newsearch.analysis.words import ELIDED
from newsearch.matches import Match, MatchFinder, find_matches
from newsearch.query.parser import parse
from newsearch.query.queries import (
    FuzzyQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    TermQuery,
    TextField,
    TextFields,
    WildcardQuery,
)
from newsearch.query.rewrite import rewrite


def spans(matches: dict[str, list[Match]]) -> set[tuple[object, ...]]:
    return {
        (part, match.span.start, match.span.end, match.leaf)
        for part, found in matches.items()
        for match in found
    }


def check(query: Query, texts: dict[str, str], finder: MatchFinder | None = None) -> None:
    found = (finder or MatchFinder(query)).find(texts)
    plain = plain_matches.find_matches(query, texts)
    assert spans(found) == spans(plain)  # type: ignore[arg-type]
    assert {part: len(some) for part, some in found.items()} == {
        part: len(some) for part, some in plain.items()
    }


ODDITIES = (
    "1 000 1 234,56 1.234,56 1'234 20 h 30 20h30 20 h n°5 n°s n°sept N° № 5 € 5€ $ £ euro euros "
    "l'État l' État l Etat d’abord qu il aujourd hui aujourd'hui prud hommes jusqu'à l’O.T.A.N. OTAN "
    "J.-C. S.N.C.F U.S. c'est-à-dire porte-parole porteparole anti terroriste antiterroriste "
    "néo nazis St-Étienne saint Ste Mont-Saint-Michel mont-st-michel Saint-Étienne VIème ve VIe "
    "XXIème XXIe 1ère 1er premier 2nd 2e 2nde 21ème fin-XIXème-siècle étudiant·e·s étudiant(e)s "
    "étudiant.e.s étudiant-e-s covid19 covid-19 covid G20 #MeToo #metoo #Me_Too @LeMonde @LeMondeFr "
    "https://www.lemonde.fr/idees_nouvelles va-t-en dit-elle celui-là grand'mère O'Connor N'Djamena "
    "M'Bappé chef-d’œuvre main-d'œuvre s-qu'et œuvre oeuvre cœur Œuvré ﬁnance ﬂotte co\u00adopération coope\u0301ration 1\u202f000 "
    "20\u00a0h\u00a030 «\u00a0maroc\u00a0» “paix” … — – · Москва moskva Путин Erdoğan ½ ² µ ™ IIème "
    "XIXième XVIIième IVieme iiiieme va vais aller allons iront ira journal journaux journaliste chevaux publique publics vif vive "
    "directrice directeurs constamment constant récemment récents beaux belle vieil ait avait "
    "le la de du des et à un deux l d s n'est n'a qu'on lors lorsqu'il Le Mali ville vendre\n"
).split(" ")
PIECES = st.sampled_from(
    [*ODDITIES, *"\n\t-'’.,#@·(_&°", "\u00ad", "\u0301", "\u202f", "e", "s", "é"]
)
ELIDING = [f"chef-{one}'oeuvre" for one in sorted(ELIDED)]
GLUES = st.sampled_from([" ", " ", " ", " ", "", "\n\n", "-", "'", ". ", " « ", "\u00a0"])


@st.composite
def odd_texts(draw: st.DrawFn, most: int = 14) -> str:
    pieces = draw(st.lists(st.tuples(PIECES, GLUES), max_size=most))
    return "".join(piece + glue for piece, glue in pieces)


FIELDS = [
    TextFields(tuple(TextField(f"{part}_{analysis}") for part in ("title", "body")))
    for analysis in ("stem", "surface", "accented")
]


@st.composite
def odd_leaves(draw: st.DrawFn, text: str) -> Query:
    """A leaf that may match the text: of its terms, and of others."""
    fields = draw(st.sampled_from(FIELDS))
    chain = STEM if fields is FIELDS[0] else SURFACE
    terms = list(dict.fromkeys(chain.terms(text)[0])) or ["paix"]
    term = st.sampled_from(terms) | st.sampled_from(ODDITIES).map(fold_text)
    one = draw(term)
    cut = draw(st.integers(0, 4))
    some = tuple(draw(st.lists(term, min_size=2, max_size=3, unique=True)))
    return draw(
        st.sampled_from(
            [
                TermQuery(fields, one),
                PhraseQuery(fields, some, draw(st.integers(0, 3))),
                NearQuery(fields, some, draw(st.integers(1, 6))),
                PrefixQuery(fields, one[:cut]),
                WildcardQuery(fields, one[:cut] + "*" + one[-1:]),
                FuzzyQuery(fields, draw(misspelt(one)), draw(st.integers(1, 2)), cut % 3),
            ]
        )
    )


@st.composite
def misspelt(draw: st.DrawFn, word: str) -> str:
    """The word, or some that are one or two edits from it."""
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(word)))
        letter, drop = draw(st.sampled_from(["", *"aeimsx1'"])), draw(st.integers(0, 1))
        word = word[:place] + letter + word[place + drop :]
    return word


@settings(max_examples=300, deadline=None)
@given(st.data(), odd_texts(4), odd_texts())
def test_any_leaf_finds_in_any_text_what_the_plain_analysis_finds(
    data: st.DataObject, title: str, body: str
) -> None:
    check(data.draw(odd_leaves(f"{title} {body}")), {"title": title, "body": body})


@pytest.mark.parametrize("body", ["1 1'1", "1'1\n\n1 1'1", "s s.n s.n.c.f"])
@pytest.mark.parametrize("term", ["11", "sncf"])
def test_a_term_may_start_inside_the_beginning_of_another(body: str, term: str) -> None:
    check(TermQuery(FIELDS[0], term), {"title": "1'1 ", "body": body})


@settings(max_examples=200, deadline=None)
@given(st.data(), odd_texts(4), odd_texts(), st.booleans(), st.booleans())
def test_any_typed_query_finds_in_any_text_what_the_plain_analysis_finds(
    data: st.DataObject, title: str, body: str, exact: bool, accents: bool
) -> None:
    words = [*body.split(), *title.split(), *ODDITIES]
    typed = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4)))
    shape = data.draw(st.sampled_from(["{}", '"{}"', "{}*", "-{}", '"{}"~3', "{} OU paix"]))
    rewritten = rewrite(parse(shape.format(typed)), exact=exact, accents=accents)
    for query in (rewritten.full, rewritten.partial):
        if query is not None:
            check(query, {"title": title, "body": body})


@pytest.mark.parametrize(
    "odd", [*ODDITIES, "mont St-Michel, n°sept", "a" * 100 + "coop", "chef-d oeuvre", *ELIDING]
)
def test_every_term_and_beginning_of_a_term_is_found_in_an_odd_text(odd: str) -> None:
    texts = {"title": "", "body": f"Hier, {odd} a dit"}
    for fields, chain in zip(FIELDS, (STEM, SURFACE, ACCENTED), strict=True):
        for term in set(chain.terms(texts["body"])[0]):
            check(TermQuery(fields, term), texts)
            assert find_matches(TermQuery(fields, term), texts)["body"]
            for length in range(len(term) + 1):
                check(PrefixQuery(fields, term[:length]), texts)


@pytest.mark.parametrize("length", [99, 100, 101, 230])
def test_a_word_that_the_tokenizer_cuts_is_found_inside(length: int) -> None:
    texts = {"title": "", "body": "x" * 60 + " et " + "a" * length + "coop"}
    for term in SURFACE.terms(texts["body"])[0]:
        check(TermQuery(FIELDS[1], term), texts)


@given(st.text(alphabet=sorted({*ALPHABET, "ﬁ", "\u0301", "M", "#", "@", "½"} - {"\ufffe"})))
@example("#MeToo œuvre\n\nÉtat co\u00adopération")
@example("œ #Me\u00adTooNow @COP26Œuvre\n#\u0301A1")
def test_quick_folding_is_folding(text: str) -> None:
    quick, plain = fold_quickly(text), fold_with_offsets(text)
    assert quick.text == plain.text == fold_text(text)
    for start in range(len(plain.text)):
        for end in range(start + 1, min(start + 4, len(plain.text) + 1)):
            assert quick.span(start, end) == plain.span(start, end)


@pytest.mark.parametrize("letter", sorted({*ALPHABET} - {"\ufffe"}))
def test_quick_folding_is_folding_of_every_letter_of_its_alphabet(letter: str) -> None:
    assert fold_quickly(letter).text == fold_text(letter)


@pytest.mark.parametrize(
    "ending", ["", "s", "e", "es", "ment", "ement", "ique", "aux", "if", "ive"]
)
def test_every_word_begins_as_its_stem_says(ending: str) -> None:
    for form in list(IRREGULAR)[:: 1 if not ending else 10]:
        assert_begins(form + ending)


@given(
    st.text("abcdefgilmnopqrstuvx", max_size=6),
    st.lists(
        st.sampled_from(
            "amment emment ement iment ment issement isation isateur isatrice ification ateur atrice "
            "ation trice drice euse ieure eur iere ier issons irons erons issait erait ait ant ent "
            "aux eaux ux ic ique if ive er ez ee e s x es al nt qu v teu ifia gea qua lisa enn ett".split()
        ),
        max_size=3,
    ),
)
def test_every_thinkable_word_begins_as_its_stem_says(root: str, endings: list[str]) -> None:
    assert_begins(root + "".join(endings))


@pytest.mark.parametrize("term", ["ageant", "idee", "idees", "prier", "durement", "vieux"])
def test_a_long_word_with_a_short_stem_begins_as_it_says(term: str) -> None:
    assert_begins(term)


def assert_begins(term: str) -> None:
    beginnings = begin_of_stem(stem(term))
    assert not term or any(
        re.match(f"{one.letters}{'' if one.ending is None else f'{one.ending}(?![a-z])'}", term)
        for one in beginnings
    ), term


def test_real_news_matches_as_the_plain_analysis_says(data_dir: Path) -> None:
    """150 queries made of words of the articles, each over some 150 articles."""
    lines = (data_dir / "news" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines[::8]]
    finders = [MatchFinder(query) for query in make_queries(rows, Random(3))]  # noqa: S311
    marked = 0
    for number, row in enumerate(rows):
        texts = {"title": row["title"], "body": row["body"], "source": row["source"] or ""}
        plain = plain_matches.Analysed(texts)
        for finder in finders[number % 4 :: 4]:
            found = spans(finder.find(texts))
            assert found == spans(plain.find(finder.query))  # type: ignore[arg-type]
            marked += len(found)
    assert marked > 2_000


def make_queries(rows: list[dict[str, str]], chance: Random) -> list[Query]:
    counts = Counter(word for row in rows for word in re.findall(r"[^\W\d_]{2,}", row["body"]))
    common = [word for word, _ in counts.most_common(3000)]
    typed = []
    for _ in range(25):
        one, two, three = chance.sample(common, 3)
        words = chance.choice(rows)["body"].split()
        at = chance.randrange(max(1, len(words) - 3))
        near = " ".join(words[at : at + 3]).replace('"', "")
        typed += [f"{one} {two}", f'"{near}"', f'"{one} {two}"~8 OU {three} -{two}', f"{one[:4]}*"]
        typed += [f"{one[:2]}{one[3:]}~1", f"{two}e~2"]
    return [rewrite(parse(one)).partial or rewrite(parse(one)).full for one in typed]
