"""The benchmark of relevance itself: what it reads, what it compares with, and how it counts."""

import json
from pathlib import Path

import pytest
from benchmarks.relevance.__main__ import main
from benchmarks.relevance.bm25 import BM25, lucene_idf, whoosh_idf
from benchmarks.relevance.collection import Collection, Document, remove_accents
from benchmarks.relevance.floors import Floor
from benchmarks.relevance.light_stem import light_stem
from benchmarks.relevance.measures import evaluate
from benchmarks.relevance.report import Report, Run
from benchmarks.relevance.systems import (
    analyze_like_lucene,
    analyze_like_whoosh,
    baselines,
    newsearch,
)
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import OrGroup, QueryParser

TEXTS = {
    "ports": "Les dockers du port bloquent les quais depuis lundi ; le port attend.",
    "vendange": "La vendange a commencé tôt cette année dans les coteaux de la Loire.",
    "école": "À l'école du village, les élèves ont planté un cerisier près du préau.",
    "budget": "Le budget de la commune prévoit un préau neuf pour l'école et le port de plaisance.",
}
TITLES = {"ports": "Grève au port", "vendange": "Vendange précoce", "école": "", "budget": "Budget"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"id": key, "title": TITLES[key], "text": text} for key, text in TEXTS.items()]
    queries = [{"id": "q1", "text": "préau de l'école"}, {"id": "q2", "text": "grève des dockers"}]
    write_rows(tmp_path / "corpus.jsonl", rows)
    write_rows(tmp_path / "queries.jsonl", [*queries, {"id": "unjudged", "text": "rien"}])
    (tmp_path / "qrels.tsv").write_text("q1\técole\t2\nq1\tbudget\t1\nq2\tports\t1\n", "utf-8")
    return tmp_path


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def test_a_collection_keeps_what_is_judged(folder: Path) -> None:
    collection = Collection.read(folder)
    assert collection.documents[0] == Document("ports", "Grève au port", TEXTS["ports"])
    assert list(collection.queries) == ["q1", "q2"]
    assert collection.judgements == {"q1": {"école": 2, "budget": 1}, "q2": {"ports": 1}}


def test_a_corpus_may_be_named_in_words_and_have_its_titles_left_out(folder: Path) -> None:
    beside = folder / "queries"
    beside.mkdir()
    for name in ("queries.jsonl", "qrels.tsv"):
        (folder / name).rename(beside / name)
    (folder / "news").mkdir()
    rows = [{"id": "n1", "title": "Titre", "body": "Corps."}]
    write_rows(folder / "news" / "articles.jsonl", rows)
    (beside / "CORPUS").write_text("index news/articles.jsonl with the body only (no title)")
    assert Collection.read(beside).documents == (Document("n1", "", "Corps."),)


def test_the_layout_of_beir_is_understood(folder: Path) -> None:
    write_rows(folder / "corpus.jsonl", [{"_id": "d1", "text": "Corps."}])
    write_rows(folder / "queries.jsonl", [{"_id": "q1", "text": "corps"}])
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    collection = Collection.read(folder)
    assert collection.documents == (Document("d1", "", "Corps."),)
    assert collection.judgements == {"q1": {"d1": 1}}


def test_queries_without_any_judgement_are_refused(folder: Path) -> None:
    (folder / "qrels.tsv").write_text("other\tports\t1\n")
    with pytest.raises(ValueError, match="no query"):
        Collection.read(folder)


def test_a_sample_is_always_the_same_and_keeps_the_judged_documents(folder: Path) -> None:
    collection = Collection.read(folder)
    sample = collection.sample(queries=1, documents=0)
    assert sample == collection.sample(queries=1, documents=0)
    assert len(sample.queries) == 1
    judged = {key for found in sample.judgements.values() for key in found}
    assert {document.id for document in sample.documents} == judged
    assert collection.sample() == collection.sample(queries=9, documents=9) == collection


@pytest.mark.parametrize(
    ("typed", "bare"),
    [("À l'École", "A l'Ecole"), ("cœur ŒUVRE", "coeur OEUVRE"), ("20 €", "20 €")],
)
def test_accents_and_ligatures_are_taken_off_and_case_is_kept(typed: str, bare: str) -> None:
    assert remove_accents(typed) == bare


@pytest.mark.parametrize("query", ["port", "préau école", "vendange port port", "absent"])
def test_the_baseline_scores_as_whoosh_itself_does(query: str) -> None:
    analyzer = analyze_like_whoosh
    schema = Schema(id=ID(stored=True), text=TEXT(analyzer=whoosh_analyzer()))
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for key, text in TEXTS.items():
        writer.add_document(id=key, text=text)
    writer.commit()
    ours = BM25(map(analyzer, TEXTS.values()), whoosh_idf).scores(analyzer(query))
    with index.searcher() as searcher:
        parsed = QueryParser("text", schema, group=OrGroup).parse(query)
        found = {hit["id"]: hit.score for hit in searcher.search(parsed)}
    theirs = [found.get(key, 0.0) for key in TEXTS]
    assert ours.tolist() == pytest.approx(theirs)


def whoosh_analyzer() -> object:
    from whoosh.analysis import LanguageAnalyzer  # noqa: PLC0415 - its warnings are silenced above

    return LanguageAnalyzer("fr")


def test_ranks_fall_with_the_score_and_ties_keep_the_order_of_addition() -> None:
    index = BM25([["a"], ["b"], ["a", "b"], ["a"]], lucene_idf)
    assert index.rank(["a"], 10) == [0, 3, 2]
    assert index.rank(["a", "b"], 2) == [2, 1]
    assert index.rank(["c"], 10) == []


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("chevaux", "cheval"),
        ("hiboux", "hibou"),
        ("établissements", "etabli"),
        ("bouleversement", "boulevers"),
        ("massivement", "masif"),
        ("fabricatrice", "fabriqu"),
        ("actrice", "acteu"),
        ("directrices", "direct"),
        ("traditionnelle", "tradition"),
        ("actualisation", "actuel"),
        ("organisateur", "organis"),
        ("plantations", "plant"),
        ("matinée", "matin"),
        ("os", "os"),
    ],
)
def test_the_light_stemmer_follows_its_rules(word: str, stem: str) -> None:
    assert light_stem(word) == stem


def test_the_lucene_like_chain_elides_stops_stems_and_folds() -> None:
    assert analyze_like_lucene("L’école des élèves : aujourd'hui, 3,5 % à N.Y.") == [
        "ecol",
        "elev",
        "aujourd'hui",
        "3,5",
        "n.y",
    ]


def test_measures_follow_the_ranking_and_an_unanswered_query_counts_as_nothing() -> None:
    judgements = {"q1": {"a": 1}, "q2": {"b": 1}}
    values = evaluate(judgements, {"q1": ["x", "a"], "q2": []}, depth=100)
    assert values == pytest.approx(
        {"nDCG@10": 0.6309 / 2, "MRR@10": 0.25, "Recall@100": 0.5}, abs=1e-4
    )
    assert set(evaluate(judgements, {"q1": ["a"]}, depth=10)) == {"nDCG@10", "MRR@10"}


def test_newsearch_and_the_baselines_answer_with_ids(folder: Path) -> None:
    collection = Collection.read(folder)
    with newsearch(collection) as system:
        assert list(system.rank("greve des DOCKERS", 1)) == ["ports"]
    for baseline in baselines(collection):
        assert list(baseline.rank("grève des dockers", 1)) == ["ports"]


def test_the_command_prints_a_table_or_json(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["relevance", str(folder), "--queries", "1"])
    main()
    assert "Lucene-like without accents" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["relevance", str(folder), "--no-baselines", "--json"])
    main()
    report = json.loads(capsys.readouterr().out)
    assert [run["variant"] for run in report["runs"]] == [
        "as typed",
        "without accents",
        "in capitals",
    ]


def make_report(ours: float, unaccented: float, theirs: float) -> Report:
    runs = [
        ("newsearch", "as typed", ours),
        ("newsearch", "without accents", unaccented),
        ("Whoosh fr", "as typed", theirs),
    ]
    measured = (Run(system, typed, {"nDCG@10": value}, 1.0) for system, typed, value in runs)
    return Report("sample", 4, 2, tuple(measured))


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (make_report(0.91, 0.91, 0.80), []),
        (make_report(0.89, 0.89, 0.75), ["sample as typed: nDCG@10 is 0.8900, not 0.9"]),
        (make_report(0.91, 0.90, 0.80), ["sample: nDCG@10 is 0.9100 with accents, 0.9000 without"]),
        (make_report(0.91, 0.91, 0.85), ["sample: nDCG@10 is 0.0600 above Whoosh fr's, not 0.1"]),
    ],
)
def test_whatever_falls_below_a_floor_is_said(report: Report, said: list[str]) -> None:
    floor = Floor(2, 4, 10, {"as typed": {"nDCG@10": 0.9}}, 0.1)
    assert floor.shortfalls(report) == said


def test_a_pinned_floor_is_reached_by_what_it_was_pinned_on() -> None:
    report = make_report(0.91234, 0.91234, 0.8)
    floor = Floor(2, 4, 10, {}, 0.0).pin(report)
    assert floor.measures["as typed"] == {"nDCG@10": 0.912}
    assert floor.shortfalls(report) == []
