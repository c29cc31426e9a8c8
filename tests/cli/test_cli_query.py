"""newsearch query, as scripts use it."""

import csv
import io
import json

import pytest
from program import Run


def test_a_hit_is_one_line_of_columns_in_a_pipe(run: Run) -> None:
    done = run("query", "accord", "Rabat")
    assert done.status == 0
    first, *others = [line.split("\t") for line in done.lines]
    assert first[:5] == [
        "2021-11-24",
        "Le Courrier",
        "Rabat et Tel-Aviv signent un accord",
        "https://courrier.example/monde/rabat",
        "a1",
    ]
    assert float(first[5]) > 0
    assert first[6].startswith("Un accord de coopération sécuritaire a été signé mercredi à Rabat")
    assert first[7] == "full"
    assert others == []


def test_only_records_go_to_standard_output(run: Run) -> None:
    done = run("query", "Maroc )")
    assert [line.split("\t")[4] for line in done.lines] == ["a2", "a1"]
    warning, typed, caret, understood, total = done.errors.splitlines()
    assert warning.startswith("warning: )")
    assert typed.index(")") == caret.index("^")
    assert understood == "compris : Maroc"
    assert total.startswith("2 articles · ")


def test_a_plain_query_is_not_repeated(run: Run) -> None:
    assert "compris" not in run("query", "coopération").errors


def test_what_people_type_may_hold_blanks_controls_and_wide_signs_before_a_slip(run: Run) -> None:
    _, typed, caret, *_ = run("query", "日本\x1b[31m Maroc )").errors.splitlines()
    assert "\x1b" not in typed
    # Each of the two wide signs takes two columns.
    assert caret.index("^") == typed.index(")") + 2


def test_articles_with_some_of_the_words_follow_and_say_so(run: Run) -> None:
    done = run("query", "coopération sécuritaire")
    assert [line.split("\t")[7] for line in done.lines] == ["full", "partial", "partial"]
    assert "1 article, 2 more with some of the words" in done.errors


def test_an_unknown_word_comes_with_a_suggestion(run: Run) -> None:
    done = run("query", "coopérasion")
    assert done.status == 1
    assert "did you mean coopération?" in done.errors


def test_a_suggestion_is_said_once_however_often_the_word_was_typed(run: Run) -> None:
    done = run("query", "coopérasion coopérasion")
    assert done.errors.count("did you mean") == 1


def test_what_is_said_of_a_slip_is_short_however_much_was_pasted(run: Run) -> None:
    done = run("query", "mot " * 20_000)
    notice, text, carets = done.errors.splitlines()[:3]
    assert "only the first 1000" in notice
    assert len(text) < 120
    assert "^" in carets
    assert len(carets) <= len(text)


def test_json_is_one_versioned_object(run: Run) -> None:
    done = run("query", "accord Rabat", "--json")
    assert len(done.lines) == 1
    answer = json.loads(done.output)
    assert answer["format_version"] == 1
    assert answer["total"] == 1
    (hit,) = answer["hits"]
    (snippet,) = [one for one in hit["snippets"] if "accord" in one["text"]]
    marked = [snippet["text"][start:end] for start, end in snippet["spans"]]
    assert marked == ["accord", "Rabat"]


def test_jsonl_is_one_hit_a_line(run: Run) -> None:
    hits = [json.loads(line) for line in run("query", "Maroc", "-f", "jsonl").lines]
    assert [(hit["id"], hit["format_version"]) for hit in hits] == [("a2", 1), ("a1", 1)]


def test_csv_has_a_header_and_no_formulas(run: Run) -> None:
    done = run("query", "thon", "-f", "csv")
    assert done.output.count("\r\n") == 2
    (row,) = csv.DictReader(io.StringIO(done.output))
    assert row["title"] == "'=SOMME(A1:A9)"
    assert row["snippet"].startswith("La pêche au thon se porte bien.")
    assert row["match"] == "full"


def test_csv_keeps_several_authors_in_one_cell(run: Run) -> None:
    (row,) = csv.DictReader(io.StringIO(run("query", "Rabat", "-f", "csv").output))
    assert row["authors"] == "Nadia Berrada; Paul Lemoine"


@pytest.mark.parametrize(
    ("words", "status", "output"),
    [
        (("-c", "Maroc"), 0, "2\n"),
        (("-l", "Maroc"), 0, "a2\na1\n"),
        (("-q", "Maroc"), 0, ""),
        (("-c", "volcan"), 1, "0\n"),
        (("volcan", "-q"), 1, ""),
        (("volcan",), 1, ""),
        (("-q", "coopération", "volcan"), 1, ""),
        (("-l", "-n1", "--offset", "1", "Maroc"), 0, "a1\n"),
        (("-l", "Maroc", "--offset", "5"), 1, ""),
    ],
)
def test_the_exit_status_says_whether_anything_was_found(
    run: Run, words: tuple[str, ...], status: int, output: str
) -> None:
    done = run("query", *words)
    assert (done.status, done.output) == (status, output)


def test_quiet_says_nothing_at_all(run: Run) -> None:
    assert run("query", "-q", "Maroc )").errors == ""


def test_every_option_reaches_the_search(run: Run) -> None:
    options = (
        *("-n", "1", "--offset", "0", "--sort", "oldest", "--since", "2021", "--until", "2022"),
        *("--source", "le courrier", "--source", "la gazette", "--in", "title, body", "--exact"),
        *("--accents", "strict", "--snippets", "1", "--explain", "--json"),
    )
    answer = json.loads(run("query", "sécuritaire", *options).output)
    assert (answer["total"], answer["limit"]) == (2, 1)
    (hit,) = answer["hits"]
    assert hit["id"] == "a1"
    assert len(hit["snippets"]) == 1
    assert hit["explanation"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--limit", "0"), "limit must be at least 1"),
        (("--since", "hier soir"), "'hier soir' is no date or period"),
        (("--since", "2022", "--until", "2021"), "is after until"),
        (("--since", "2022", "--undated"), "undated articles are neither since nor until"),
        (("--sort", "best"), "'best' is not one of"),
        (("--in", "head"), "fields must be among title, body"),
    ],
)
def test_an_option_that_makes_no_sense_is_an_error(
    run: Run, words: tuple[str, ...], said: str
) -> None:
    done = run("query", "Maroc", *words)
    assert done.status == 2
    assert done.output == ""
    assert said in done.errors


def test_a_lone_dash_reads_the_query_from_standard_input(run: Run) -> None:
    assert run("query", "-l", "-", typed="Maroc\n-accord\n").output == "a2\n"


@pytest.mark.parametrize(
    "words", [("-l", "--", "-accord", "Maroc"), ("-l", "Maroc -accord"), ("Maroc  -accord", "-l")]
)
def test_a_word_can_be_excluded(run: Run, words: tuple[str, ...]) -> None:
    assert run("query", *words).output == "a2\n"


@pytest.mark.parametrize("word", ["-Israël", "-négociation", "-football"])
def test_an_excluded_word_taken_for_an_option_comes_with_the_remedy(run: Run, word: str) -> None:
    done = run("query", "Maroc", word)
    assert done.status == 2
    assert f"newsearch query -- Maroc {word}" in done.errors


def test_an_empty_query_finds_everything(run: Run) -> None:
    assert run("query", "", "-c").output == "4\n"


def test_facets_count_all_matches_beside_the_total(run: Run) -> None:
    done = run("query", "Maroc", "--facet", "source", "--facet", "year", "-n", "1")
    assert len(done.lines) == 1
    source, year, total = done.errors.splitlines()
    answer = json.loads(
        run("query", "Maroc", "-n", "1", "--facet", "source", "--facet", "year", "--json").output
    )
    by_source, by_year = answer["facets"]
    assert [by_source["field"], by_year["field"]] == ["source", "year"]
    assert sum(one["count"] for one in by_year["counts"]) == answer["total"] == 2
    for line, facet in ((source, by_source), (year, by_year)):
        said = " · ".join(f"{one['value']} {one['count']}" for one in facet["counts"])
        assert line == f"{facet['field']}: {said}"
    assert total.startswith("2 articles")


def test_an_unknown_facet_is_refused_with_those_there_are(run: Run) -> None:
    done = run("query", "Maroc", "--facet", "moon")
    assert done.status == 2
    assert "source, section, language, year, month, day" in done.errors
