"""Plain texts become articles: headline, byline, body, footers, and where each fact comes from."""

from pathlib import Path

import pytest

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles

BODY = "La pluie a cessé dans la nuit.\n\nLes secours ont évacué douze familles de la rue basse."


def read(text: str | bytes, name: str = "a.txt") -> Article:
    content = text.encode() if isinstance(text, str) else text
    (article,) = read_articles(RawDocument(name, content, "text/plain", "d" * 64))
    return article


def test_a_whole_article_is_taken_apart() -> None:
    article = read(
        "Crue à Saint-Aubin : douze familles évacuées\n\n"
        "Par Maëlle Guéguen, le 3 mai 2021 à 18h30\n\n"
        f"{BODY}\n\n© La Gazette du Causse\nTous droits réservés\n",
        "gazette/crue.txt",
    )
    assert article.title == "Crue à Saint-Aubin : douze familles évacuées"
    assert article.title_origin == "text"
    assert article.body == BODY
    assert article.authors == ("Maëlle Guéguen",)
    assert article.authors_origin == "text"
    assert article.published
    assert article.published.isoformat() == "2021-05-03T18:30:00"
    assert (article.published_precision, article.published_origin) == ("time", "text")
    assert (article.source, article.source_origin) == ("La Gazette du Causse", "text")
    assert article.rights == "© La Gazette du Causse\nTous droits réservés"
    assert (article.path, article.digest) == ("gazette/crue.txt", "d" * 64)
    assert article.url is None
    assert article.language is None


def test_what_a_text_does_not_say_is_not_invented() -> None:
    article = read(BODY)
    assert article.title == "La pluie a cessé dans la nuit"
    assert article.title_origin == "derived"
    assert (article.source, article.source_origin) == (None, "none")
    assert (article.authors, article.authors_origin) == ((), "none")
    assert (article.published, article.published_precision) == (None, None)
    assert article.published_origin == "none"
    assert article.rights is None


def test_the_id_depends_on_the_place_alone() -> None:
    assert read("Un texte.", "a.txt").id == read("Un autre.", "a.txt").id
    assert read("Un texte.", "a.txt").id != read("Un texte.", "b.txt").id
    assert len(read("Un texte.").id) == 16


def test_a_date_in_a_sentence_is_not_the_date_of_the_article() -> None:
    article = read(
        "Le ministre s’est rendu le 24 novembre 2021 à Rabat.\n\nIl y est resté deux jours."
    )
    assert article.published is None


def test_the_name_of_the_file_dates_what_the_text_does_not() -> None:
    article = read(BODY, "2021/2021-11-24_gazette_crue.txt")
    assert article.published
    assert article.published.isoformat() == "2021-11-24T00:00:00"
    assert (article.published_precision, article.published_origin) == ("day", "filename")
    dated = read(f"Le 3 mai 2021\n\n{BODY}", "2021-11-24_crue.txt")
    assert dated.published_origin == "text"


def test_a_dateline_names_the_agency_and_stays_in_the_body() -> None:
    article = read(f"Crue\n\nRODEZ, 3 mai 2021 (AFP) - {BODY}")
    assert article.body.startswith("RODEZ, 3 mai 2021 (AFP) - La pluie")
    assert article.source == "AFP"
    assert article.published_origin == "text"
    assert read(f"RODEZ, 3 mai 2021 (AFP) - {BODY}").title == "La pluie a cessé dans la nuit"


def test_a_source_that_is_stated_beats_the_footer() -> None:
    article = read(f"Crue\n\n{BODY}\n\nSource : MAP\n\n© La Gazette du Causse")
    assert article.source == "MAP"
    assert article.rights == "© La Gazette du Causse"


def test_a_signature_below_the_text_names_who_wrote_it() -> None:
    article = read(f"Crue\n\n{BODY}\n\nJeanne Martin (avec AFP)\n")
    assert article.body == BODY
    assert (article.authors, article.source) == (("Jeanne Martin",), "AFP")


@pytest.mark.parametrize(
    "headline",
    [
        "Crue à Saint-Aubin",
        "Où va la mer ?",
        "« Nous n’avons plus peur »",
        "RETRAITES : LA RUE NE FAIBLIT PAS",
        "Et maintenant…",
        "Loyers, énergie, etc.",
        "1 200 tracteurs à Paris",
    ],
)
def test_a_short_first_line_before_a_blank_one_is_the_headline(headline: str) -> None:
    article = read(f"\n{headline}\n\n{BODY}")
    assert (article.title, article.title_origin, article.body) == (headline, "text", BODY)


@pytest.mark.parametrize(
    "text",
    [
        "Une phrase qui finit par un point.\n\nLa suite.",
        "Un titre sans ligne vide\nLa suite.",
        "mot " * 60 + "\n\nLa suite.",
        "© La Gazette du Causse\n\nLa suite.",
        "* * *\n\nLa suite.",
        "Les invités étaient :\n\nla maire et le préfet.",
    ],
)
def test_other_first_lines_are_no_headline(text: str) -> None:
    assert read(text).title_origin == "derived"


def test_a_byline_may_stand_above_or_right_below_the_headline() -> None:
    for head in ("Par Jeanne Martin\n\nCrue\n\n", "Crue\nPar Jeanne Martin\n\n"):
        article = read(head + BODY)
        assert (article.title, article.authors, article.body) == ("Crue", ("Jeanne Martin",), BODY)


def test_a_title_alone_is_the_body() -> None:
    article = read("Crue à Saint-Aubin")
    assert (article.title, article.body) == ("Crue à Saint-Aubin", "Crue à Saint-Aubin")
    assert article.title_origin == "derived"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("M. Dupont a démissionné. Il part.", "M. Dupont a démissionné"),
        ("A-t-il menti ? Non.", "A-t-il menti ?"),
        ("« Jamais ! », dit-elle. Puis elle part.", "« Jamais ! », dit-elle"),
        (
            "L’inflation atteint 6.1 % en juillet. Elle monte.",
            "L’inflation atteint 6.1 % en juillet",
        ),
        ("mot " * 40, "mot " * 23 + "mot mot…"),
    ],
)
def test_a_derived_title_is_the_first_sentence_cut_between_words(sentence: str, title: str) -> None:
    assert read(sentence).title == title


def test_lines_that_are_paragraphs_become_paragraphs() -> None:
    line = (
        "Le conseil municipal a voté le budget, "
        + "après des heures de débat, " * 5
        + "à huis clos."
    )
    assert read(f"{line}\n{line}").body == f"{line}\n\n{line}"
    short = "Le conseil municipal a voté\nle budget, après des heures\nde débat, à huis clos."
    assert read(short).body == short


def test_typography_and_no_break_spaces_stay_in_the_body() -> None:
    text = "« L’œuvre\u00a0» a coûté 10\u00a0000\u202f€ – “trop” pour la coopé\u00adration."
    assert read(text).body == text


def test_windows_text_is_read() -> None:
    article = read("L’été\r\n\r\nIl fait chaud : 40 °C à l’ombre.\r\n".encode("cp1252"))
    assert (article.title, article.body) == ("L’été", "Il fait chaud : 40 °C à l’ombre.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "no text"), (b" \n\xc2\xa0\n", "no text"), ("© AFP".encode(), "a copyright notice")],
)
def test_a_text_without_text_is_unreadable(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        read(content)


def test_the_sample_of_the_project_is_read(data_dir: Path) -> None:
    (file,) = (data_dir / "sample").glob("*.txt")
    article = read(file.read_bytes(), file.name)
    assert article.title_origin == "derived"
    assert article.title.startswith("Un an après le rétablissement")
    assert article.title.endswith("…")
    assert (article.source, article.rights) == ("LaPresse", "© Copyright LaPresse")
    assert article.published is None
    assert "Copyright" not in article.body
    assert len(article.body.split("\n\n")) == 9
