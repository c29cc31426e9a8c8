"""Small pages with a known outcome: what is read, from where, and what is left out."""

from pathlib import Path

import pytest
from pages import BODY, P1, P2, P3, PARAGRAPHS, page, read

from newsearch.article import RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import articles, read_articles


def test_json_ld_says_everything() -> None:
    article = read(
        page(
            """<link rel="canonical" href="https://gazette.example/crue">
            <script type="application/ld+json">{"@type": "NewsArticle", "headline": "Crue : la nuit la
            plus longue", "datePublished": "2021-05-03T18:30:00+02:00",
            "dateModified": "2021-05-04T08:00:00+02:00", "author": [{"name": "Jeanne Martin"}],
            "publisher": {"name": "La Gazette du Causse"}, "articleSection": "Société",
            "inLanguage": "fr"}</script>""",
            "<h1>Crue : la nuit la plus longue</h1>",
        )
    )
    assert (article.title, article.title_origin) == ("Crue : la nuit la plus longue", "meta")
    assert article.body == BODY
    assert (article.authors, article.authors_origin) == (("Jeanne Martin",), "json-ld")
    assert (article.source, article.source_origin) == ("La Gazette du Causse", "meta")
    assert article.published
    assert article.published.isoformat() == "2021-05-03T18:30:00+02:00"
    assert (article.published_precision, article.published_origin) == ("time", "json-ld")
    assert not article.suspect
    assert article.modified
    assert article.modified.isoformat() == "2021-05-04T08:00:00+02:00"
    assert article.section == "Société"
    assert article.language == "fr"
    assert article.url == "https://gazette.example/crue"


def test_open_graph_and_article_metas_say_it_too() -> None:
    article = read(
        page(
            """<meta property="og:title" content="Crue : la nuit la plus longue">
            <meta property="og:site_name" content="Radio Estran">
            <meta property="og:url" content="https://estran.example/crue">
            <meta property="article:published_time" content="2021-05-03">
            <meta property="article:author" content="https://estran.example/jm">
            <meta name="author" content="Par Jeanne Martin et Léo Roy">
            <meta property="article:section" content="Météo">"""
        )
    )
    assert article.title == "Crue : la nuit la plus longue"
    assert article.source == "Radio Estran"
    assert article.url == "https://estran.example/crue"
    assert article.authors == ("Jeanne Martin", "Léo Roy")
    assert article.published
    assert (article.published.isoformat(), article.published_precision) == (
        "2021-05-03T00:00:00",
        "day",
    )
    assert article.section == "Météo"


def test_dublin_core_says_it_too() -> None:
    article = read(
        page(
            """<meta name="DC.title" content="Crue"><meta name="DC.creator" content="Jeanne Martin">
            <meta name="DC.date.issued" content="2021-05-03"><meta name="DC.publisher" content="Estran">"""
        )
    )
    assert (article.title, article.authors, article.source) == (
        "Crue",
        ("Jeanne Martin",),
        "Estran",
    )
    assert article.published_origin == "meta"


def test_a_page_without_metadata_is_read_as_it_is_seen() -> None:
    article = read(
        page(
            "<title>Crue : la nuit la plus longue | Radio Estran</title>",
            "<h1>Crue : la nuit la plus longue</h1><p class='infos'>Par Jeanne Martin – "
            "Publié le 3 mai 2021 à 18h30</p>",
        )
    )
    assert article.title == "Crue : la nuit la plus longue"
    assert (article.authors, article.authors_origin) == (("Jeanne Martin",), "text")
    assert article.published
    assert article.published.isoformat() == "2021-05-03T18:30:00"
    assert article.published_origin == "text"
    assert article.source == "Radio Estran"
    assert article.body == BODY


@pytest.mark.parametrize(
    ("top", "iso", "origin"),
    [
        ('<h1>Crue</h1><time datetime="2021-05-03T18:30:00Z">hier</time>', "2021-05-03T18:30:00+00:00", "meta"),
        ('<h1>Crue</h1><p>Publié le <time datetime="2021-05-03T18:30:00Z">3 mai 2021</time></p>', "2021-05-03T18:30:00+00:00", "meta"),
        # A machine's date that contradicts what people read is that of a change.
        ('<h1>Crue</h1><time datetime="2021-05-09T10:00:00Z">Publié le 3 mai 2021</time>', "2021-05-03T00:00:00", "text"),
        ("<h1>Crue</h1><span>3 mai 2021</span>", "2021-05-03T00:00:00", "text"),
        ('<h1>Crue</h1><span itemprop="datePublished" content="2021-05-03"></span>', "2021-05-03T00:00:00", "meta"),
        ('<h1>Crue</h1><p>Mis à jour le <time datetime="2021-05-09">9 mai 2021</time></p>', None, "none"),
        (f"<h1>Crue</h1><p>Le préfet est venu le 3 mai 2021. {P1}</p>", None, "none"),
    ],
)  # fmt: skip
def test_only_a_date_that_dates_the_article_counts(top: str, iso: str | None, origin: str) -> None:
    article = read(page("<title>Crue</title>", top))
    assert (article.published.isoformat() if article.published else None) == iso
    assert article.published_origin == origin


def test_the_day_of_the_visit_on_top_of_the_page_dates_nothing() -> None:
    text = page("<title>Crue</title>").replace(
        "<nav>", "<header><p>lundi 9 novembre 2026</p></header><nav>"
    )
    assert read(text).published is None
    assert read(text.replace("<article>", "<article><h1>Crue</h1>")).published is None


def test_the_day_in_the_address_dates_a_page_that_does_not_say() -> None:
    head = '<link rel="canonical" href="https://estran.example/2021/05/03/crue-saint-aubin">'
    article = read(page(head, "<h1>Crue</h1>"), "2019-01-01.html")
    assert article.published
    assert article.published.date().isoformat() == "2021-05-03"
    unsaid = read(page("", "<h1>Crue</h1>"), "2019-01-01.html")
    assert unsaid.published_origin == "filename"


def test_readers_comments_date_and_sign_nothing() -> None:
    comments = (
        '<section id="comments"><div class="comment"><span class="author">Par Zoé Lin</span>'
        '<time itemprop="datePublished" datetime="2022-01-01">1 janvier 2022</time><p>Bravo.</p></div></section>'
    )
    article = read(page("", "<h1>Crue</h1>", bottom=comments))
    assert article.published is None
    assert article.authors == ()
    assert article.body == BODY


@pytest.mark.parametrize(
    ("head", "heading", "title"),
    [
        ("<title>Crue : la nuit | Radio Estran</title>", "Crue : la nuit", "Crue : la nuit"),
        ("<title>Radio Estran - Crue : la nuit</title>", "", "Radio Estran - Crue : la nuit"),
        ('<meta property="og:title" content="Crue : la nuit - Estran"><meta property="og:site_name" content="Estran">', "", "Crue : la nuit"),
        ('<meta property="og:title" content="Crue : la nuit la plus…">', "Crue : la nuit la plus longue", "Crue : la nuit la plus longue"),
        ('<meta property="og:title" content="Crue : l’eau">', "Crue&nbsp;: l'eau", "Crue : l’eau"),
        ("<title>Estran</title>", "La nuit la plus longue", "La nuit la plus longue"),
        ('<meta property="og:title" content="L&amp;#039;eau &amp;amp; le feu">', "", "L'eau & le feu"),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_site(head: str, heading: str, title: str) -> None:
    article = read(page(head, f"<h1>{heading}</h1>" if heading else ""))
    assert article.title == title


def test_a_page_without_a_title_gets_one_from_its_text() -> None:
    article = read(page())
    assert article.title_origin == "derived"
    assert article.title.startswith("La rivière est montée")


@pytest.mark.parametrize(
    "noise",
    [
        "<figure><img src='x'><figcaption>Le pont, hier. © Photo Claire Dumas</figcaption></figure>",
        "<p>À lire aussi : Le barrage de tous les dangers</p>",
        "<p><strong>Lire aussi</strong> <a href='x'>Le barrage de tous les dangers</a></p>",
        "<div class='newsletter'><p>Recevez chaque matin notre lettre d’information.</p></div>",
        "<aside><h2>Les plus lus</h2><ul><li><a href='x'>Sécheresse</a></li></ul></aside>",
        "<p>Abonnez-vous pour lire la suite</p>",
        "<div class='share-buttons'><p>Partager sur un réseau</p></div>",
        "<p>Temps de lecture : 3 min</p>",
        "<p>© Radio Estran 2021. Tous droits réservés.</p>",
        "<script>var p = '<p>Un piège</p>';</script>",
        "<div class='en-savoir-plus'><p>La Gazette, c’est aussi une radio.</p></div>",
    ],
)
def test_what_stands_around_the_article_is_left_out(noise: str) -> None:
    body = f"<p>{P1}</p><p>{P2}</p>{noise}<p>{P3}</p>{noise}"
    assert read(page("", "<h1>Crue</h1>", body)).body == BODY


def test_a_box_that_holds_the_article_is_kept_whatever_its_name() -> None:
    assert (
        read(page("", "<h1>Crue</h1>", f"<div class='paywall related'>{PARAGRAPHS}</div>")).body
        == BODY
    )


def test_an_old_page_without_paragraphs_inside_a_form_is_read() -> None:
    text = f"<html><body><form><table><tr><td>{P1}<br><br>{P2}<br><br>{P3}</td></tr></table></form></body></html>"
    assert all(paragraph in read(text).body for paragraph in (P1, P2, P3))


def test_headings_lists_and_quotations_are_paragraphs_of_the_body() -> None:
    body = (
        f"<p>{P1}</p><h2>La rue basse</h2><p>{P2}</p><blockquote><p>Rien à sauver.</p></blockquote>"
        f"<ul><li>le four de la boulangerie ;</li><li>la cave de l’école.</li></ul><p>{P3}</p>"
    )
    assert read(page("", "<h1>Crue</h1>", body)).body.split("\n\n") == [
        P1,
        "La rue basse",
        P2,
        "Rien à sauver.",
        "le four de la boulangerie ;",
        "la cave de l’école.",
        P3,
    ]


def test_an_article_body_with_paragraphs_beats_the_extraction() -> None:
    linked = "\\n\\n".join(text.replace('"', "&quot;") for text in (P1, P2, P3))
    head = f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{linked}"}}</script>'
    noise = "<p>Une légende sans aucune marque, que rien ne distingue du texte.</p>"
    assert read(page(head, "<h1>Crue</h1>", PARAGRAPHS + noise)).body == BODY


def test_an_article_body_that_is_a_teaser_does_not() -> None:
    head = (
        f'<script type="application/ld+json">{{"@type": "Article", "articleBody": "{P1}"}}</script>'
    )
    assert read(page(head, "<h1>Crue</h1>")).body == BODY


def test_a_page_that_has_only_a_description_gives_that() -> None:
    article = read(
        f'<html><head><meta property="og:description" content="{P1}"></head><body></body></html>'
    )
    assert article.body == P1


def test_the_footer_of_the_page_names_its_owner_when_nothing_better_does() -> None:
    foot = "<footer><p>© <a href='/'>Radio Estran</a> 2021 – Tous droits réservés</p></footer>"
    article = read(page("", "<h1>Crue</h1>", bottom=foot))
    assert (article.source, article.source_origin) == ("Radio Estran", "text")
    assert article.rights == "© Radio Estran 2021 – Tous droits réservés"
    named = read(page('<meta property="og:site_name" content="Estran">', bottom=foot))
    assert (named.source, named.source_origin) == ("Estran", "meta")


def test_no_break_spaces_stay_in_what_is_shown_but_not_in_names() -> None:
    text = P1.replace("trois mètres", "3\u00a0000\u202fmm").replace(", et", "\u00a0: et")
    head = (
        '<meta property="og:title" content="Crue&nbsp;: la nuit">'
        '<meta name="author" content="Jeanne&nbsp;Martin">'
    )
    markup = text.replace("\u00a0", "&nbsp;").replace("\u202f", "&#8239;")
    for shown in (text, markup):
        article = read(page(head, "<h1>Crue&nbsp;: la nuit</h1>", f"<p>{shown}</p><p>{P2}</p>"))
        assert article.body == f"{text}\n\n{P2}"
        assert article.title == "Crue\u00a0: la nuit"
        assert article.authors == ("Jeanne Martin",)


def test_no_escape_hidden_in_entities_or_json_reaches_an_article() -> None:
    head = (
        "<title>Crue&#27;[31m</title><meta property='og:site_name' content='Es&#27;[2Jtran'>"
        "<meta name='author' content='Jeanne&#x1b;[0m Martin'>"
        "<link rel=canonical href='https://a.example/&#27;[31m'>"
        '<script type="application/ld+json">{"@type": "Article", "headline": "Crue \\u001b[31m",'
        '"articleSection": "So\\u009bciété", "publisher": "Es\\u001btran"}</script>'
    )
    foot = "<footer><p>© Radio &#27;[5mEstran 2021</p></footer>"
    article = read(
        page(head, "<h1>Crue&#27;[31m</h1>", f"<p>&#27;[31m{P1}</p><p>{P2}&#155;</p>", foot)
    )
    texts = (*article.to_dict().values(), *article.authors)
    assert not any("\x1b" in str(text) or "\x9b" in str(text) for text in texts)
    assert article.body.startswith(P1)


def test_soft_hyphens_that_scripts_put_into_pages_are_taken_out() -> None:
    body = PARAGRAPHS.replace("rivière", "ri\u00advi&shy;ère")
    assert read(page("", "<h1>Crue</h1>", body)).body == BODY


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
def test_pages_in_other_encodings_read_the_same(codec: str) -> None:
    text = page("", "<h1>Crue</h1>").replace('charset="utf-8"', 'charset="iso-8859-1"')
    assert read(text.encode(codec)).body == BODY


def test_mojibake_that_a_page_was_saved_with_is_mended() -> None:
    text = page("", "<h1>Crue</h1>")
    article = read(text.encode().decode("cp1252", errors="ignore").encode())
    assert "La rivière est montée de trois mètres" in article.body


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"<html><body><script>x()</script></body></html>", b"<!doctype html>"],
)
def test_a_page_without_an_article_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableArticle, match="without any article text"):
        read(content)


def test_files_and_pages_of_a_folder_are_read_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "b.html").write_text(page("", "<h1>Crue</h1>"), encoding="utf-8")
    (tmp_path / "c.html").write_text("<html></html>", encoding="utf-8")
    errors: list[UnreadableArticle] = []
    found = list(articles([tmp_path], base=tmp_path, on_error=errors.append))
    assert [article.path for article in found] == ["a.txt", "b.html"]
    assert [error.locator for error in errors] == ["c.html"]
    with pytest.raises(UnreadableArticle):
        list(articles([tmp_path]))


def test_an_unknown_media_type_is_unreadable() -> None:
    with pytest.raises(UnreadableArticle, match="no reader"):
        list(read_articles(RawDocument("a", b"", "image/png", "")))


def test_a_page_made_of_boxes_only_is_read_by_its_boxes() -> None:
    text = (
        "<html><head><title>Crue : la nuit la plus longue - La Gazette</title></head><body><div id=menu>"
        "<a href=x>Accueil</a></div><div class=titre>Crue : la nuit la plus longue</div><div class=texte>"
        f"<div>{P1}</div><div>{P2}</div><div>{P3}</div></div></body></html>"
    )
    article = read(text)
    assert (article.title, article.body) == ("Crue : la nuit la plus longue", BODY)


def test_the_initials_of_a_desk_are_no_text() -> None:
    body = f"<p>SAINT-AUBIN (AFP) – {P1}</p><p>{P2}</p><p>{P3}</p><p>abc-def/gh</p><p>© AFP</p>"
    assert read(page("", "<h1>Crue</h1>", body)).body.endswith(P3)
