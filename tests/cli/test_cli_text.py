"""What reaches a terminal, whatever articles and queries hold."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsearch import Snippet, Span
from newsearch.cli.layout import Run, display_width, lay_out, marked_runs, wrap
from newsearch.cli.text import clean, one_line, to_json

DIRECTIONS = {"RLE", "LRE", "RLO", "LRO", "PDF", "LRI", "RLI", "FSI", "PDI"}

anything = st.text(st.characters(), max_size=60) | st.text("ab «»;\n\t\r\x1b[]\x9b\u202e\u00ad日é")


def is_harmless(text: str) -> bool:
    return all(
        unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        and unicodedata.bidirectional(char) not in DIRECTIONS
        for char in text
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mrouge\x1b[0m", "[31mrouge[0m"),
        ("\x1b]8;;https://x.example\x07lien", "]8;;https://x.examplelien"),
        ("\x9b2Jtout", "2Jtout"),
        ("abc\u202etxt.exe", "abctxt.exe"),
        ("un\r\ndeux\ttrois\u2028quatre", "un \ndeux trois\nquatre"),
        ("coopé\u00adration", "coopération"),
        ("[bold]gras[/]", "[bold]gras[/]"),
        ("\ud83d seul", "\ufffd seul"),
        ("« l’État »\u202f!", "« l’État »\u202f!"),
    ],
)
def test_text_is_shown_and_not_obeyed(text: str, safe: str) -> None:
    assert clean(text) == safe


@given(anything)
def test_clean_text_is_harmless(text: str) -> None:
    assert is_harmless(clean(text).replace("\n", ""))
    assert is_harmless(one_line(text))
    assert clean(clean(text)) == clean(text)


@given(anything, anything)
def test_text_can_be_cleaned_in_pieces(one: str, other: str) -> None:
    assert clean(one) + clean(other) == clean(one + other)


@given(anything)
def test_json_loses_nothing_and_is_harmless(text: str) -> None:
    written = to_json({"text": text})
    assert is_harmless(written)
    assert json.loads(written) == {"text": text}
    assert json.loads(to_json([text], indent=2)) == [text]


def mark(text: str, marked: bool) -> str:
    return f"<{text}>" if marked else text


def plain(text: str, _marked: bool) -> str:
    return text


def in_runs(pieces: list[tuple[str, bool]]) -> list[Run]:
    return [Run(clean(text), marked) for text, marked in pieces]


pieces = st.lists(st.tuples(anything, st.booleans()), max_size=8).map(in_runs)


@given(pieces, st.integers(1, 50))
def test_lines_fit_unless_one_word_does_not(runs: list[Run], width: int) -> None:
    for line in wrap(runs, width, plain):
        assert display_width(line) <= width or wrap([Run(line)], 1, plain) == [line]


@given(pieces, st.integers(1, 50))
def test_wrapping_loses_nothing_but_blanks(runs: list[Run], width: int) -> None:
    text = "".join(run.text for run in runs)
    assert "".join(wrap(runs, width, plain)).replace(" ", "") == "".join(
        char for char in text if char not in " \n"
    )
    assert "\n" not in "".join(lay_out(runs, width, plain))


@given(pieces)
def test_text_without_a_width_keeps_its_lines(runs: list[Run]) -> None:
    text = "".join(run.text for run in runs)
    assert "\n".join(lay_out(runs, None, plain)) == text


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("un accord de paix", 9, ["un accord", "de paix"]),
        ("il a dit « non » ; elle, oui", 12, ["il a dit", "« non » ;", "elle, oui"]),
        ("300\u00a0000 habitants", 10, ["300\u00a0000", "habitants"]),
        ("日本 日本", 4, ["日本", "日本"]),
        ("e\u0301te\u0301 la\u0300", 6, ["e\u0301te\u0301 la\u0300"]),
        ("anticonstitutionnel oui", 5, ["anticonstitutionnel", "oui"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_between_words(text: str, width: int, lines: list[str]) -> None:
    assert wrap([Run(text)], width, plain) == lines


def test_matches_stay_marked_across_lines_and_inside_words() -> None:
    text = "L\x1b'accord de paix"
    snippet = Snippet("body", text, 0, (Span(3, 12), Span(13, 17)))
    assert wrap(marked_runs(snippet), 9, mark) == ["L'<accord>", "<de> <paix>"]
