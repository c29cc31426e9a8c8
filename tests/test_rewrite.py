"""From what was typed to what is run."""

import pytest

from newsearch.analysis.french import stem
from newsearch.query.parser import parse
from newsearch.query.queries import (
    BooleanQuery,
    EvidenceQuery,
    FuzzyQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    TermInSetQuery,
    TermQuery,
    TextFields,
    WildcardQuery,
)
from newsearch.query.rewrite import rewrite


def show(query: Query) -> str:
    """A query in a short form that a table can hold: +must, -must_not, #filter, s: stem, f: surface."""
    match query:
        case TermQuery(fields, term):
            return f"{_fields(fields)}{term}"
        case PhraseQuery(fields, terms, slop):
            return f"{_fields(fields)}<{' '.join(terms)}>" + (f"~{slop}" if slop else "")
        case NearQuery(fields, terms, window):
            return f"{_fields(fields)}near<{' '.join(terms)}>{window}"
        case PrefixQuery(fields, prefix):
            return f"{_fields(fields)}{prefix}*"
        case WildcardQuery(fields, pattern):
            return f"{_fields(fields)}{pattern}"
        case FuzzyQuery(fields, term, distance):
            return f"{_fields(fields)}{term}~{distance}"
        case EvidenceQuery(match):
            return show(match)
        case BooleanQuery(must, should, must_not, filters):
            pieces = (
                [f"+{show(one)}" for one in must]
                + [show(one) for one in should]
                + [f"-{show(one)}" for one in must_not]
                + [f"#{show(one)}" for one in filters]
            )
            return f"({' '.join(pieces)})"
        case MatchAllQuery():
            return "ALL"
        case MatchNoneQuery():
            return "NONE"
        case TermInSetQuery() | RangeQuery():
            raise AssertionError("rewriting makes no conditions")


def _fields(fields: TextFields) -> str:
    names = [field.name for field in fields.fields]
    kind = {"stem": "s", "surface": "f", "name": "n"}[names[0].rpartition("_")[2]]
    parts = [name.rpartition("_")[0] for name in names]
    return f"{kind}:" if parts == ["title", "body"] else f"{kind}.{'+'.join(parts)}:"


def full(text: str, **options: object) -> str:
    return show(rewrite(parse(text), **options).full)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "run"),
    [
        ("coopération sécuritaire", "(+s:cooper +s:securitair)"),
        ("COOPERATION SECURITAIRE", "(+s:cooper +s:securitair)"),
        ("l'État", "s:etat"),
        ("les accords de Rabat", "(+s:accord +s:rabat)"),
        ("de la", f"(+s:{stem('de')} +s:{stem('la')})"),
        ("maroco-israéliennes", "(s:<maroco israelien> s:marocoisraelien)"),
        ("microentreprise", "(s:microentrepris s:<micro entreprise>)"),
        ("micro entreprise", "(+(s:micro s:microentrepris) +(s:entreprise s:microentrepris))"),
        ("anti terroriste", "(s:<anti terrorist> s:antiterrorist)"),
        ("expert", "s:expert"),
        ("20 h 30", "s:20h30"),
        ("1 000 soldats", "(+s:1000 +s:soldat)"),
        ('"accord de coopération"', "f:<accord de cooperation>"),
        ("« la une »", "f:<la une>"),
        ('"porte-parole du roi"', "(f:<porte parole du roi> f:<porteparole du roi>)"),
        ('"coopération"', "f:cooperation"),
        ("Maroc -Israël", "(+s:maroc -s:israel)"),
        ("Maroc OU Algérie", "(s:maroc s:algeri)"),
        ("Maroc ET Algérie", "(+s:maroc +s:algeri)"),
        ("coop*", "f:coop*"),
        ("titre:maroc", "s.title:maroc"),
        ("source:Courrier", "(#f.source:courrier)"),
        ('source:"Le Courrier" maroc', "(+(#f.source:<le courrier>) +s:maroc)"),
        ("", "ALL"),
        ("!!!", "NONE"),
    ],
)
def test_a_typed_query_becomes_this_query(typed: str, run: str) -> None:
    assert full(typed) == run


def test_exact_words_match_by_their_surface() -> None:
    assert full("coopération sécuritaire", exact=True) == "(+f:cooperation +f:securitaire)"


def test_only_the_parts_asked_for_are_searched() -> None:
    assert full("maroc", parts=("title",)) == "s.title:maroc"


def test_words_have_a_partial_form_and_quotes_and_conditions_stay_required() -> None:
    partial = rewrite(parse('accord maroc "la paix" source:AFP -sport')).partial
    assert partial is not None
    assert show(partial) == "(+f:<la paix> +(#f.source:afp) s:accord s:maroc -s:sport)"


def test_a_quotation_inside_a_pasted_headline_does_not_bar_partial_matches() -> None:
    partial = rewrite(parse('préfet corse "très préoccupé" reprise vent')).partial
    assert partial is not None
    assert show(partial) == (
        "(s:prefet s:corse f:<tres preoccupe> s:repris s:vent)".replace(
            "repris", stem("reprise")
        ).replace("s:corse", f"s:{stem('corse')}")
    )


@pytest.mark.parametrize("typed", ["maroc", "maroc ET israël", '"accord de paix" maroc', "-maroc"])
def test_what_cannot_match_in_part_has_no_partial_form(typed: str) -> None:
    assert rewrite(parse(typed)).partial is None


def test_evidence_is_the_surface_form_of_each_word_and_the_pairs_they_make() -> None:
    query = rewrite(parse("accords de coopération")).full
    assert isinstance(query, EvidenceQuery)
    assert sorted(show(one) for one in query.evidence) == [
        "f:accords",
        "f:cooperation",
        "s:<accord de>",
        "s:<de cooper>",
    ]


def test_a_word_typed_as_a_name_has_names_as_further_evidence() -> None:
    for typed, expected in (("Tours", ["f:tours", "n:tours"]), ("tours", ["f:tours"])):
        query = rewrite(parse(typed)).full
        assert isinstance(query, EvidenceQuery)
        assert [show(one) for one in query.evidence] == expected
