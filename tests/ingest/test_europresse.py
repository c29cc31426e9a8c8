"""Exports of Europresse become Articles; the samples are written after what public tools read."""

from pathlib import Path

from reading import read_file

TEXT = "La rivière est montée de trois mètres en une nuit, et la rue s’est réveillée sous l’eau."


def make_article(
    title: str = "Crue à Brest",
    header: str = "Bretagne, lundi 3 mai 2021 412 mots, p. 8",
    name: str = "Le Courrier (site web)\n                  Le Courrier, no. 4301",
    below: str = "<div class='docAuthors'>Jeanne Martin; Paul Duc</div>",
    body: str = f"<p>{TEXT}</p><p>Le <mark>maire</mark> a fermé les ponts.</p>",
    number: str = "news·20210503·LCO·1234567",
) -> str:
    return f"""<article><header>
<div class="rdp__DocPublicationName"><span class="DocPublicationName">{name}</span></div>
<div class="rdp__DocHeader"><span class="DocHeader">{header}</span></div>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>{below}
</header><section><div class="DocText clearfix"><div class="docOcurrContainer">{body}</div></div>
</section><footer><div class="Doc-LegalInfo"><small>© 2021 Le Courrier. Tous droits réservés.</small>
</div><div class="publiC-lblNodoc">{number}</div></footer></article>"""


def make_export(*articles: str) -> str:
    style = "<style>.DocHeader { color: red }</style>"
    return f"<!DOCTYPE html><html><head>{style}</head><body>{''.join(articles)}</body></html>"


def test_each_article_of_an_export_is_read(tmp_path: Path) -> None:
    export = make_export(make_article(), make_article("Grève à Lyon", number="x"))
    outcome = read_file(tmp_path, "export.html", export)
    assert outcome.failures == []
    first, second = outcome.articles
    assert first.id == "news-20210503-LCO-1234567"
    assert (first.title, second.title) == ("Crue à Brest", "Grève à Lyon")
    assert first.body == f"{TEXT}\n\nLe maire a fermé les ponts."
    assert (first.source, first.section) == ("Le Courrier", "Bretagne")
    assert first.authors == ("Jeanne Martin", "Paul Duc")
    assert first.published is not None
    assert first.published.isoformat() == "2021-05-03T00:00:00"
    assert first.rights == "© 2021 Le Courrier. Tous droits réservés."
    assert outcome.places == ["export.html:1", "export.html:2"]


def test_a_header_without_section_or_in_english_still_dates(tmp_path: Path) -> None:
    headers = ("lundi 3 mai 2021", "World, Monday, May 3, 2021 412 words", "")
    export = make_export(*(make_article(header=header) for header in headers))
    for article in read_file(tmp_path, "a.html", export).articles:
        assert article.published is not None
        assert article.published.date().isoformat() == "2021-05-03"


def test_escaped_text_and_the_line_on_where_it_appeared_are_understood(tmp_path: Path) -> None:
    body = (
        f"&lt;p&gt;{TEXT}&lt;/p&gt;&lt;p&gt;Fin.&lt;/p&gt;"
        "<p><a href='https://exemple.fr/crue'>Cet article est paru dans Le Courrier</a></p>"
    )
    below = "<p class='sm-margin-bottomNews'>Jeanne Martin</p>"
    export = make_export(make_article(body=body, below=below))
    (article,) = read_file(tmp_path, "a.html", export).articles
    assert article.body == f"{TEXT}\n\nFin."
    assert article.url == "https://exemple.fr/crue"
    assert article.authors == ("Jeanne Martin",)


def test_an_article_without_text_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    export = make_export(make_article(body=""), "<article></article>", make_article())
    outcome = read_file(tmp_path, "a.html", export)
    assert outcome.places == ["a.html:3"]
    assert outcome.failures == ["a.html:1: holds no text", "a.html:2: holds no text"]


def test_exports_cut_anywhere_are_read_or_refused(tmp_path: Path) -> None:
    export = make_export(make_article())
    for end in range(20, len(export), 37):
        outcome = read_file(tmp_path, "a.html", export[:end])
        assert len(outcome.articles) + len(outcome.failures) == 1
