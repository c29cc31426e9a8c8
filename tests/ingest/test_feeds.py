"""RSS and Atom: every entry an article, with its text, its facts, and nothing around them."""

import pytest

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.sniffing import sniff

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rss [<!ENTITY eacute "é"> <!ENTITY xxe SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Actualit&eacute;s - Le Courrier du Lac</title><link>https://www.courrierdulac.example/</link>
<language>fr-fr</language><copyright>© Le Courrier du Lac</copyright>
<item><title><![CDATA[ Le pont de l'&Icirc;le rouvre ]]></title><link>https://www.courrierdulac.example/pont</link>
 <guid isPermaLink="false">courrier-1</guid><pubDate>Wed, 27 Mar 2024 09:00:14 +0100</pubDate>
 <dc:creator>Nora Haddad avec AFP</dc:creator><category>Région</category><category>Ponts</category>
 <description>Le pont rouvre enfin.</description>
 <content:encoded><![CDATA[<p>Le pont de l'Île a <b>rouvert</b> mercredi.</p><p>Deux ans de travaux&nbsp;!</p>
  <figure><img src="x.jpg"/><figcaption>Le pont.</figcaption></figure><p>À lire aussi : le tunnel</p>
  <script>alert(1)</script>]]></content:encoded>
 <media:content url="x.jpg"><media:description type="plain">Le pont, vu du lac.</media:description></media:content></item>
<item><title>Le tunnel attend</title><link>https://www.courrierdulac.example/tunnel</link>
 <description>&lt;p&gt;Le tunnel attendra &lt;i&gt;2026&lt;/i&gt;.&lt;/p&gt; &xxe;</description>
 <media:content url="y.jpg"><media:description type="plain">Une légende bien plus longue que le texte.</media:description></media:content></item>
<item><title>Sans texte</title><link>https://www.courrierdulac.example/vide</link></item>
</channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.example/"><title>Gazette</title></channel>
<item rdf:about="https://a.example/1"><title>La foire ouvre</title><link>https://a.example/1</link>
<description>La foire ouvre samedi.</description><dc:date>2012-05-04T08:00:00+02:00</dc:date>
<dc:creator>Paul Meunier</dc:creator></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Gazette du Lac</title>
<id>https://a.example/</id><entry><id>tag:a.example,2021:entry-00042</id><title type="html">Les &lt;i&gt;foins&lt;/i&gt;</title>
<link href="https://a.example/foins"/><published>2021-06-01T08:00:00+02:00</published><updated>2021-06-02T08:00:00+02:00</updated>
<author><name>Paul Meunier</name></author><summary>Court.</summary><rights>CC BY</rights>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Les foins ont commencé.</p><p>La pluie les menace.</p></div></content>
</entry></feed>"""


def read(text: str, media_type: str = "") -> tuple[list[Article], list[UnreadableArticle]]:
    failures: list[UnreadableArticle] = []
    content = text.encode()
    kind = media_type or sniff(content, ".xml", "feed.xml")
    raw = RawDocument("feed.xml", content, kind, "")
    return list(read_articles(raw, on_error=failures.append)), failures


def test_an_entry_of_rss_gives_its_full_text_and_its_facts() -> None:
    (bridge, tunnel), failures = read(RSS)
    assert bridge.title == "Le pont de l'Île rouvre"
    assert bridge.body == "Le pont de l'Île a rouvert mercredi.\n\nDeux ans de travaux\u00a0!"
    assert bridge.authors == ("Nora Haddad",)
    assert (bridge.agency, bridge.source) == ("AFP", "Le Courrier du Lac")
    assert (bridge.section, bridge.language) == ("Région", "fr")
    assert bridge.url == "https://www.courrierdulac.example/pont"
    assert bridge.published
    assert bridge.published.isoformat() == "2024-03-27T09:00:14+01:00"
    assert (bridge.rights, bridge.within) == ("© Le Courrier du Lac", "#courrier-1")
    assert (tunnel.title, tunnel.published) == ("Le tunnel attend", None)
    assert tunnel.body.startswith("Le tunnel attendra 2026.")
    assert "root:" not in tunnel.body
    assert [failure.reason for failure in failures] == ["holds a headline and no text"]


def test_rss_1_is_read() -> None:
    ((article,), _) = read(RDF)
    assert (article.title, article.body) == ("La foire ouvre", "La foire ouvre samedi.")
    assert article.published
    assert article.published.isoformat() == "2012-05-04T08:00:00+02:00"
    assert (article.authors, article.source) == (("Paul Meunier",), "Gazette")


def test_atom_with_xhtml_is_read() -> None:
    ((article,), _) = read(ATOM)
    assert article.title == "Les foins"
    assert article.body == "Les foins ont commencé.\n\nLa pluie les menace."
    assert article.published
    assert article.modified
    assert (article.published.day, article.modified.day) == (1, 2)
    assert (article.language, article.rights) == ("fr", "CC BY")
    assert article.authors == ("Paul Meunier",)


def test_an_entry_keeps_its_id_when_the_feed_moves_on() -> None:
    ((first,), _) = read(ATOM)
    newer = ATOM.replace(
        "<entry>",
        "<entry><id>tag:a.example,2021:entry-00043</id><title>N</title><summary>Neuf.</summary></entry><entry>",
        1,
    )
    articles, _ = read(newer)
    assert first.id in {article.id for article in articles}
    assert len({article.id for article in articles}) == 2


@pytest.mark.parametrize("cut", range(200, len(ATOM), 97))
def test_a_feed_that_is_cut_is_read_or_refused(cut: int) -> None:
    read(ATOM[:cut], "application/atom+xml")


def test_what_is_a_file_or_an_address_is_never_opened() -> None:
    for text in ("/etc/passwd", "https://a.example/feed", "file:///etc/passwd"):
        articles, failures = read(text, "application/rss+xml")
        assert articles == []
        assert [failure.reason for failure in failures] == ["is a feed without an entry"]
