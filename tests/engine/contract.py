"""What every engine has to do: a class of tests, to be inherited with a fixture `engine` that gives
an empty one on `SCHEMA`."""

from collections.abc import Sequence

import numpy as np
import pytest

from newsearch.engine import (
    Document,
    Documents,
    Engine,
    Grouping,
    Order,
    Schema,
    TermColumn,
    Terms,
    TopDocs,
)
from newsearch.errors import InvalidRequest
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
    TermQuery,
    TextField,
    TextFields,
    WildcardQuery,
)

SCHEMA = Schema(text=("body", "title"), keyword=("source", "section"), number=("date",))
BODY = TextFields((TextField("body"),))
BOTH = TextFields((TextField("body"), TextField("title", weight=2.0)))

NOTES = {
    "port": "le port de Brest attend le bateau",
    "bateau": "le bateau quitte Brest sans le pilote",
    "pilote": "un pilote attend un bateau et le bateau attend un pilote",
    "train": "la gare de Rennes ferme",
}


def analyse(text: str) -> Terms:
    words = text.lower().split()
    return Terms(words, range(len(words)))


def write(
    name: str, body: str = "", title: str = "", date: int | None = None, **more: str
) -> Document:
    """A note: more are keywords, their values divided by spaces."""
    return Document(
        name,
        f"stored {name}",
        text={"body": analyse(body), "title": analyse(title)},
        keywords={field: tuple(value.split()) for field, value in more.items()},
        numbers={} if date is None else {"date": date},
    )


def as_columns(documents: Sequence[Document]) -> Documents:
    """The same documents by columns, all terms numbered in one list."""
    vocabulary = sorted({t for d in documents for text in d.text.values() for t in text.terms})
    text = {}
    for name in ("body", "title"):
        parts = [document.text[name] for document in documents]
        numbers = [vocabulary.index(term) for part in parts for term in part.terms]
        positions = [position for part in parts for position in part.positions]
        text[name] = TermColumn(
            vocabulary,
            np.array(numbers, np.uint32),
            np.array(positions, np.uint32),
            np.array([len(part.terms) for part in parts], np.intp),
        )
    return Documents(
        ids=[document.id for document in documents],
        stored=[document.stored.encode() for document in documents],
        text=text,
        keywords={"source": [document.keywords.get("source", ()) for document in documents]},
        numbers={"date": [document.numbers.get("date") for document in documents]},
    )


def commit(engine: Engine, *documents: Document) -> Engine:
    writer = engine.writer()
    for document in documents:
        writer.add(document)
    writer.commit()
    return engine.refresh()


def fill(engine: Engine) -> Engine:
    return commit(engine, *(write(name, body) for name, body in NOTES.items()))


def ids(found: TopDocs) -> list[str]:
    return [document.id for document in found.documents]


def find(engine: Engine, query: Query, order: Order | None = None) -> list[str]:
    return ids(engine.search(query, limit=1000, order=order))


def term(text: str, boost: float = 1.0) -> TermQuery:
    return TermQuery(BODY, text, boost)


class EngineContract:
    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    @pytest.fixture
    def notes(self, engine: Engine) -> Engine:
        return fill(engine)

    # What matches

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (term("bateau"), {"port", "bateau", "pilote"}),
            (term("Bateau"), set()),
            (term(""), set()),
            (PhraseQuery(BODY, ("le", "bateau")), {"port", "bateau", "pilote"}),
            (PhraseQuery(BODY, ("bateau", "le")), set()),
            (PhraseQuery(BODY, ("brest", "bateau")), set()),
            (PhraseQuery(BODY, ("brest", "bateau"), slop=2), {"port"}),
            (PhraseQuery(BODY, ("brest", "bateau"), slop=1), set()),
            (PhraseQuery(BODY, ("bateau", "attend", "pilote"), slop=1), {"pilote"}),
            (PhraseQuery(BODY, ("bateau", "attend", "pilote"), slop=0), set()),
            (PhraseQuery(BODY, ("bateau", "bateau"), slop=2), {"pilote"}),
            (PhraseQuery(BODY, ("bateau", "bateau")), set()),
            (PhraseQuery(BODY, ("gare",)), {"train"}),
            (PhraseQuery(BODY, ()), set()),
            (NearQuery(BODY, ("brest", "bateau"), window=3), {"bateau"}),
            (NearQuery(BODY, ("brest", "bateau"), window=4), {"port", "bateau"}),
            (NearQuery(BODY, ("pilote", "pilote"), window=20), {"pilote"}),
            (NearQuery(BODY, ("gare",), window=1), {"train"}),
            (NearQuery(BODY, ("gare",), window=0), set()),
            (NearQuery(BODY, (), window=5), set()),
            (PrefixQuery(BODY, "at"), {"port", "pilote"}),
            (PrefixQuery(BODY, "attend"), {"port", "pilote"}),
            (PrefixQuery(BODY, "zz"), set()),
            (PrefixQuery(BODY, ""), {"port", "bateau", "pilote", "train"}),
            (WildcardQuery(BODY, "*o*e"), {"bateau", "pilote"}),
            (WildcardQuery(BODY, "p??t"), {"port"}),
            (WildcardQuery(BODY, "p.*"), set()),
            (WildcardQuery(BODY, "gare"), {"train"}),
            (WildcardQuery(BODY, "*"), {"port", "bateau", "pilote", "train"}),
            (WildcardQuery(BODY, ""), set()),
            (FuzzyQuery(BODY, "bateaux"), {"port", "bateau", "pilote"}),
            (FuzzyQuery(BODY, "gateau"), set()),
            (FuzzyQuery(BODY, "gateau", prefix_length=0), {"port", "bateau", "pilote"}),
            (FuzzyQuery(BODY, "garage", distance=2), {"train"}),
            (FuzzyQuery(BODY, "gare", distance=0), {"train"}),
            (FuzzyQuery(BODY, "gar", prefix_length=9), set()),
            (MatchAllQuery(), {"port", "bateau", "pilote", "train"}),
            (MatchNoneQuery(), set()),
            (TermQuery(TextFields(()), "bateau"), set()),
            (TermQuery(TextFields((TextField("unheard"),)), "bateau"), set()),
        ],
        ids=repr,
    )
    def test_a_query_finds_these(self, notes: Engine, query: Query, expected: set[str]) -> None:
        assert set(find(notes, query)) == expected
        assert notes.search(query, limit=0).total == len(expected)

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (BooleanQuery(), {"port", "bateau", "pilote", "train"}),
            (BooleanQuery(must=(term("bateau"), term("brest"))), {"port", "bateau"}),
            (BooleanQuery(must=(term("bateau"), MatchNoneQuery())), set()),
            (BooleanQuery(filter=(term("brest"),), should=(term("gare"),)), {"port", "bateau"}),
            (BooleanQuery(should=(term("brest"), term("gare"))), {"port", "bateau", "train"}),
            (
                BooleanQuery(
                    should=(term("brest"), term("attend"), term("le")), minimum_should_match=2
                ),
                {"port", "bateau", "pilote"},
            ),
            (BooleanQuery(should=(term("brest"),), minimum_should_match=2), set()),
            (BooleanQuery(must=(term("brest"),), minimum_should_match=1), set()),
            (BooleanQuery(must_not=(term("le"),)), {"train"}),
            (BooleanQuery(must_not=(MatchAllQuery(),)), set()),
            (BooleanQuery(must=(term("le"),), must_not=(term("sans"), term("un"))), {"port"}),
            (
                BooleanQuery(
                    must=(BooleanQuery(must_not=(term("brest"),)), term("bateau")),
                ),
                {"pilote"},
            ),
        ],
        ids=repr,
    )
    def test_a_combination_finds_these(
        self, notes: Engine, query: Query, expected: set[str]
    ) -> None:
        assert set(find(notes, query)) == expected

    def test_an_empty_index_answers(self, engine: Engine) -> None:
        assert engine.count() == 0
        assert engine.search(MatchAllQuery(), limit=10) == TopDocs(0, ())
        assert engine.search(term("x"), limit=10, order=Order("date")).total == 0
        assert engine.get("x") is None
        assert list(engine.terms("body")) == []

    def test_ranges_are_inclusive_and_leave_out_what_has_no_number(self, engine: Engine) -> None:
        low, high = -(2**63), 2**63 - 1
        engine = commit(
            engine,
            write("low", date=low),
            write("zero", date=0),
            write("undated"),
            write("high", date=high),
        )
        assert find(engine, RangeQuery("date")) == ["low", "zero", "high"]
        assert find(engine, RangeQuery("date", 0, 0)) == ["zero"]
        assert find(engine, RangeQuery("date", None, 0)) == ["low", "zero"]
        assert find(engine, RangeQuery("date", 1, None)) == ["high"]
        assert find(engine, RangeQuery("date", 1, 0)) == []
        assert find(engine, RangeQuery("date", low - 1, high + 1)) == ["low", "zero", "high"]
        assert find(engine, RangeQuery("unheard", 0, 1)) == []

    def test_keywords_match_exactly(self, engine: Engine) -> None:
        engine = commit(
            engine,
            write("one", source="AFP Reuters"),
            write("two", source="afp"),
            write("three", section="AFP"),
        )
        assert find(engine, TermInSetQuery("source", ("AFP", "AP"))) == ["one"]
        assert find(engine, TermInSetQuery("source", ("afp", "Reuters"))) == ["one", "two"]
        assert find(engine, TermInSetQuery("source", ())) == []
        assert find(engine, TermInSetQuery("id", ("three", "one"))) == ["one", "three"]

    def test_stacked_terms_share_a_position(self, engine: Engine) -> None:
        text = Terms(("le", "maire", "elu", "parle"), (0, 1, 1, 2))
        engine = commit(engine, Document("a", "", text={"body": text}))
        assert find(engine, PhraseQuery(BODY, ("le", "elu", "parle"))) == ["a"]
        assert find(engine, PhraseQuery(BODY, ("maire", "parle"))) == ["a"]
        assert find(engine, PhraseQuery(BODY, ("maire", "elu"), slop=5)) == []
        assert find(engine, NearQuery(BODY, ("elu", "maire"), window=1)) == ["a"]

    def test_phrases_do_not_run_from_one_field_or_document_into_the_next(
        self, engine: Engine
    ) -> None:
        engine = commit(
            engine,
            write("a", body="ciel bleu", title="mer calme"),
            write("b", body="nuit noire", title="ciel"),
        )
        assert find(engine, PhraseQuery(BOTH, ("bleu", "mer"), slop=50)) == []
        assert find(engine, PhraseQuery(BOTH, ("bleu", "nuit"), slop=50)) == []
        assert find(engine, NearQuery(BOTH, ("noire", "ciel"), window=50)) == []

    # Scores and order

    def test_a_term_scores_as_the_formula_says(self, notes: Engine) -> None:
        found = notes.search(term("brest"), limit=10)
        # N 4, df 2, lengths 7 7 11 5, average 7.5: f = 1 / (0.4 + 0.6 · 7 / 7.5) = 1 / 0.96.
        expected = 0.6931471805599453 * 1.9 * (1 / 0.96) / (0.9 + 1 / 0.96)
        assert [d.score for d in found.documents] == pytest.approx([expected, expected])

    def test_fields_are_summed_before_they_saturate(self, engine: Engine) -> None:
        engine = commit(engine, write("a", "vent", "vent"), write("b", "vent"), write("c", "mer"))
        scores = {d.id: d.score for d in engine.search(TermQuery(BOTH, "vent"), limit=9).documents}
        idf = 0.4700036292457356  # ln(1 + 1.5 / 2.5)
        assert scores["a"] == pytest.approx(idf * 1.9 * 3 / 3.9)
        assert scores["b"] == pytest.approx(idf * 1.9 * 1 / 1.9)

    @pytest.mark.parametrize(
        ("query", "times"),
        [
            (PhraseQuery(BODY, ("a", "b")), 2),
            (PhraseQuery(BODY, ("a", "b"), slop=1), 3),
            (NearQuery(BODY, ("a", "b"), window=2), 3),
            (NearQuery(BODY, ("a", "b"), window=3), 5),
        ],
        ids=repr,
    )
    def test_a_phrase_scores_as_a_term_of_its_frequency(
        self, engine: Engine, query: PhraseQuery | NearQuery, times: int
    ) -> None:
        text, rest = "a b a b x a y b", " ".join(["z"] * (8 - times))
        engine = commit(engine, write("phrase", text), write("term", f"{'t ' * times}{rest}"))
        [phrase] = engine.search(query, limit=1).documents
        [single] = engine.search(term("t"), limit=1).documents
        assert phrase.score == pytest.approx(single.score)

    def test_a_window_that_can_be_made_smaller_does_not_count(self, engine: Engine) -> None:
        engine = commit(engine, write("near", "a a b b x"), write("term", "t x x x x"))
        [near] = engine.search(NearQuery(BODY, ("a", "b"), window=4), limit=1).documents
        [single] = engine.search(term("t"), limit=1).documents
        assert near.score == pytest.approx(single.score)

    def test_expansions_score_their_boost_and_filters_nothing(self, notes: Engine) -> None:
        queries: list[tuple[Query, float]] = [
            (PrefixQuery(BODY, "ba", boost=2.5), 2.5),
            (WildcardQuery(BODY, "b*", boost=0.5), 0.5),
            (FuzzyQuery(BODY, "bateau", boost=3.0), 3.0),
            (MatchAllQuery(), 0.0),
            (BooleanQuery(filter=(term("bateau"),)), 0.0),
        ]
        for query, expected in queries:
            found = notes.search(query, limit=10).documents
            assert {d.score for d in found} == {expected}

    def test_nearness_to_a_number_scores(self, engine: Engine) -> None:
        dates = {"far": -(2**63), "at": 10, "pivot": 14, "none": None}
        engine = commit(engine, *(write(name, date=date) for name, date in dates.items()))
        found = engine.search(DistanceFeatureQuery("date", 10, 4, boost=2.0), limit=10).documents
        assert [document.id for document in found] == ["at", "pivot", "far"]
        assert [document.score for document in found] == pytest.approx([2.0, 1.0, 0.0])

    def test_evidence_raises_scores_and_matches_nothing_more(self, notes: Engine) -> None:
        evidence = (PrefixQuery(BODY, "pilote", boost=2.0), term("gare"))
        found = notes.search(EvidenceQuery(MatchAllQuery(), evidence), limit=10)
        assert ids(found) == ["bateau", "pilote", "train", "port"]
        plain = find(notes, term("bateau"))
        raised = find(notes, EvidenceQuery(term("bateau"), evidence))
        assert set(plain) == set(raised)
        assert raised[0] in {"bateau", "pilote"}

    def test_scores_of_a_combination_add_up(self, notes: Engine) -> None:
        query = BooleanQuery(
            must=(PrefixQuery(BODY, "br", boost=1.0),),
            should=(PrefixQuery(BODY, "sa", boost=2.0), PrefixQuery(BODY, "qu", boost=4.0)),
            filter=(PrefixQuery(BODY, "le", boost=8.0),),
        )
        found = notes.search(query, limit=10).documents
        assert [(d.id, d.score) for d in found] == [("bateau", 7.0), ("port", 1.0)]

    def test_equals_stay_in_order_of_addition(self, engine: Engine) -> None:
        names = [f"n{number}" for number in range(30)]
        for start in range(0, 30, 6):
            engine = commit(engine, *(write(name, "mot") for name in names[start : start + 6]))
        engine = commit(engine, write("n3", "mot"))
        expected = [name for name in names if name != "n3"] + ["n3"]
        assert find(engine, term("mot")) == expected
        assert find(engine, MatchAllQuery(), Order("date")) == expected
        assert find(engine, MatchAllQuery(), Order("date", descending=True)) == expected

    def test_pages_are_cut_from_one_list(self, engine: Engine) -> None:
        documents = [
            write(f"n{i}", "mot " * (i % 7 + 1) + "x " * (i % 3), date=i % 5) for i in range(40)
        ]
        engine = commit(engine, *documents)
        for order in (None, Order("date"), Order("date", descending=True)):
            everything = find(engine, term("mot"), order)
            pages = [
                ids(engine.search(term("mot"), limit=7, offset=offset, order=order))
                for offset in range(0, 49, 7)
            ]
            assert [name for page in pages for name in page] == everything
            assert len(set(everything)) == 40

    def test_sorting_by_number_puts_the_undated_last_either_way(self, engine: Engine) -> None:
        dates = {"a": 3, "none": None, "b": -5, "c": 3, "later": 2**63 - 1, "first": -(2**63)}
        engine = commit(engine, *(write(name, date=date) for name, date in dates.items()))
        ascending = find(engine, MatchAllQuery(), Order("date"))
        descending = find(engine, MatchAllQuery(), Order("date", descending=True))
        assert ascending == ["first", "b", "a", "c", "later", "none"]
        assert descending == ["later", "a", "c", "b", "first", "none"]
        last = engine.search(MatchAllQuery(), limit=2, offset=5, order=Order("date"))
        assert ids(last) == ["none"]

    def test_one_document_stands_for_a_group(self, engine: Engine) -> None:
        engine = commit(
            engine,
            write("weak", "mot x x x", date=3, source="A"),
            write("alone", "mot x", date=1),
            write("strong", "mot mot", date=1, source="A"),
        )
        engine = commit(
            engine,
            write("other", "mot", date=2, source="B"),
            write("late", "mot x x", date=4, source="A"),
            write("single", "mot x", date=5),
            write("silent", "rien", date=9, source="C"),
        )

        def groups(order: Order | None = None, **page: int) -> list[tuple[str, str | None]]:
            found = engine.search(term("mot"), order=order, group="source", **{"limit": 9, **page})
            assert (found.total, found.groups) == (6, 4)
            return [(document.id, document.group) for document in found.documents]

        best = [("strong", "A"), ("other", "B"), ("alone", None), ("single", None)]
        assert groups() == best
        assert groups(limit=2) + groups(limit=2, offset=2) == best
        assert groups(limit=9, offset=4) == []
        assert groups(Order("date")) == [*(best[i] for i in (2, 0, 1, 3))]
        newest = [("single", None), ("late", "A"), ("other", "B"), ("alone", None)]
        assert groups(Order("date", descending=True)) == newest
        assert groups(Order("date", descending=True), limit=1, offset=1) == newest[1:2]

    def test_groups_follow_what_is_deleted_and_go_by_the_first_value(self, engine: Engine) -> None:
        engine = commit(
            engine,
            write("a", "mot", source="Z B"),
            write("b", "mot", source="B"),
            write("c", "mot", source="Z"),
        )
        found = engine.search(term("mot"), limit=9, group="source")
        assert [(d.id, d.group) for d in found.documents] == [("a", "B"), ("c", "Z")]
        writer = engine.writer()
        writer.delete("id", "a")
        writer.add(write("b", "mot", source="Z"))
        writer.commit()
        found = engine.refresh().search(term("mot"), limit=9, group="source")
        assert [(d.id, d.group) for d in found.documents] == [("c", "Z")]
        assert (found.total, found.groups) == (2, 1)

    def test_grouping_by_what_no_document_has_leaves_all_alone(self, notes: Engine) -> None:
        for field in ("source", "unheard", "body"):
            found = notes.search(term("bateau"), limit=9, group=field)
            assert (len(found.documents), found.total, found.groups) == (3, 3, 3)
        assert notes.search(term("bateau"), limit=9).groups is None
        nothing = notes.search(MatchNoneQuery(), limit=9, group="id")
        assert (nothing.total, nothing.groups) == (0, 0)

    # Changes

    def test_facets_count_all_matches(self, engine: Engine) -> None:
        engine = commit(
            engine,
            write("a", "x", date=20130304, source="Z Y"),
            write("b", "x", date=20130401, source="Y"),
            write("c", "x"),
            write("d", "other", date=20130501, source="W"),
        )
        facets = [Grouping("source"), Grouping("date", 100), Grouping("section")]
        found = engine.search(term("x"), limit=1, facets=facets)
        assert found.facets == (
            (("Y", 2), ("Z", 1)),
            ((201303, 1), (201304, 1)),
            (),
        )
        assert engine.search(term("none"), limit=1, facets=facets).facets == ((), (), ())
        with pytest.raises(InvalidRequest):
            engine.search(term("x"), limit=1, facets=[Grouping("date", 0)])

    def test_stored_values_come_back_as_they_were(self, engine: Engine) -> None:
        values = {
            "": "",
            "nul": "a\0b",
            "emoji": "😀\u202e",
            "lone": "\udcff",
            "long": "é" * 100_000,
        }
        engine = commit(engine, *(Document(name, text) for name, text in values.items()))
        assert {name: engine.get(name) for name in values} == values
        assert engine.get("unheard") is None
        found = engine.search(MatchAllQuery(), limit=10).documents
        assert {document.id: document.stored for document in found} == values

    def test_odd_ids_are_ids(self, engine: Engine) -> None:
        names = ["", " ", "a/b", "../x", "é", "e\u0301", "\ud83d", "😀", "l" * 5000, "\n", "A", "a"]
        engine = commit(engine, *(write(name, "mot") for name in names))
        assert find(engine, term("mot")) == names
        writer = engine.writer()
        assert [writer.delete("id", name) for name in names] == [1] * len(names)
        writer.rollback()

    def test_odd_terms_are_terms(self, engine: Engine) -> None:
        odd = ["", " ", "\0", "é", "e\u0301", "😀", "\udc80", "\ufffd", "z" * 3000]
        engine = commit(
            engine, Document("a", "", {"body": Terms(odd, range(9))}, {"source": tuple(odd)})
        )
        for word in odd:
            assert find(engine, term(word)) == ["a"]
            assert find(engine, TermInSetQuery("source", (word,))) == ["a"]
        assert list(engine.terms("body")) == [(word, 1) for word in sorted(odd)]
        assert list(engine.terms("source")) == [(word, 1) for word in sorted(odd)]

    def test_adding_an_id_again_replaces_the_document(self, engine: Engine) -> None:
        engine = commit(engine, write("a", "un"), write("b", "un"), write("a", "deux"))
        assert find(engine, term("un")) == ["b"]
        assert find(engine, MatchAllQuery()) == ["b", "a"]
        engine = commit(engine, write("b", "trois"), write("b", "quatre"), write("c", "cinq"))
        assert find(engine, MatchAllQuery()) == ["a", "b", "c"]
        assert find(engine, term("trois")) == []
        assert engine.count() == 3
        assert engine.get("b") == "stored b"

    def test_documents_that_come_as_columns_are_added_like_others(self, engine: Engine) -> None:
        documents = [write(name, body, date=2, source="Le Port") for name, body in NOTES.items()]
        writer = engine.writer()
        writer.add(write("port", "une autre note"))
        writer.add_all(as_columns(documents))
        writer.add_all(as_columns([write("train", "un bateau"), write("train", "une gare")]))
        writer.commit()
        engine = engine.refresh()
        assert find(engine, MatchAllQuery()) == list(NOTES)
        assert find(engine, PhraseQuery(BODY, ("bateau", "attend"))) == ["pilote"]
        assert set(find(engine, term("bateau"))) == {"port", "bateau", "pilote"}
        assert find(engine, TermInSetQuery("source", ("Port",))) == ["port", "bateau", "pilote"]
        assert find(engine, RangeQuery("date", 2, 2)) == ["port", "bateau", "pilote"]
        assert engine.get("train") == "stored train"

    def test_deleting_counts_and_hides(self, engine: Engine) -> None:
        engine = commit(
            engine,
            write("a", "mot", source="X"),
            write("b", "mot", source="X Y"),
            write("c", "mot", source="Y", date=1),
        )
        writer = engine.writer()
        writer.add(write("d", "mot", source="X"))
        assert writer.delete("source", "X") == 3
        assert writer.delete("source", "X") == 0
        assert writer.delete("id", "a") == 0
        assert writer.delete("id", "c") == 1
        writer.add(write("a", "retour", source="X"))
        assert writer.delete("id", "a") == 1
        assert writer.delete("id", "a") == 0
        writer.add(write("e", "mot"))
        writer.commit()
        engine = engine.refresh()
        assert find(engine, MatchAllQuery()) == ["e"]
        assert engine.get("a") is None
        assert list(engine.terms("source")) == []
        assert list(engine.terms("body")) == [("mot", 1)]
        assert find(engine, RangeQuery("date")) == []

    def test_everything_can_be_deleted(self, notes: Engine) -> None:
        writer = notes.writer()
        for name in NOTES:
            writer.delete("id", name)
        writer.commit()
        engine = notes.refresh()
        assert engine.count() == 0
        assert find(engine, MatchAllQuery()) == []
        assert find(fill(engine), MatchAllQuery()) == list(NOTES)

    def test_rollback_forgets_everything(self, notes: Engine) -> None:
        writer = notes.writer()
        writer.add(write("new", "neuf"))
        writer.add(write("port", "neuf"))
        writer.delete("id", "train")
        writer.rollback()
        engine = notes.refresh()
        assert find(engine, MatchAllQuery()) == list(NOTES)
        assert find(commit(engine, write("new")), MatchAllQuery()) == [*NOTES, "new"]

    def test_a_view_stays_while_others_commit(self, notes: Engine) -> None:
        before = notes.search(term("bateau"), limit=10)
        engine = notes
        for number in range(12):
            engine = commit(engine, write(f"new{number}", "bateau"), write("port", "rien"))
        writer = engine.writer()
        writer.delete("id", "pilote")
        writer.commit()
        assert notes.search(term("bateau"), limit=10) == before
        assert notes.count() == len(NOTES)
        assert notes.get("port") == "stored port"
        assert find(notes, PhraseQuery(BODY, ("de", "brest"))) == ["port"]
        assert ("brest", 2) in list(notes.terms("body"))
        assert engine.refresh().count() == len(NOTES) + 11

    def test_refreshing_without_news_gives_the_same_engine(self, notes: Engine) -> None:
        assert notes.refresh() is notes

    def test_nothing_is_seen_before_the_commit(self, notes: Engine) -> None:
        writer = notes.writer()
        writer.add(write("new", "neuf"))
        writer.delete("id", "port")
        assert find(notes.refresh(), MatchAllQuery()) == list(NOTES)
        writer.commit()
        assert find(notes.refresh(), MatchAllQuery()) == [*list(NOTES)[1:], "new"]

    def test_scores_do_not_depend_on_the_history(self, engine: Engine) -> None:
        for number in range(9):
            engine = commit(
                engine,
                write("a", f"vieux mot {'mot ' * number}"),
                write(f"b{number}", "mot " * 5),
            )
        writer = engine.writer()
        for number in range(9):
            writer.delete("id", f"b{number}")
        writer.add(write("a", "un mot"))
        writer.add(write("b", "sans rien"))
        writer.commit()
        [found] = engine.refresh().search(term("mot"), limit=10).documents
        assert found.score == pytest.approx(0.6931471805599453)  # As in an index of these two.

    # The rest

    def test_terms_are_sorted_and_counted(self, notes: Engine) -> None:
        everything = list(notes.terms("body"))
        assert everything == sorted(everything)
        assert dict(everything)["bateau"] == 3
        assert list(notes.terms("body", "at")) == [("attend", 2)]
        assert list(notes.terms("body", "pi")) == [("pilote", 2)]
        assert list(notes.terms("body", "zz")) == []
        assert list(notes.terms("title")) == []
        assert list(notes.terms("id", "p")) == [("pilote", 1), ("port", 1)]
        assert list(notes.terms("unheard")) == []

    def test_a_long_article_is_no_trouble(self, engine: Engine) -> None:
        words = [f"mot{number % 4000}" for number in range(70_000)]
        long = Document("long", " ".join(words), {"body": Terms(words, range(70_000))})
        engine = commit(engine, write("short", "mot1 mot2"), long)
        assert find(engine, PhraseQuery(BODY, ("mot3999", "mot0", "mot1"))) == ["long"]
        assert find(engine, PhraseQuery(BODY, ("mot1", "mot3999"), slop=3996)) == []
        assert find(engine, PhraseQuery(BODY, ("mot1", "mot3999"), slop=3997)) == ["long"]
        assert set(find(engine, term("mot1"))) == {"short", "long"}
        assert engine.get("long") == " ".join(words)

    def test_deep_nesting_is_answered_or_refused_with_a_reason(self, notes: Engine) -> None:
        query: Query = term("bateau")
        for _ in range(60):
            query = BooleanQuery(must=(BooleanQuery(should=(query,)),))
        assert find(notes, query) == find(notes, term("bateau"))

    def test_text_without_terms_is_no_text(self, engine: Engine) -> None:
        empty = Document("empty", "", {"body": Terms((), ())})
        engine = commit(engine, empty, Document("bare", ""), write("a", "mot mot"))
        [found] = engine.search(term("mot"), limit=10).documents
        f = 2.0  # As long as the average, which the two without text do not lower.
        assert found.score == pytest.approx(0.9808292530117262 * 1.9 * f / (0.9 + f))

    def test_negative_pages_are_refused(self, notes: Engine) -> None:
        with pytest.raises(InvalidRequest):
            notes.search(MatchAllQuery(), limit=-1)
        with pytest.raises(InvalidRequest):
            notes.search(MatchAllQuery(), limit=1, offset=-1)
