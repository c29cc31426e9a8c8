"""Records become Articles: JSON lines, JSON values, and what scrapers put into them."""

import json
import os
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from reading import Outcome, read_file

from newsearch.errors import InvalidRequest
from newsearch.ingest.fields import Fields, parse_map

TEXT = "La rivière est montée de trois mètres en une nuit."
OTHER = "Le maire a fermé les trois ponts de la ville."


def fold(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def read_lines(folder: Path, *records: Any, fields: dict[str, str] | None = None) -> Outcome:
    lines = (one if isinstance(one, str) else json.dumps(one) for one in records)
    return read_file(folder, "dump.jsonl", "\n".join(lines) + "\n", fields)


def read_one(folder: Path, record: dict[str, Any], **fields: str) -> Any:
    outcome = read_lines(folder, record, fields=fields)
    assert outcome.failures == []
    (article,) = outcome.articles
    return article


SHAPES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a news interface": (
        {
            "source": {"id": None, "name": "Le Courrier"},
            "author": "Jeanne Martin",
            "title": "Crue",
            "description": "Un résumé.",
            "url": "https://exemple.fr/crue",
            "publishedAt": "2021-05-03T08:00:00Z",
            "content": TEXT,
        },
        {
            "source": "Le Courrier",
            "authors": ("Jeanne Martin",),
            "title": "Crue",
            "body": TEXT,
            "url": "https://exemple.fr/crue",
            "published_origin": "meta",
        },
    ),
    "a blog's interface": (
        {
            "id": 12,
            "link": "https://exemple.fr/?p=12",
            "date": "2021-05-03T08:00:00",
            "title": {"rendered": "L&rsquo;eau monte"},
            "content": {"rendered": f"<p>{TEXT}</p>\n<p>{OTHER}</p>"},
        },
        {"title": "L’eau monte", "body": f"{TEXT}\n\n{OTHER}", "url": "https://exemple.fr/?p=12"},
    ),
    "a crawler": (
        {
            "title": "Crue",
            "maintext": TEXT,
            "authors": ["Jeanne Martin", "Paul Duc"],
            "date_publish": "2021-05-03 08:00:00",
            "source_domain": "www.exemple.fr",
            "language": "fr",
        },
        {
            "body": TEXT,
            "authors": ("Jeanne Martin", "Paul Duc"),
            "source": "exemple.fr",
            "language": "fr",
        },
    ),
    "an extractor": (
        {
            "title": "Crue",
            "text": TEXT,
            "author": "Jeanne Martin; Paul Duc",
            "date": "2021-05-03",
            "source": "https://www.exemple.fr/crue.html",
            "categories": "Météo",
        },
        {
            "url": "https://www.exemple.fr/crue.html",
            "source": "exemple.fr",
            "authors": ("Jeanne Martin", "Paul Duc"),
            "section": "Météo",
            "published_precision": "day",
        },
    ),
    "French names": (
        {
            "Titre": "Crue",
            "Contenu": TEXT,
            "Auteur": "Par Jeanne Martin et Paul Duc",
            "Date de publication": "lundi 3 mai 2021 à 8h30",
            "Journal": "Le Courrier",
            "Rubrique": "Météo",
        },
        {
            "title": "Crue",
            "body": TEXT,
            "authors": ("Jeanne Martin", "Paul Duc"),
            "source": "Le Courrier",
            "section": "Météo",
            "published_precision": "time",
        },
    ),
    "a database": (
        {
            "_id": {"$oid": "60b8d295f1a2c3d4e5f60718"},
            "headline": "Crue",
            "body": TEXT,
            "created": {"$date": 1620028800000},
        },
        {"id": "60b8d295f1a2c3d4e5f60718", "title": "Crue", "published_precision": "time"},
    ),
    "a search engine": (
        {"_index": "n", "_id": "x-12345", "_source": {"title": "Crue", "text": TEXT}},
        {"id": "x-12345", "title": "Crue", "body": TEXT},
    ),
    "paragraphs in a list": ({"title": "Crue", "body": [TEXT * 3, OTHER * 3]}, {"title": "Crue"}),
    "a standfirst": (
        {"title": "Crue", "chapo": "Trois ponts sont fermés.", "texte": TEXT},
        {"body": f"Trois ponts sont fermés.\n\n{TEXT}"},
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_records_of_common_tools_are_read_by_guess(tmp_path: Path, shape: str) -> None:
    record, wanted = SHAPES[shape]
    article = read_one(tmp_path, record)
    assert {name: getattr(article, name) for name in wanted} == wanted


def test_what_was_guessed_is_told_once(tmp_path: Path) -> None:
    record = {"headline": "Crue", "text": TEXT, "published_at": "2021-05-03", "n": 1}
    outcome = read_lines(tmp_path, record, record)
    assert outcome.notices == ["dump.jsonl: title=headline, body=text, published=published_at"]


def test_the_user_says_which_field_is_what(tmp_path: Path) -> None:
    record = {"a": "Crue", "b": {"c": TEXT}, "text": "Un autre texte.", "title": "Un autre titre"}
    article = read_one(tmp_path, record, title="a", body="b.c")
    assert (article.title, article.body) == ("Crue", TEXT)


def test_a_map_is_read_and_its_mistakes_are_explained() -> None:
    assert parse_map("title=headline, text=corps,author=by,date=jour") == {
        "title": "headline",
        "body": "corps",
        "authors": "by",
        "published": "jour",
    }
    assert parse_map("") == {}
    for wrong in ("title", "title=", "=a", "size=a"):
        with pytest.raises(InvalidRequest, match="PART=FIELD, where PART is one of id, title"):
            parse_map(wrong)


def test_a_record_that_fails_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    outcome = read_lines(
        tmp_path,
        {"title": "Un", "text": TEXT},
        "{broken",
        {"title": "Deux", "text": ""},
        {"title": "Trois", "words": TEXT},
        "[1, 2]",
        "",
        '"un texte"',
        {"title": "Cinq", "text": "© AFP"},
        {"title": "Six", "text": OTHER},
    )
    assert outcome.places == ["dump.jsonl:1", "dump.jsonl:9"]
    places, reasons = zip(*(one.split(": ", 1) for one in outcome.failures), strict=True)
    assert places == tuple(f"dump.jsonl:{n}" for n in (2, 3, 4, 5, 7, 8))
    assert "is no JSON" in reasons[0]
    assert "its field 'text' is empty" in reasons[1]
    assert "(title, words)" in reasons[2]
    assert "--map body=FIELD" in reasons[2]
    assert "no object with fields" in reasons[3]
    assert "nothing but a copyright notice" in reasons[5]


def test_a_dump_without_any_text_is_given_up(tmp_path: Path) -> None:
    outcome = read_lines(tmp_path, *({"a": n} for n in range(5000)))
    assert len(outcome.failures) == 10
    assert "the rest is not read" in outcome.failures[-1]


@pytest.mark.parametrize(("name", "content"), [("a.json", "[]"), ("a.csv", "title,text\n")])
def test_a_document_without_records_says_so(tmp_path: Path, name: str, content: str) -> None:
    assert read_file(tmp_path, name, content).failures == [f"{name}: holds no article"]


def test_a_dump_that_begins_with_empty_texts_is_read_on(tmp_path: Path) -> None:
    empty = [{"title": "a", "text": ""}] * 50
    outcome = read_lines(tmp_path, *empty, {"title": "b", "text": TEXT})
    assert (len(outcome.articles), len(outcome.failures)) == (1, 50)


def test_a_record_without_title_gets_one_from_its_text(tmp_path: Path) -> None:
    article = read_one(tmp_path, {"text": f"{TEXT} {OTHER}"})
    assert (article.title, article.title_origin) == (TEXT.rstrip("."), "derived")


def test_what_a_text_says_of_itself_completes_the_record(tmp_path: Path) -> None:
    text = f"Crue\n\nPar Jeanne Martin\n\n{TEXT}\n\n© 2021 AFP. Tous droits réservés."
    article = read_one(tmp_path, {"title": "Crue", "text": text})
    assert article.body == TEXT
    assert article.authors == ("Jeanne Martin",)
    assert article.authors_origin == "text"
    assert article.source == "AFP"
    assert article.rights == "© 2021 AFP. Tous droits réservés."


def test_markup_in_a_record_becomes_paragraphs(tmp_path: Path) -> None:
    body = (
        f"<div><p>{TEXT}</p><figure><img><figcaption>La rue</figcaption></figure>"
        f"<script>alert(1)</script><p>Trois&nbsp;ponts <b>fer</b>més<br>{OTHER}</p></div>"
    )
    article = read_one(tmp_path, {"title": "Crue <em>à</em> Brest", "body": body})
    assert article.title == "Crue à Brest"
    assert article.body == f"{TEXT}\n\nTrois\u00a0ponts fermés\n\n{OTHER}"


def test_a_text_with_signs_of_markup_stays_as_it_is(tmp_path: Path) -> None:
    text = "Si a < b et b > c, alors R&D. " + TEXT
    assert read_one(tmp_path, {"title": "Crue", "text": text}).body == text


def test_a_whole_page_in_a_record_is_read_as_a_page(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Crue | Le Courrier</title></head><body><nav>Menu</nav>"
        f"<article><h1>Crue</h1>{f'<p>{TEXT} {OTHER}</p>' * 4}</article></body></html>"
    )
    article = read_one(
        tmp_path, {"url": "https://exemple.fr/crue", "html": page, "date": "2021-05-03"}
    )
    assert article.title == "Crue"
    assert "Menu" not in article.body
    assert article.published_origin == "meta"
    assert (article.url, article.within) == ("https://exemple.fr/crue", ":1")


def test_ids_are_those_of_the_records_else_made_of_address_or_contents(tmp_path: Path) -> None:
    records = [
        {"id": "AFP-2021.x:1", "title": "Un", "text": TEXT},
        {"title": "Deux", "text": TEXT, "url": "https://exemple.fr/a#haut"},
        {"title": "Trois", "text": TEXT},
        {"id": 7, "title": "Quatre", "text": TEXT},
    ]
    forwards = read_lines(tmp_path, *records).articles
    backwards = read_lines(tmp_path, {"title": "Zéro", "text": OTHER}, *records[::-1]).articles
    ids = {article.title: article.id for article in forwards}
    assert ids["Un"] == "AFP-2021.x:1"
    assert {article.title: article.id for article in backwards[1:]} == ids
    assert len(set(ids.values())) == 4
    elsewhere = read_file(tmp_path, "b.jsonl", json.dumps(records[3])).articles
    assert elsewhere[0].id != ids["Quatre"], "a bare number names a record in its file only"


JSON_DOCUMENTS = {
    "an array": '[{"title": "Un", "text": "%s"},\n {"title": "Deux", "text": "%s"}]',
    "an object with a list": '{"status": "ok", "articles": [{"title": "Un", "text": "%s"}, {"title": "Deux", "text": "%s"}]}',
    "lists in objects": '{"response": {"docs": [{"title": "Un", "text": "%s"}, {"title": "Deux", "text": "%s"}]}}',
    "a search engine's answer": '{"took": 3, "hits": {"total": 2, "hits": [{"_source": {"title": "Un", "text": "%s"}}, {"_source": {"title": "Deux", "text": "%s"}}]}}',
    "a feed": '{"version": "1.1", "title": "Fil", "items": [{"title": "Un", "content_text": "%s"}, {"title": "Deux", "content_html": "<p>%s</p>"}]}',
    "objects one after another": '{\n "title": "Un",\n "text": "%s"\n}\n{\n "title": "Deux",\n "text": "%s"\n}',
}


@pytest.mark.parametrize("name", JSON_DOCUMENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_documents_give_their_records(tmp_path: Path, name: str, encoding: str) -> None:
    content = (JSON_DOCUMENTS[name] % (TEXT, OTHER)).encode(encoding)
    outcome = read_file(tmp_path, "dump.json", content)
    assert outcome.failures == []
    assert [article.body for article in outcome.articles] == [TEXT, OTHER]


def test_one_record_alone_is_an_article(tmp_path: Path) -> None:
    record = {"title": "Crue", "content": [TEXT], "data": {"n": 1}, "news": []}
    (article,) = read_file(tmp_path, "a.json", json.dumps(record)).articles
    assert article.title == "Crue"


def test_a_json_array_that_is_cut_or_broken_gives_what_came_before(tmp_path: Path) -> None:
    whole = json.dumps([{"title": f"N{n}", "text": TEXT} for n in range(3)])
    unquoted = whole.replace('"title": "N2"', 'title: "N2"')
    for broken, reason in ((whole[:-20], "is cut"), (unquoted, "is no JSON")):
        outcome = read_file(tmp_path, "a.json", broken)
        assert [article.title for article in outcome.articles] == ["N0", "N1"]
        (failure,) = outcome.failures
        assert reason in failure


def test_records_larger_than_a_piece_are_read_whole(tmp_path: Path) -> None:
    records = [{"title": f"N{n}", "text": f"{TEXT} " * 60_000} for n in range(3)]
    outcome = read_file(tmp_path, "a.json", json.dumps(records, ensure_ascii=False))
    assert [len(article.body) for article in outcome.articles] == [60_000 * 51 - 1] * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lines_are_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    lines = json.dumps({"title": "Été à Noël", "text": TEXT}, ensure_ascii=False)
    outcome = read_file(tmp_path, "a.jsonl", f"{lines}\r\n{lines}\r\n".encode(encoding))
    assert [article.body for article in outcome.articles] == [TEXT, TEXT]


def test_fields_are_found_anew_where_records_differ() -> None:
    fields = Fields()
    assert fields.match(["title", "text"])["body"] == ("text",)
    assert fields.match(["titre", "corps"])["title"] == ("titre",)


REAL = os.environ.get("NEWSEARCH_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
NEWS = Path(REAL) / "news" / "articles.jsonl"


@pytest.mark.skipif(not NEWS.exists(), reason="no real articles: set NEWSEARCH_DATA")
def test_a_real_dump_is_read_whole_by_guess() -> None:
    from newsearch import articles  # noqa: PLC0415

    rows = map(json.loads, NEWS.read_text(encoding="utf-8").splitlines())
    count = 0
    for row, article in zip(rows, articles([NEWS]), strict=True):
        assert article.id == row["id"]
        assert fold(article.title) == fold(row["title"])
        assert article.published is not None
        assert article.published.isoformat() == row["date"]
        assert (article.source, article.url) == (row["source"], row["url"])
        assert bool(article.authors) == bool(row["author"])
        missing = len("".join(row["body"].split())) - len("".join(article.body.split()))
        assert missing < 60, "only lines that state something, and notices, are taken off"
        count += 1
    assert count == len({article.id for article in articles([NEWS])})
