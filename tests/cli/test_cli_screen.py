"""The program on a terminal: colours, width, a bar."""

import re
from pathlib import Path

from program import Run, run_here, run_on_screen

from newsearch.cli.layout import display_width

STYLES = re.compile(r"\x1b\[[\d;]*m")


def test_hits_are_blocks_that_fit_the_screen(run_at_screen: Run) -> None:
    done = run_at_screen("query", "coopération", "sécuritaire")
    assert done.status == 0
    lines = STYLES.sub("", done.output).splitlines()
    assert all(display_width(line) <= 60 for line in lines)
    assert lines[:2] == [
        "1. Rabat et Tel-Aviv signent un accord",
        "   2021-11-24 · Le Courrier · Monde · " + lines[1].split(" · ")[3] + " · a1",
    ]
    assert lines[2].startswith("   Un accord de coopération sécuritaire a été signé")
    assert "— 2 more with only some of the words —" in lines
    assert lines[-1].startswith("1 article, 2 more with some of the words · ")


def test_a_real_terminal_is_known_with_its_width(shelf: Path) -> None:
    done = run_on_screen(shelf, "query", "-n1", "coopération")
    lines = STYLES.sub("", done.output).splitlines()
    assert done.status == 0
    assert lines[0].startswith("1. ")
    assert 40 < max(map(display_width, lines)) <= 60
    assert "\x1b[1;31m" in done.output


def test_matches_stand_out_on_a_screen(run_at_screen: Run) -> None:
    done = run_at_screen("query", "agricole")
    assert "\x1b[1;31magricole\x1b[0m" in done.output
    assert "\x1b[1;31mcoopération\x1b[0m" not in done.output


def test_a_month_is_not_shown_as_a_day(run_at_screen: Run) -> None:
    assert "2013-03 · La Gazette" in run_at_screen("query", "agricole", "--color", "never").output


def test_no_color_leaves_the_layout(run_at_screen: Run) -> None:
    done = run_at_screen("query", "agricole", NO_COLOR="1")
    assert "\x1b" not in done.output
    assert done.output.startswith("1. La coopération agricole progresse\n   2013-03")


def test_a_dumb_terminal_gets_whole_lines(run_at_screen: Run) -> None:
    done = run_at_screen("query", "agricole", TERM="dumb")
    first, *_ = done.output.splitlines()
    assert "\x1b" not in done.output
    assert len(first.split("\t")) == 8


def test_colour_can_be_forced_and_forbidden(run: Run, run_at_screen: Run) -> None:
    assert "\x1b[1;31magricole\x1b[0m" in run("query", "agricole", "--color", "always").output
    assert "\x1b[1;31magricole\x1b[0m" in run("query", "agricole", FORCE_COLOR="1").output
    assert "\x1b" not in run("query", "agricole").output
    assert "\x1b" not in run_at_screen("query", "agricole", "--color", "never").output


def test_an_explanation_adds_up_to_the_score(run_at_screen: Run) -> None:
    done = run_at_screen("query", "agricole", "--explain", "--color", "never", COLUMNS="100")
    score = float(done.output.splitlines()[1].split(" · ")[-2])
    parts = re.findall(r"^ +(\d+\.\d\d)  agricol", done.output, re.MULTILINE)
    assert abs(sum(map(float, parts)) - score) < 0.05


def test_an_article_wraps_and_marks_what_was_asked(run_at_screen: Run) -> None:
    done = run_at_screen("show", "a1", "--query", '"accord de coopération"')
    assert "\x1b[1;31maccord\x1b[0m" in done.output or "\x1b[1;31maccord" in done.output
    lines = STYLES.sub("", done.output).splitlines()
    assert lines[0] == "Rabat et Tel-Aviv signent un accord"
    assert all(display_width(line) <= 60 for line in lines)
    assert "source: Le Courrier (read in the text)" in lines
    assert lines[-1] == "© Le Courrier, tous droits réservés"


def test_stats_are_tables_with_bars(run_at_screen: Run) -> None:
    done = run_at_screen("stats", NO_COLOR="1")
    assert "articles by source" in done.output
    assert re.search(r"^  2 ▪+ Le Courrier$", done.output, re.MULTILINE)


def test_a_long_command_shows_a_bar_that_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "docs_in").mkdir()
    (tmp_path / "docs_in" / "un.txt").write_text("La vanne du lavoir cède encore cette année.")
    done = run_on_screen(tmp_path, "index", "docs_in", "missing", columns=150)
    assert done.status == 2
    assert "reading" in done.output
    assert "missing: there is no such file" in done.output
    assert "read 1, added 1," in done.output.splitlines()[-1]
    piped = run_here(tmp_path, "index")
    assert piped.errors == ""
    assert piped.lines[0].startswith(
        "read 1, added 0, updated 0, removed 0, skipped 1, failed 0 in"
    )
