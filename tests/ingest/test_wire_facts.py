"""The facts of agency items, one at a time: moments, names, sections, what replaces what."""

from datetime import datetime

import pytest

from newsearch.article import Article, RawDocument
from newsearch.errors import UnreadableArticle
from newsearch.ingest import read_articles
from newsearch.ingest.media import MediaType
from newsearch.ingest.parties import choose_name, read_people
from newsearch.ingest.subjects import choose_section
from newsearch.ingest.wire import merge_texts
from newsearch.ingest.wiredates import choose_dates, read_moment

G2 = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g">{}</newsItem>'
TEXT = "<contentSet><inlineXML><html><body><p>Le pont est rouvert.</p></body></html></inlineXML></contentSet>"


def read_one(text: str, media_type: MediaType) -> Article:
    (article,) = read_articles(RawDocument("a", text.encode(), media_type, ""))
    return article


def read_g2(inner: str) -> Article:
    return read_one(G2.format(inner), "application/vnd.iptc.g2.newsitem+xml")


def refusal(text: str, media_type: MediaType) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        list(read_articles(RawDocument("a", text.encode(), media_type, "")))
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("20190603T174729+0200", "2019-06-03T17:47:29+02:00", "time"),
        ("20190603T174729Z", "2019-06-03T17:47:29+00:00", "time"),
        ("20190603T174729", "2019-06-03T17:47:29", "time"),
        ("20190603", "2019-06-03T00:00:00", "day"),
        ("2013-03-01T15:09:04.000Z", "2013-03-01T15:09:04+00:00", "time"),
        ("2018-11-21T16:25:32-05:00", "2018-11-21T16:25:32-05:00", "time"),
        ("2016-01-12 12:35:40", "2016-01-12T12:35:40", "time"),
        ("00/09/2018", "2018-09-01T00:00:00", "month"),
        ("Wed, 27 Mar 2024 09:00:14 +0100", "2024-03-27T09:00:14+01:00", "time"),
        ("Mon, 3 Jun 2019 10:00 CEST", "2019-06-03T10:00:00+02:00", "time"),
        ("2019-01-03 10:00:00 CET", "2019-01-03T10:00:00+01:00", "time"),
        ("1558000000", "2019-05-16T09:46:40+00:00", "time"),
        ("24 novembre 2021", "2021-11-24T00:00:00", "day"),
    ],
)
def test_moments_are_read_as_wires_write_them(text: str, moment: str, precision: str) -> None:
    found = read_moment(text)
    assert found
    assert (found.moment.isoformat(), found.precision) == (moment, precision)


@pytest.mark.parametrize("text", ["", None, "20191303", "20190230T000000", "99990101", "hier"])
def test_what_is_no_moment_is_none(text: str | None) -> None:
    assert read_moment(text) is None


def test_an_embargo_is_when_it_came_out_and_a_later_version_is_a_change() -> None:
    created, embargo, changed = map(
        read_moment, ("20210101T060000Z", "20210101T120000Z", "20210101T130000Z")
    )
    assert choose_dates([created], [changed], embargo) == (embargo, changed)
    assert choose_dates([created], [created]) == (created, None)
    assert choose_dates([changed], [created]) == (changed, None)
    assert choose_dates([None], [changed]) == (changed, None)
    assert choose_dates([], []) == (None, None)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Par Jeanne Martin et Ali Ben Salah, à Tunis, AFP", ("Jeanne Martin", "Ali Ben Salah")),
        ("By MARIA CHENG and AL-HADJI KUDRA MALIRO", ("MARIA CHENG", "AL-HADJI KUDRA MALIRO")),
        ("Paulo Santalucia and Frances d'Emilio", ("Paulo Santalucia", "Frances d'Emilio")),
        ("De notre correspondante à Rome, Anna Rossi", ("Anna Rossi",)),
        ("Geir Molnes / La rédaction", ("Geir Molnes",)),
        ("redaction@exemple.fr (Jean Petit)", ("Jean Petit",)),
        ("Le Monde avec AFP", ("Le Monde",)),
        ("ab/de/dl/hmw", ()),
        ("AFP", ()),
        ("admin", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_bylines_name_people_and_no_offices_agencies_or_initials(
    line: str | None, people: tuple[str, ...]
) -> None:
    assert read_people(line) == people


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["nprov:x", "Agence Méridienne"], "Agence Méridienne"),
        (["Le Courrier", "afp.com"], "Le Courrier"),
        (["www.courrier.example", "afp.com", "Le Courrier"], "AFP"),
        (["courrier.example"], "courrier.example"),
        (["", None], None),
    ],
)
def test_the_name_of_a_party_is_the_first_that_is_no_code(
    names: list[str | None], name: str | None
) -> None:
    assert choose_name(names) == name


@pytest.mark.parametrize(
    ("subjects", "named", "section"),
    [
        ([("medtop:20000344", "business"), ("medtop:15054000", "football")], [], "Sport"),
        ([("http://cv.iptc.org/newscodes/mediatopic/11000000", "")], [], "Politique"),
        ([("x:1", "i"), ("x:2", "Transports")], [], "Transports"),
        ([("subj:15000000", "sport")], ["Le Mag"], "Le Mag"),
        ([("TT:11000000:POL", "")], [], "Politique"),
        ([("x", "POL")], ["ALR"], None),
        ([], [], None),
    ],
)
def test_a_section_is_a_named_one_or_the_top_subject_in_french(
    subjects: list[tuple[str, str]], named: list[str], section: str | None
) -> None:
    assert choose_section(subjects, named) == section


def test_renditions_of_one_text_are_one_and_a_lead_stays() -> None:
    lead = ["Le pain a moins augmenté que le blé en un an."]
    body = ["Le blé a doublé en un an.", "Le pain, lui, a moins augmenté, que l'on sache."]
    assert merge_texts([lead, body]) == [*lead, *body]
    assert merge_texts([body, [" ".join(body)]]) == body
    assert merge_texts([body[:1], body]) == body
    assert merge_texts([[], ["…"]]) == []


def test_a_subhead_or_a_slug_is_never_the_headline() -> None:
    lines = "<contentMeta><slugline>pont-ouvert</slugline><headline role='hld:subHeadline'>Sous</headline></contentMeta>"
    article = read_g2(lines + TEXT)
    assert (article.title, article.title_origin) == ("Le pont est rouvert", "derived")


@pytest.mark.parametrize(
    "body",
    [
        "<inlineXML><html><body><p>Un.</p><p>Deux.</p></body></html></inlineXML>",
        "<inlineXML><nitf><body><body.content><p>Un.</p><p>Deux.</p></body.content></body></nitf></inlineXML>",
        "<inlineXML><x:BODY xmlns:x='urn:x'><x:TEXT><x:P>Un.</x:P><x:CITAT>Deux.</x:CITAT></x:TEXT></x:BODY></inlineXML>",
        "<inlineData contenttype='text/html'>&lt;p&gt;Un.&lt;/p&gt;&lt;p&gt;Deux.&lt;/p&gt;</inlineData>",
        "<inlineData><![CDATA[<p>Un.</p><p>Deux.</p>]]></inlineData>",
        "<inlineData>Un.\n\nDeux.</inlineData>",
        "<inlineXML><html><body>Un.<br/><br/>Deux.</body></html></inlineXML>",
        "<inlineXML><html><body><div>Un.<p>Deux.</p></div></body></html></inlineXML>",
        "<inlineData><![CDATA[<nitf><body.content><p>Un.</p><p>Deux.</p></body.content></nitf>]]></inlineData>",
    ],
)
def test_a_body_may_be_written_in_any_way(body: str) -> None:
    assert read_g2(f"<contentSet>{body}</contentSet>").body == "Un.\n\nDeux."


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        ("<itemMeta><pubStatus qcode='stat:withheld'/></itemMeta>" + TEXT, "not to be published"),
        ("<itemMeta><itemClass qcode='ninat:video'/></itemMeta>", "is a video without a caption"),
        ("<contentSet><remoteContent href='a.html'/></contentSet>", "in another file"),
        ("", "holds no text"),
    ],
)
def test_an_item_without_text_says_what_it_is(inner: str, reason: str) -> None:
    assert reason in refusal(G2.format(inner), "application/vnd.iptc.g2.newsitem+xml")


def test_packages_and_lists_of_terms_say_that_they_are_no_news() -> None:
    for root, reason in (("packageItem", "is a package"), ("knowledgeItem", "is a list of terms")):
        text = f"<newsMessage><itemSet><{root}/></itemSet></newsMessage>"
        assert reason in refusal(text, "application/vnd.iptc.g2.newsmessage+xml")


def test_a_picture_with_a_caption_is_an_article() -> None:
    article = read_g2(
        "<itemMeta><itemClass qcode='ninat:picture'/></itemMeta><contentMeta><headline>Le pont</headline>"
        "<description role='drol:caption'>Le pont, mardi.</description></contentMeta>"
    )
    assert (article.title, article.body) == ("Le pont", "Le pont, mardi.")


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_nitf_and_ninjs_that_are_withdrawn_are_no_articles(status: str) -> None:
    nitf = (
        f"<nitf><head><docdata management-status='{status}'/></head><body><body.content><p>Un."
        "</p></body.content></body></nitf>"
    )
    assert "by its agency" in refusal(nitf, "application/nitf+xml")
    ninjs = f'{{"uri": "u", "pubstatus": "{status}", "body_text": "Un.", "versioncreated": "2020"}}'
    assert "by its agency" in refusal(ninjs, "application/vnd.iptc.ninjs+json")


def test_ninjs_comes_in_envelopes_arrays_and_lines() -> None:
    item = '{"guid": "urn:newsml:a:2020:1", "headline": "H", "body_html": "<p>Un.</p><p>Deux.</p>", "pubstatus": "usable"}'
    for text, media_type in (
        (f'{{"data": {{"item": {item}}}}}', "application/vnd.iptc.ninjs+json"),
        (f"[{item}]", "application/json"),
        (item, "application/x-ndjson"),
    ):
        article = read_one(text, media_type)  # type: ignore[arg-type]
        assert (article.title, article.body) == ("H", "Un.\n\nDeux.")


def test_a_headline_is_text_even_where_it_was_markup() -> None:
    headline = "<contentMeta><headline>Le pont &lt;i&gt;neuf&lt;/i&gt; &amp;amp; le gué</headline></contentMeta>"
    assert read_g2(headline + TEXT).title == "Le pont neuf & le gué"


def test_moments_of_a_document_store_are_read() -> None:
    text = '{"guid": "g", "body_text": "Un.", "versioncreated": {"$date": "2020-05-01T10:00:00Z"}, "firstcreated": 1588312800}'
    article = read_one(text, "application/vnd.iptc.ninjs+json")
    assert article.published
    assert article.published.isoformat() == "2020-05-01T06:00:00+00:00"
    assert article.modified


def test_a_moment_without_a_zone_stays_without() -> None:
    article = read_g2(
        "<itemMeta><versionCreated>2020-05-01T10:00:00</versionCreated></itemMeta>" + TEXT
    )
    assert article.published == datetime(2020, 5, 1, 10)
    assert article.published.tzinfo is None
