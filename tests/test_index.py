"""The index as an embedding program sees it."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsearch import (
    Index,
    IndexCorrupt,
    IndexIncompatible,
    IndexLocked,
    IndexNotFound,
    IndexWriter,
    InvalidRequest,
    Ranking,
    SearchRequest,
)
from newsearch.matches import MatchFinder
from samples import ARTICLES, article, make_index


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with make_index(tmp_path / "index") as index:
        yield index


def ids(index: Index, query: str, **options: object) -> list[str]:
    return [hit.article.id for hit in index.search(query, **options)]


def test_an_article_comes_back_as_it_went_in(index: Index) -> None:
    assert index.get("a1") == ARTICLES[0]
    assert index.get("nobody") is None
    assert len(index) == 4


@pytest.mark.parametrize(
    "typed",
    ["coopération sécuritaire", "cooperation securitaire", "COOPÉRATION SÉCURITAIRE"],
)
def test_spelling_makes_no_difference(index: Index, typed: str) -> None:
    assert ids(index, typed) == ["a2", "a1", "a3"]


def test_partial_matches_follow_the_full_ones_and_are_marked(index: Index) -> None:
    results = index.search("coopération sécuritaire agricole")
    assert [(hit.article.id, hit.partial) for hit in results] == [
        ("a2", False),
        ("a1", True),
        ("a3", True),
    ]
    assert (results.total, results.partial_total) == (1, 2)


def test_pages_of_full_and_partial_matches_follow_on_each_other(index: Index) -> None:
    whole = ids(index, "coopération sécuritaire agricole", limit=3)
    pages = [
        ids(index, "coopération sécuritaire agricole", limit=2, offset=offset) for offset in (0, 2)
    ]
    assert pages[0] + pages[1] == whole


def test_a_phrase_is_in_order_unstemmed_and_one_span(index: Index) -> None:
    (hit,) = index.search('"accord de coopération"')
    spans = [s.text[x.start : x.end] for s in hit.snippets for x in s.spans]
    assert spans == ["accord de coopération"]
    assert hit.match_count == 1
    assert ids(index, '"coopération accord"') == []


@pytest.mark.parametrize("typed", ["coopération", "source:gazette", "-pêche", '"la cote"', "coop*"])
def test_a_hit_has_as_many_marks_as_matches_or_says_why_it_has_none(
    index: Index, typed: str
) -> None:
    results = index.search(typed, snippets=99)
    assert results.hits
    for hit in results:
        marks = len(hit.title.spans) + sum(len(snippet.spans) for snippet in hit.snippets)
        assert marks == hit.match_count
        assert (hit.why_unmarked is None) == (marks > 0)


def test_matches_are_looked_for_when_they_are_first_asked_for(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[object] = []
    find = MatchFinder.find
    monkeypatch.setattr(MatchFinder, "find", lambda *given: looked.append(given) or find(*given))
    hits = index.search("coopération", snippets=0).hits
    assert not any(hit.snippets for hit in hits)
    others = len(looked)  # for the spelling of suggestions
    shown = index.search("coopération").hits
    assert len(looked) == 2 * others + len(shown) > 0
    assert [hit.match_count for hit in hits] == [hit.match_count for hit in shown]
    assert [hit.title for hit in hits] == [hit.title for hit in shown]
    assert pickle.loads(pickle.dumps(shown)) == shown  # noqa: S301 - our own


def test_dates_and_sources_narrow_a_search(index: Index) -> None:
    assert ids(index, "coopération", since="2021") == ["a1", "a3"]
    assert ids(index, "coopération", until="2013-03-04") == ["a2"]
    assert ids(index, "coopération", sources=("le courrier",)) == ["a1", "a3"]
    assert ids(index, "coopération", sources=("Inconnu",)) == []


def test_a_source_that_no_article_has_is_said_and_the_nearest_offered(index: Index) -> None:
    def warnings(*sources: str) -> tuple[str, ...]:
        return index.search("coopération", sources=sources).warnings

    assert warnings("le courrier") == ()
    assert warnings("le courier", "Inconnu") == (
        "no article has the source le courier: did you mean Le Courrier?",
        "no article has the source Inconnu",
    )


def test_what_is_rare_enough_to_be_a_misprint_is_no_other_spelling(tmp_path: Path) -> None:
    def variants(often: int) -> list[tuple[str, ...]]:
        with Index.create(tmp_path / f"{often}") as made:
            with made.writer() as writer:
                writer.add(article(0, "À Paris", "On y a vu Macorn. Il a parlé."))
                for number in range(1, often + 1):
                    writer.add(article(number, f"Le {number}", f"Le {number}, dit M. Macron."))
            found = made.search("Macron", limit=often + 1).suggestions
            return [suggestion.alternatives for suggestion in found]

    assert variants(99) == [("Macorn",)]
    assert variants(100) == []


def test_a_word_is_suggested_with_a_small_letter_if_anybody_writes_it_so(tmp_path: Path) -> None:
    with Index.create(tmp_path / "index") as made:
        with made.writer() as writer:
            writer.add(article("1", "Retraites, le débat", "La caisse des retraites. Retraites !"))
        (suggestion,) = made.search("retraitse").suggestions
    assert suggestion.alternatives == ("retraites",)


def test_the_undated_are_found_and_can_be_asked_for(index: Index) -> None:
    assert ids(index, "", undated=True) == ["a4"]
    assert "a4" in ids(index, "")


def test_sorting_by_date_puts_the_undated_last(index: Index) -> None:
    assert ids(index, "", sort="newest") == ["a3", "a1", "a2", "a4"]
    assert ids(index, "", sort="oldest") == ["a2", "a1", "a3", "a4"]


def test_fresh_moves_the_new_up_among_equals(tmp_path: Path) -> None:
    old, new = (
        article(number, "Un titre", "Le même texte sur le même accord.", published=date)
        for number, date in enumerate((ARTICLES[1].published, ARTICLES[2].published))
    )
    with make_index(tmp_path / "fresh", (old, new)) as index:
        assert ids(index, "accord") == ["a0", "a1"]
        assert ids(index, "accord", sort="fresh") == ["a1", "a0"]


def test_exact_words_are_not_stemmed(index: Index) -> None:
    assert ids(index, "éleveur") == ["a2"]
    assert ids(index, "éleveur", exact=True) == []
    assert ids(index, "eleveurs", exact=True) == ["a2"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("côté", ["a3"]), ("côte", ["a3"]), ("coté", []), ("peche", []), ("pêche", ["a4"])],
)
def test_strict_accents_ask_for_the_accents_typed(
    index: Index, typed: str, found: list[str]
) -> None:
    assert ids(index, typed, accents="strict") == found


def test_an_accent_typed_breaks_ties(tmp_path: Path) -> None:
    plain = article(0, "Un titre", "La cote est là.")
    accented = article(1, "Un titre", "La côte est là.")
    with make_index(tmp_path / "ties", (plain, accented)) as index:
        assert ids(index, "côte") == ["a1", "a0"]
        assert ids(index, "cote") == ["a0", "a1"]


def test_a_name_typed_as_one_comes_before_the_word_without_losing_a_hit(tmp_path: Path) -> None:
    word = article(0, "Un titre", "On a fait des tours de piste, puis d'autres tours.")
    name = article(1, "Un titre", "Le maire de Tours a dit, dans la ville de Tours, que non.")
    with make_index(tmp_path / "names", (word, name)) as index:
        assert ids(index, "Tours") == ["a1", "a0"]
        assert sorted(ids(index, "tours")) == ["a0", "a1"]


HEADLINE = "Accord de coopération sécuritaire et agricole, de la pêche et des ports"


@pytest.mark.parametrize("sort", ["relevance", "fresh"])
@pytest.mark.parametrize("window", [100, 1])
@pytest.mark.parametrize("query", ["accord de coopération sécuritaire OU pêche", HEADLINE])
def test_an_explanation_adds_up_to_the_score(
    tmp_path: Path, query: str, window: int, sort: str
) -> None:
    with make_index(tmp_path / "explained", ranking=Ranking(window=window)) as index:
        results = index.search(query, sort=sort, explain=True)
        assert len(results) > 1
        for hit in results:
            assert sum(one.score for one in hit.explanation) == pytest.approx(hit.score, rel=1e-6)


def test_a_pasted_headline_finds_by_score_and_says_what_has_only_some_of_its_words(
    tmp_path: Path,
) -> None:
    every = "Le préfet de Corse redoute la reprise du vent et la pluie, dit la radio."
    some = article(0, "Corse : le préfet redoute la reprise du vent", "La pluie aussi.")
    hidden = article(1, "Titre", f"{'Il fait beau. ' * 200}{every}")
    others = (article(number, "Un titre", "Rien de tel.") for number in range(2, 30))
    with make_index(tmp_path / "headline", (some, hidden, *others)) as index:
        results = index.search("Corse préfet redoute reprise vent pluie radio")
        assert [(hit.article.id, hit.partial) for hit in results] == [("a0", True), ("a1", False)]
        assert (results.total, results.partial_total) == (1, 1)
        pages = [ids(index, results.query.text, limit=1, offset=offset) for offset in (0, 1)]
        assert pages == [["a0"], ["a1"]]


def test_a_quotation_that_no_article_has_is_looked_for_by_its_words_if_others_stand_beside(
    index: Index,
) -> None:
    assert ids(index, '"sécuritaire coopération"') == []
    results = index.search('ministres "sécuritaire coopération"')
    assert results.total == 0
    assert results.partial_total == len(results) > 0
    assert all(hit.partial for hit in results)


def test_a_word_nobody_wrote_brings_the_nearest_that_somebody_did(index: Index) -> None:
    (suggestion,) = index.search("securtaire").suggestions
    assert (suggestion.word, suggestion.known) == ("securtaire", False)
    assert suggestion.alternatives == ("sécuritaire",)


def test_a_name_brings_its_other_spellings(index: Index) -> None:
    (suggestion,) = index.search("Abdellatif").suggestions
    assert (suggestion.known, suggestion.alternatives) == (True, ("Abdeltif",))


def test_a_suggestion_is_never_applied(index: Index) -> None:
    assert len(index.search("securtaire")) == 0


def test_a_request_and_its_options_are_the_same_thing(index: Index) -> None:
    request = SearchRequest(query="coopération", limit=1)
    assert index.search(request).hits == index.search("coopération", limit=1).hits
    assert index.search(request, limit=2).request.limit == 2


@pytest.mark.parametrize(
    "options",
    [
        {"limit": 0},
        {"offset": -1},
        {"sort": "random"},
        {"since": "soon"},
        {"since": "2014", "until": "2013"},
        {"fields": ()},
        {"fields": ("url",)},
        {"accents": "some"},
        {"colour": "blue"},
    ],
)
def test_an_option_that_makes_no_sense_is_refused(index: Index, options: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        index.search("accord", **options)


def test_results_become_plain_values_with_a_version(index: Index) -> None:
    values = index.search('"accord de coopération"').to_dict()
    assert values["format_version"] == 1
    assert values["total"] == 1
    (hit,) = values["hits"]
    (snippet,) = hit["snippets"]
    ((start, end),) = snippet["spans"]
    assert snippet["text"][start:end] == "accord de coopération"


def test_an_exception_rolls_back(index: Index) -> None:
    def add_and_fail() -> None:
        with index.writer() as writer:
            writer.add(article(9, "Neuf", "Un article de trop."))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        add_and_fail()
    assert len(index) == 4


def test_one_writer_at_a_time(index: Index) -> None:
    with index.writer(), pytest.raises(IndexLocked), index.writer():
        pass


def test_a_rebuild_replaces_the_index_in_one_step(index: Index, tmp_path: Path) -> None:
    with Index.open(tmp_path / "index") as reader:
        with index.writer(rebuild=True) as writer:
            writer.add(article(7, "Sept", "Le seul article."))
            assert len(reader) == len(index) == 4
        assert [len(index), len(reader)] == [1, 4]
        reader.refresh()
        assert len(reader) == 1
    assert len(list((tmp_path / "index").glob("g*"))) == 1


def test_a_rebuild_that_fails_leaves_the_old_index(index: Index, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), index.writer(rebuild=True):
        raise ZeroDivisionError
    assert len(Index.open(tmp_path / "index")) == 4


def test_what_a_killed_rebuild_left_is_removed(index: Index, tmp_path: Path) -> None:
    orphan = tmp_path / "index" / "g000009"
    orphan.mkdir()
    with index.writer():
        pass
    assert not orphan.exists()


def test_no_index_is_said_with_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFound, match="newsearch index"):
        Index.open(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('"format": ', '"format": 9', IndexIncompatible),
        ("fr-stem-", "fr-other-", IndexIncompatible),
        ('"g000001"', '"../../etc"', IndexCorrupt),
        ('"whoosh"', '"os.system"', IndexCorrupt),
        ('"format"', '"formal"', IndexCorrupt),
        ("{", "", IndexCorrupt),
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(
    tmp_path: Path, old: str, new: str, error: type[Exception]
) -> None:
    make_index(tmp_path / "index").close()
    manifest = tmp_path / "index" / "manifest.json"
    text = manifest.read_text()
    assert old in text
    manifest.write_text(text.replace(old, new, 1))
    with pytest.raises(error, match="--rebuild"):
        Index.open(tmp_path / "index")
    with IndexWriter(tmp_path / "index", rebuild=True):
        pass
    assert len(Index.open(tmp_path / "index")) == 0


def test_the_same_articles_give_the_same_hits_scores_and_order(tmp_path: Path) -> None:
    answers = []
    for name in ("one", "other"):
        with make_index(tmp_path / name) as index:
            answers.append([(h.article.id, h.score) for h in index.search("coopération accord")])
    assert answers[0] == answers[1]
    assert answers[0]


def test_stats_say_what_is_there(index: Index) -> None:
    stats = index.stats()
    assert (stats.articles, stats.undated) == (4, 1)
    assert (stats.oldest, stats.newest) == ("2013-03-04", "2022-01-02")
    assert stats.sources == (("Le Courrier", 2), ("La Gazette", 1))


def test_facets_count_every_match_whatever_the_page(index: Index) -> None:
    asked = ("source", "month", "day")
    found = index.search("", limit=1, facets=asked)
    assert [facet.field for facet in found.facets] == list(asked)
    every = index.search("", limit=100)
    for facet, length in zip(found.facets[1:], (7, 10), strict=True):
        dates = [
            hit.article.published.isoformat()[:length] for hit in every if hit.article.published
        ]
        assert dict(facet.counts) == {date: dates.count(date) for date in dates}
        assert list(facet.counts) == sorted(facet.counts)
    sources = [hit.article.source for hit in every if hit.article.source]
    assert dict(found.facets[0].counts) == {name: sources.count(name) for name in sources}
    with pytest.raises(InvalidRequest, match="facets"):
        index.search("", facets=("moon",))


def test_strict_accents_narrow_the_facets_too(index: Index) -> None:
    for query in ("cooperation", "coopération"):
        found = index.search(query, accents="strict", facets=("day",), limit=100)
        dated = [hit for hit in found if hit.article.published and not hit.partial]
        assert sum(count for _, count in found.facets[0].counts) == len(dated)


def test_a_pattern_that_stands_for_too_many_words_is_said(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert index.search("co*").warnings == ()
    monkeypatch.setattr("newsearch.engine.whoosh.expansion.MAX_EXPANSIONS", 1)
    (warning,) = index.search("co*").warnings
    assert warning.startswith("co* stands for too many words")
    assert index.search("co*").to_dict()["warnings"] == [{"message": warning}]
