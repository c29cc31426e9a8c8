"""The article that JSON-LD describes, however it is wrapped, nested or broken."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch.ingest.jsonld import LinkedArticle, read_json_ld

NODE: dict[str, Any] = {
    "@type": "NewsArticle",
    "headline": "Crue &agrave; Saint-Aubin",
    "datePublished": "2021-05-03T18:30:00+02:00",
    "author": {"@type": "Person", "name": "Jeanne Martin"},
    "publisher": {"@type": "Organization", "name": "La Gazette du Causse"},
    "articleSection": ["Société", "Climat"],
    "mainEntityOfPage": {"@id": "https://gazette.example/crue"},
}
OTHER = {"@type": "NewsArticle", "headline": "Autre", "url": "https://gazette.example/autre"}


def read(*values: Any, address: str | None = None) -> LinkedArticle:
    return read_json_ld([json.dumps(value) for value in values], address)


@pytest.mark.parametrize(
    "values",
    [
        [NODE],
        [[NODE]],
        [{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"}, NODE]}],
        [{"@type": "WebPage", "name": "x", "mainEntity": NODE}],
        [{"@type": "BreadcrumbList", "itemListElement": []}, NODE],
        [{**NODE, "@type": ["Thing", "ReportageNewsArticle"]}],
        [{**NODE, "@type": "https://schema.org/NewsArticle"}],
    ],
)
def test_an_article_is_found_wherever_it_is(values: list[Any]) -> None:
    linked = read(*values)
    assert linked.headline == "Crue à Saint-Aubin"
    assert linked.published == "2021-05-03T18:30:00+02:00"
    assert linked.authors == ("Jeanne Martin",)
    assert linked.publisher == "La Gazette du Causse"
    assert linked.section == "Société"
    assert linked.url == "https://gazette.example/crue"


@pytest.mark.parametrize(
    "kind",
    [
        *("Article", "NewsArticle", "ReportageNewsArticle", "OpinionNewsArticle", "BlogPosting"),
        *("AnalysisNewsArticle", "BackgroundNewsArticle", "LiveBlogPosting", "schema:NewsArticle"),
    ],
)
def test_all_kinds_of_articles_are_articles(kind: str) -> None:
    assert read({**NODE, "@type": kind}).headline == "Crue à Saint-Aubin"


@pytest.mark.parametrize(
    "member", ["liveBlogUpdate", "comment", "itemListElement", "hasPart", "mentions", "isPartOf"]
)
def test_what_an_article_holds_or_points_to_is_not_the_page_s_article(member: str) -> None:
    live = {"@type": "LiveBlogPosting", "headline": "En direct", member: [{**NODE}, {**NODE}]}
    assert read(live).headline == "En direct"


def test_quotes_inside_a_headline_do_not_cost_its_date() -> None:
    script = (
        '{"@type": "NewsArticle", "headline": "La "crue" monte", "datePublished": "2021-05-03",'
        ' "author": {"name": "Jeanne "JM" Martin"}}'
    )
    linked = read_json_ld([script])
    assert (linked.headline, linked.published) == ('La "crue" monte', "2021-05-03")


@pytest.mark.parametrize(
    ("value", "free"),
    [
        *((False, False), ("False", False), ("http://schema.org/False", False), ("false", False)),
        *((True, True), ("True", True), (None, None), (0.5, None), ([], None)),
    ],
)
def test_whether_all_may_read_is_spelled_in_many_ways(value: Any, free: bool | None) -> None:
    assert read({**NODE, "isAccessibleForFree": value}).free is free


def test_of_several_articles_the_one_at_the_page_s_address_counts() -> None:
    linked = read([OTHER, NODE], address="https://www.gazette.example/autre?from=home")
    assert linked.headline == "Autre"
    assert read([OTHER, NODE]).headline == "Crue à Saint-Aubin"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Jeanne Martin", ("Jeanne Martin",)),
        (["Jeanne Martin", "Léo Roy", "Jeanne Martin"], ("Jeanne Martin", "Léo Roy")),
        ([{"name": "Jeanne Martin"}, {"name": "Léo Roy"}], ("Jeanne Martin", "Léo Roy")),
        ({"name": ["Jeanne Martin"]}, ("Jeanne Martin",)),
        ("https://gazette.example/jeanne", ()),
        ([], ()),
        ({"name": None}, ()),
        (7, ()),
    ],
)
def test_authors_come_in_every_form(author: Any, names: tuple[str, ...]) -> None:
    assert read({**NODE, "author": author}).authors == names


def test_a_reference_to_another_node_is_followed() -> None:
    person = {"@type": "Person", "@id": "#jm", "name": "Jeanne Martin"}
    assert read({"@graph": [{**NODE, "author": {"@id": "#jm"}}, person]}).authors == (
        "Jeanne Martin",
    )


@pytest.mark.parametrize(
    "script",
    [
        '<![CDATA[ {"@type": "Article", "headline": "Crue"} ]]>',
        '//<![CDATA[\n{"@type": "Article", "headline": "Crue"}\n//]]>',
        '<!-- {"@type": "Article", "headline": "Crue"} -->',
        '{"@type": "Article", "headline": "Crue",}',
        '{"@type": "Article", "headline": "Crue", "keywords": ["a", "b",],}',
        '{"@type": "Article", "headline": "Crue"};',
        '{"@type": "Article", "headline": "Crue"} {"x": 1}',
        '{"@type": "Article", "headline": "Crue", "articleBody": "une\nligne\tbrute"}',
        '{"@type": "Article", "headline": "Crue", "articleBody": "l\\\'eau"}',
        '{"@type": "WebSite"}\n{"@type": "Article", "headline": "Crue"}',
        '{"@type": "Article", /* le titre */ "headline": "Crue"}',
        '{"@type": "Article",\n// le titre\n"headline": "Crue"}',
        '{"@type": "Article"\n"headline": "Crue"\n}',
        '{"@type": "Article", "description": "Le "mot" juste", "headline": "Crue", "x": }',
        '{"@type": "Article", "headline": "Crue", "articleBody": "coupé au mil',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;Crue&quot;}",
    ],
)
def test_the_usual_mistakes_are_mended(script: str) -> None:
    assert read_json_ld([script]).headline == "Crue"


@pytest.mark.parametrize(
    "script",
    ["", "{", "null", "3", '"NewsArticle"', "[" * 100_000, '{"a":' * 50_000, "var x = {};"]
    + [
        f'"{mark * 300_000}' for mark in (" ", "\n", "/*", "//\n", ",", "//", '"\n', '"headline":"')
    ],
)
def test_what_is_no_json_says_nothing(script: str) -> None:
    assert read_json_ld([script]) == LinkedArticle()


def test_a_script_that_is_broken_does_not_hide_the_next() -> None:
    assert read_json_ld(["{", json.dumps(NODE)]).headline == "Crue à Saint-Aubin"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*NODE, "@id", "name", "url"]), inner)
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from([*NODE, "@id", "articleBody", "dateModified"]), VALUES))
def test_values_of_the_wrong_kind_break_nothing(node: dict[str, Any]) -> None:
    read({**node, "@type": "NewsArticle"})
