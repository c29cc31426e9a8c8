"""Tables become Articles: the delimiter is found, quotes hold lines, bad rows are named."""

from pathlib import Path

import pytest
from reading import read_file

from newsearch.ingest.tables import find_delimiter

TEXT = "La rivière est montée."


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [
        ("title,text,date", ","),
        ("titre;texte;date", ";"),
        ("titre\ttexte", "\t"),
        ("a|b|c", "|"),
        ('"titre, long";texte;date', ";"),
        ("titre", None),
        ("", None),
    ],
)
def test_the_delimiter_is_what_divides_the_first_row(header: str, delimiter: str | None) -> None:
    assert find_delimiter(header) == delimiter


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_become_articles(tmp_path: Path, mark: str, encoding: str, end: str) -> None:
    rows = (("Titre", "Texte", "Date"), ("Crue", TEXT, "03/05/2021"), ("Été", "À Noël.", ""))
    content = end.join(mark.join(row) for row in rows) + end
    outcome = read_file(tmp_path, "dump.csv", content.encode(encoding))
    assert outcome.failures == []
    assert [article.body for article in outcome.articles] == [TEXT, "À Noël."]
    assert outcome.places == ["dump.csv:2", "dump.csv:3"]
    assert outcome.articles[0].published_precision == "day"
    assert outcome.articles[1].published is None
    assert outcome.notices == ["dump.csv: title=Titre, body=Texte, published=Date"]


def test_quotes_hold_delimiters_quotes_and_lines(tmp_path: Path) -> None:
    content = 'title,text\n"Un ""mot"", dit-il","Un.\n\nDeux, trois."\nFin,Quatre.\n'
    outcome = read_file(tmp_path, "a.csv", content)
    assert [article.title for article in outcome.articles] == ['Un "mot", dit-il', "Fin"]
    assert outcome.articles[0].body == "Un.\n\nDeux, trois."
    assert outcome.places == ["a.csv:2", "a.csv:5"]


def test_a_row_that_fails_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    long = "x" * (17 << 20)
    content = f"title,text\nUn,{TEXT}\nDeux,\n\nTrois\nQuatre,{long}\nCinq,{TEXT},de trop\n"
    outcome = read_file(tmp_path, "a.csv", content)
    assert [article.title for article in outcome.articles] == ["Un", "Cinq"]
    assert [failure.split(": ")[0] for failure in outcome.failures] == [
        "a.csv:3",
        "a.csv:5",
        "a.csv:6",
    ]
    assert "more than 16 MiB" in outcome.failures[-1]


def test_a_quote_that_never_closes_takes_no_more_than_a_bound(tmp_path: Path) -> None:
    lines = ("a b c" * 200 + "\n") * 18_000
    content = f'title,text\nUn,"{lines}Deux,{TEXT}\n'
    outcome = read_file(tmp_path, "a.csv", content)
    assert outcome.failures
    assert len(outcome.failures) + len(outcome.articles) < 3_000


def test_a_table_without_names_is_refused(tmp_path: Path) -> None:
    for content in ("", "un seul nom\n1\n2\n"):
        outcome = read_file(tmp_path, "a.tsv", content)
        assert outcome.articles == [] or content
        assert len(outcome.failures) == 1


def test_the_user_says_which_column_is_what(tmp_path: Path) -> None:
    content = f"x,y,title\nCrue,{TEXT},Autre\n"
    (article,) = read_file(tmp_path, "a.csv", content, {"title": "x", "body": "y"}).articles
    assert (article.title, article.body) == ("Crue", TEXT)
