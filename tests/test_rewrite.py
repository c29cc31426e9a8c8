"""From what was typed to what is run."""

import pytest

from newsearch.analysis.french import stem
from newsearch.query.parser import parse
from newsearch.query.queries import (
    BooleanQuery,
    EvidenceQuery,
    FuzzyQuery,
    LeadQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PairQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    Rescore,
    TermInSetQuery,
    TermQuery,
    TextFields,
    WildcardQuery,
)
from newsearch.query.ranking import Ranking
from newsearch.query.rewrite import rewrite


def show(query: Query) -> str:  # noqa: PLR0912 - a case a class
    """A query in a short form that a table can hold: +must, -must_not, #filter, s: stem, f: surface."""
    match query:
        case TermQuery(fields, term):
            return f"{_fields(fields)}{term}"
        case PhraseQuery(fields, terms, slop):
            return f"{_fields(fields)}<{' '.join(terms)}>" + (f"~{slop}" if slop else "")
        case PairQuery(fields, first, second):
            return f"{_fields(fields)}<{first} {second}>"
        case LeadQuery(fields, term, span):
            return f"{_fields(fields)}{term}<{span}"
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


def stemmed(term: str) -> Query:
    return TermQuery(Ranking().text_fields("stem", ("title", "body")), term)


def evidence_of(query: Query) -> list[str]:
    assert isinstance(query, EvidenceQuery)
    return [show(one) for one in query.evidence]


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
    partial = rewrite(parse('préfet corse "très inquiet" reprise vent')).partial
    assert partial is not None
    assert show(partial) == "(s:prefet s:corse f:<tres inquiet> s:tres s:inquiet s:reprise s:vent)"


def test_questions_are_about_their_other_words() -> None:
    assert full("pourquoi est-ce que le préfet hésite") == "(+s:prefet +s:hesit)"
    assert full("pourquoi") == "s:pourquoi"


def test_more_words_than_are_typed_are_a_pasted_headline_and_ranked_by_score_alone() -> None:
    assert not rewrite(parse("préfet corse inquiet vent")).pasted
    assert rewrite(parse("préfet corse inquiet vent violent")).pasted
    assert rewrite(parse("préfet corse"), ranking=Ranking(typed_words=1)).pasted


def test_names_are_no_evidence_among_the_many_words_of_a_headline() -> None:
    typed = "Bastia préfet inquiet reprise vent violent"
    assert "n:bastia" in evidence_of(rewrite(parse("Bastia préfet")).full)
    assert "n:bastia" not in evidence_of(rewrite(parse(typed)).full)


def test_where_words_stand_weighs_the_best_articles_only() -> None:
    rewritten = rewrite(parse("accords de coopération"))
    assert rewritten.rescore == Rescore(
        evidence=rewritten.rescore.evidence if rewritten.rescore else (),
        parts=(stemmed("accord"), stemmed("cooper")),
        coordination=0.3,
        window=100,
    )
    assert [show(one) for one in rewritten.rescore.evidence] == [
        "s.body:accord<100",
        "s:<accord de>",
        "s:<de cooper>",
        "s.body:cooper<100",
    ]


def test_where_words_stand_counts_in_every_branch_of_a_query_but_not_in_what_it_excludes() -> None:
    rescore = rewrite(parse("(accord maritime) OU (pêche -quota)")).rescore
    assert rescore is not None
    assert [show(one) for one in rescore.evidence if isinstance(one, LeadQuery)] == [
        "s.body:accord<100",
        "s.body:maritim<100",
        "s.body:peche<100",
    ]


@pytest.mark.parametrize("typed", ["maroc", "maroc ET israël", '"accord de paix" maroc', "-maroc"])
def test_what_cannot_match_in_part_has_no_partial_form(typed: str) -> None:
    assert rewrite(parse(typed)).partial is None


def test_evidence_is_the_surface_form_of_each_word() -> None:
    assert evidence_of(rewrite(parse("accords de coopération")).full) == [
        "f:accords",
        "f:cooperation",
    ]


def test_a_word_typed_as_a_name_has_names_as_further_evidence() -> None:
    for typed, expected in (("Tours", ["f:tours", "n:tours"]), ("tours", ["f:tours"])):
        query = rewrite(parse(typed)).full
        assert isinstance(query, EvidenceQuery)
        assert [show(one) for one in query.evidence] == expected


def test_evidence_of_a_choice_is_had_of_the_whole_query_unless_the_choice_has_several_words() -> (
    None
):
    full = rewrite(parse("accord OU (pêche -gaz) OU maroc")).full
    assert isinstance(full, EvidenceQuery)
    assert [one.term for one in full.evidence if isinstance(one, TermQuery)] == ["accord", "maroc"]
    assert isinstance(full.match, BooleanQuery)
    assert [type(one) for one in full.match.should] == [TermQuery, EvidenceQuery, TermQuery]
