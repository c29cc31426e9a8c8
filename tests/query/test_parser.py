"""Typed text → tree."""

import sys
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsearch.query.balance import MAX_DEPTH
from newsearch.query.lexemes import cut
from newsearch.query.lexer import MAX_CLAUSES, read_lexemes
from newsearch.query.parser import MAX_SLIPS, parse
from newsearch.query.syntax import (
    All,
    And,
    Empty,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)


def words(*texts: str) -> All:
    return All(tuple(Word(text) for text in texts))


def messages(text: str) -> list[str]:
    return [slip.message for slip in parse(text).warnings]


def nodes(node: Node) -> list[Node]:
    """The node and everything below it."""
    match node:
        case Field(_, inner) | Not(inner):
            return [node, *nodes(inner)]
        case And(inners) | Or(inners) | All(inners):
            return [node, *(below for inner in inners for below in nodes(inner))]
        case _:
            return [node]


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("", Empty()),
        (" \t\n", Empty()),
        ("mali", Word("mali")),
        ("coopération sécuritaire", words("coopération", "sécuritaire")),
        ('"la une"', Phrase("la une")),
        ("«\u202fla\u00a0une\u202f»", Phrase("la une")),
        ("“la une”", Phrase("la une")),
        ("„la une“", Phrase("la une")),
        ("„la une”", Phrase("la une")),
        ('"la une"~4', Phrase("la une", 4)),
        ('"la une"~0', Phrase("la une")),
        ('« il a dit "non" hier »', Phrase("il a dit non hier")),
        ('"le « oui » l’emporte"', Phrase("le oui l’emporte")),
        ("coop*", Prefix("coop")),
        ("coop**", Prefix("coop")),
        ("coop.*", Prefix("coop")),
        ("c?op*n", Wildcard("c?op*n")),
        ("c?op*", Wildcard("c?op*")),
        ("gantz~", Fuzzy("gantz", 1)),
        ("gantz~2", Fuzzy("gantz", 2)),
        ("g20~", Fuzzy("g20", 1)),
        ("-mali", Not(Word("mali"))),
        ('-"la une"', Not(Phrase("la une"))),
        ("-(a b)", Not(words("a", "b"))),
        ("SAUF mali", Not(Word("mali"))),
        ("a NOT b", All((Word("a"), Not(Word("b"))))),
        ("a ET SAUF b", And((Word("a"), Not(Word("b"))))),
        ("a AND b ET c", And((Word("a"), Word("b"), Word("c")))),
        ("a OR b OU c", Or((Word("a"), Word("b"), Word("c")))),
        ("a + b", And((Word("a"), Word("b")))),
        ("+a b", All((And((Word("a"),)), Word("b")))),
        ("a b ET c OU d", Or((And((words("a", "b"), Word("c"))), Word("d")))),
        ("(a b) c", words("a", "b", "c")),
        ("(a OU b) OU c", Or((Word("a"), Word("b"), Word("c")))),
        ("(a ET b) ET c", And((Word("a"), Word("b"), Word("c")))),
        ("-(-a)", Not(Not(Word("a")))),
        ("titre:mali", Field("title", Word("mali"))),
        ("Titre:mali", Field("title", Word("mali"))),
        ("TITLE:mali", Field("title", Word("mali"))),
        ("body:coop*", Field("body", Prefix("coop"))),
        ('auteur:"Marie Dupont"', Field("author", Phrase("Marie Dupont"))),
        ("source:(AFP OU Reuters)", Field("source", Or((Word("AFP"), Word("Reuters"))))),
        ("section:sport", Field("section", Word("sport"))),
        ("-titre:mali", Not(Field("title", Word("mali")))),
        ("titre:-mali", Not(Field("title", Word("mali")))),
        ("titre:(source:x)", Field("title", Field("source", Word("x")))),
        ("titre:l'«Humanité»", Field("title", Phrase("Humanité"))),
        ('-l’"Humanité"', Not(Phrase("Humanité"))),
        ("titre:OU", Field("title", Word("ou"))),
        ("-ET", Not(Word("et"))),
        ("a (ET b)", words("a", "et", "b")),
        ("a SAUF SAUF b", All((Word("a"), Not(Word("b"))))),
        ("a ET OU b", Or((words("a", "et"), Word("b")))),
        ("SAUF", Word("sauf")),
        ("Source: AFP", words("Source", "AFP")),
        ("titre:", Word("titre")),
        ("x titre:)", words("x", "titre")),
        ('titre:"" mali', Word("mali")),
        ("titre:() mali", Word("mali")),
        ("-() mali", Word("mali")),
        ("SAUF () mali", Word("mali")),
        ("-* mali", Word("mali")),
    ],
)
def test_a_text_means_this_tree(typed: str, tree: Node) -> None:
    assert parse(typed).tree == tree


@pytest.mark.parametrize(
    "word",
    [
        "porte-parole",
        "Nord-Pas-de-Calais",
        "maroco-israéliennes",
        "l'État",
        "aujourd’hui",
        "rock'n'roll",
        "https://x.example/z?a=b*c~d",
        "www.x.example",
        "lemag.example/z?a=b",
        "20:30",
        "3,5",
        "1,2,3",
        "24/11/2021",
        "contact@x.example",
        "C++",
        "C#",
        "Canal+",
        "n°",
        "#COP26",
        "@le_ministere",
        "100€",
        "€",
        "O.T.A.N.",
        "l'U.E.",
        "étudiant(e)s",
        "étudiant·e·s",
        "AT&T",
        "et/ou",
        "Climat:accord",
        "cafe\u0301",
        "مالي",
        "日本",
    ],
)
def test_this_stays_one_word(word: str) -> None:
    for typed in (word, f"({word})", f"{word}, ", f"« {word}", f"{word} !"):
        assert parse(typed).tree in {Word(word), Phrase(word)}
    assert parse(f"-{word}").tree == Not(Word(word))
    assert parse(f"titre:{word}").tree == Field("title", Word(word))
    assert parse(f"a OU {word}").tree == Or((Word("a"), Word(word)))


@pytest.mark.parametrize("punctuation", ["-", " - ", "—", "–", "...", "…", ":", "!", "?", "'", "’", "~", "/", "&", "_", "|"])  # fmt: skip
def test_this_alone_is_punctuation(punctuation: str) -> None:
    assert parse(f"a {punctuation} b").tree == words("a", "b")
    assert messages(f"a {punctuation} b") == []
    assert parse(punctuation).tree == Empty()


@pytest.mark.parametrize("typed", ["a--b", "a -, b", "a —b", "a –b", "a,-b", '"a"-b', "a- b"])
def test_a_hyphen_that_is_not_before_a_word_after_a_blank_negates_nothing(typed: str) -> None:
    assert not any(isinstance(node, Not) for node in nodes(parse(typed).tree))


@pytest.mark.parametrize(
    "headline",
    [
        "MÉDAILLE D'OR OU ARGENT",
        "LA PAIX OU LA MORT",
        "GUERRE ET PAIX À L'OPÉRA",
        "« LA UNE » OU MONDIALISATION",
        "CORONAVIRUS OU GRIPPE",
    ],
)
def test_a_headline_in_capitals_has_no_operators(headline: str) -> None:
    query = parse(headline)
    assert not any(isinstance(node, And | Or | Not) for node in nodes(query.tree))
    assert len(query.warnings) == 1
    assert str(query) == headline.replace("« ", '"').replace(" »", '"')


@pytest.mark.parametrize(
    "typed",
    [
        "OTAN OU ONU",
        "O.T.A.N. OU O.N.U.",
        "MAROC ET MALI",
        "TOUT SAUF LUI",
        "OTAN SAUF (ONU OU UE)",
        "2013 OU 2014",
        '"A B" OU "C D"',
        "médaille OU ARGENT",
        "titre:MÉDAILLE OU ARGENT",
    ],
)
def test_acronyms_years_quotes_and_small_letters_leave_operators_alive(typed: str) -> None:
    query = parse(typed)
    assert any(isinstance(node, And | Or | Not) for node in nodes(query.tree))
    assert query.warnings == ()
    assert str(query) == typed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("MÉDAILLE -ARGENT", "MÉDAILLE -ARGENT"),
        ("MÉDAILLE + ARGENT", "MÉDAILLE + ARGENT"),
        ("MÉDAILLE -(ARGENT BRONZE)", "MÉDAILLE -(ARGENT BRONZE)"),
        ("OTAN -ONU", "OTAN SAUF ONU"),
        ("médaille -ARGENT", "médaille SAUF ARGENT"),
    ],
)
def test_signs_print_as_signs_only_where_words_would_be_a_headline_s(
    typed: str, printed: str
) -> None:
    assert str(parse(typed)) == printed


@pytest.mark.parametrize(
    ("typed", "slips"),
    [
        ("mali", []),
        ("a OU b SAUF c", []),
        ('a "b" c', []),
        ("Source: AFP", []),
        ("titel:mali", ["titel:"]),
        ("-titres:(a b)", ["titres:"]),
        ("http://x mali:bamako Paris:Lyon", []),
        ("maroc «accord", ["«"]),
        ("maroc (accord", ["("]),
        ("((a", ["(", "("]),
        ("a) b)", [")", ")"]),
        ("maroc ET", ["ET"]),
        ("a ET ET b", ["ET"]),
        ("a c* b", ["c*"]),
        ('a ""', ['""']),
        ("a (()) b", ["(())", "()"]),
        ('"a»', ['"a»']),
        ('"a b"~1000', ["~1000"]),
        ("gantz~3", ["gantz~3"]),
        ("gantz~0", ["gantz~0"]),
        ("-a -b", ["-a -b"]),
        ("\u200bma\u00adli «a\u00adb", ["«"]),
    ],
)
def test_a_slip_names_its_place_in_the_typed_text(typed: str, slips: list[str]) -> None:
    assert [typed[slip.start : slip.end] for slip in parse(typed).warnings] == slips


def test_offsets_are_those_of_the_typed_text_whatever_is_invisible() -> None:
    typed = "\ufeff\x1b[31mcoopé\u00adration\x1b[0m -\u200b«\u00a0la\u00adune\u00a0»"
    tree = parse(typed).tree
    assert tree == All((Word("coopération"), Not(Phrase("laune"))))
    first, second = [node for node in nodes(tree) if isinstance(node, Word | Phrase)]
    assert typed[first.start : first.end] == "coopé\u00adration"
    assert typed[second.start : second.end] == "«\u00a0la\u00adune\u00a0»"


def test_a_group_and_what_stands_before_it_have_one_span() -> None:
    typed = "x -titre:(mali OU niger) y"
    negation = next(node for node in nodes(parse(typed).tree) if isinstance(node, Not))
    assert typed[negation.start : negation.end] == "-titre:(mali OU niger"
    assert typed[negation.node.start : negation.node.end] == "-titre:(mali OU niger"


SIGNS = [
    *["ET", "OU", "AND", "OR", "SAUF", "NOT", "et", "titre:", "TITRE:", "source: ", "titel:", " "],
    *"\"«»“”„()()-+*?~ \t\n'’.…—–/=@#$€&|,;!:_°<>[]^\u00ad\u200b\u0301\x00\ud800",
    *["~2", "~0", "~1.", "\u00a0", "l'", "(e)", "(e)s", "http://", "www.", "O.T.", "\x1b[31m"],
    *["\x1b]0;", "\x07", "&&", "||", " + ", "mali", "MALI", "MÉDAILLE", "é", "A", "1", "000", "²"],
    *["œ", "ß", "İ", "ǅ", "١", "中", "😀"],
]
ANY_TEXT = st.text(st.characters(exclude_categories=()))
LANGUAGE_TEXT = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)


def check(text: str) -> None:
    query = parse(text)
    printed = str(query)
    again = parse(printed)
    assert again.tree == query.tree
    assert str(again) == printed
    for node in nodes(query.tree):
        assert 0 <= node.start <= node.end <= len(text)
        assert node.start < node.end or isinstance(node, Empty)
    for slip in query.warnings:
        assert 0 <= slip.start < slip.end <= len(text)
        assert slip.message.isprintable()
    places = [slip.start for slip in query.warnings]
    assert places == sorted(places)
    assert query.tree == Empty() or printed


@given(ANY_TEXT)
@settings(max_examples=500, deadline=None)
@example("0\U0001239a+*")  # a character that no version of Unicode has yet
def test_any_text_parses_and_what_is_printed_means_the_same(text: str) -> None:
    check(text)


@given(LANGUAGE_TEXT)
@settings(max_examples=2000, deadline=None)
@example('"~2²(e)s~2')
@example("+SAUF TITRE:(")
@example("(\x00+")
@example("A OU B SAUF () C")
@example("A OU (+B C)")
@example("MALI OU, NIGER")
@example("€~*5")
@example("ETET(ETET + ET")
def test_any_text_of_the_language_s_own_signs_does_too(text: str) -> None:
    check(text)


@given(LANGUAGE_TEXT)
@settings(max_examples=300, deadline=None)
def test_messages_echo_no_control_characters_and_stay_short(text: str) -> None:
    assert all(len(message) < 100 for message in messages(text * 5))


FLOODS = ["mali ", "a", "(", ")", "()", "-(", "titre:(", "titre:", '"', "«", "«a» ", '«a" ', "“", "* ",
          "a~1.", "a OU (", "SAUF ", "+ ", "- ", "a*b?", "\x1b]", "titel:x ", "x (a ET b) ", "l'«"]  # fmt: skip


@pytest.mark.parametrize("flood", FLOODS)
def test_a_long_paste_is_quick_and_bounded(flood: str) -> None:
    text = (flood * 100_000)[:100_000]
    started = time.process_time()
    query = parse(text)
    again = parse(str(query))
    assert time.process_time() - started < 5, "seconds of computing; it takes less than one"
    assert again.tree == query.tree
    assert len(query.warnings) <= MAX_SLIPS
    assert (
        sum(not isinstance(node, All | And | Or) for node in nodes(query.tree)) <= 2 * MAX_CLAUSES
    )
    assert hash(query.tree) == hash(again.tree)
    assert repr(query.tree)


def test_time_grows_with_the_length_only() -> None:
    def seconds(size: int) -> float:
        text = ('«a" ) ( -' * size)[:size]
        started = time.process_time()
        parse(text)
        return time.process_time() - started

    seconds(1_000)
    assert seconds(80_000) < 100 * max(seconds(8_000), 0.001)


def test_what_is_beyond_the_bounds_is_left_out_and_said() -> None:
    many = parse("mali " * (MAX_CLAUSES + 5))
    assert isinstance(many.tree, All)
    assert len(many.tree.nodes) == MAX_CLAUSES
    assert [slip.message for slip in many.warnings] == [
        f"only the first {MAX_CLAUSES} words and signs are read"
    ]
    deep = parse("-(" * (MAX_DEPTH + 5) + "a b" + ")" * (MAX_DEPTH + 5))
    assert f"parentheses deeper than {MAX_DEPTH} are ignored" in [
        slip.message for slip in deep.warnings
    ]
    assert parse(str(deep)).tree == deep.tree


def test_the_deepest_query_leaves_most_of_the_stack_to_the_caller() -> None:
    typed = "x OU (y ET z -titre:(" * 100
    limit = sys.getrecursionlimit()
    frame, used = sys._getframe(), 0
    while frame := frame.f_back:  # type: ignore[assignment]
        used += 1
    sys.setrecursionlimit(used + 500)
    try:
        query = parse(typed)
        assert parse(str(query)).tree == query.tree
    finally:
        sys.setrecursionlimit(limit)


def test_trees_compare_by_meaning_and_queries_keep_what_was_typed() -> None:
    assert parse("mali  niger").tree == parse("(mali) niger").tree
    assert parse("mali  niger").text == "mali  niger"
    assert isinstance(parse("a"), ParsedQuery)


@given(st.text(alphabet=" abéÉœ漢ªET", max_size=600))
def test_a_query_of_letters_needs_no_lexer(text: str) -> None:
    assert cut(text) == read_lexemes(text)
    offsets = [(one.start, one.end) for one in cut(text)[0]]
    assert offsets == [(one.start, one.end) for one in read_lexemes(text)[0]]
