"""newsearch check, as people and CI use it."""

import json
import sys
from pathlib import Path

import pytest
from program import run_apart, run_here, run_on_screen

TEXT = (
    "Le conseil municipal a voté jeudi soir le budget de la ville, qui prévoit la rénovation du port "
    "et l'ouverture d'une école. Les élus de l'opposition ont quitté la salle avant la fin."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs_in"
    docs.mkdir()
    (docs / "2021-03-01_bon.txt").write_text(f"Le budget est voté\n\n{TEXT}\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def flawed(folder: Path) -> Path:
    docs = folder / "docs_in"
    (docs / "2021-03-02_copie.txt").write_text(f"Autre titre\n\n{TEXT}\n", encoding="utf-8")
    (docs / "sans_date\x1b[31m.txt").write_text("Un titre\n\nDeux mots.\n", encoding="utf-8")
    (docs / "vide.txt").write_text("", encoding="utf-8")
    return folder


def test_nothing_found_is_success(folder: Path) -> None:
    done = run_here(folder, "check")
    assert (done.status, done.output) == (0, "")
    assert done.errors == "checked 1 article: nothing found\n"


def test_findings_are_lines_of_fields_in_a_pipe(flawed: Path) -> None:
    done = run_here(flawed, "check", "docs_in")
    assert done.status == 1
    rows = [line.split("\t") for line in done.lines]
    assert [(row[0], row[1]) for row in rows] == [
        ("same-text", "docs_in/2021-03-02_copie.txt"),
        ("undated", "docs_in/sans_date[31m.txt"),
        ("short", "docs_in/sans_date[31m.txt"),
        ("unreadable", "docs_in/vide.txt"),
    ]
    assert rows[0][3] == "docs_in/2021-03-01_bon.txt has the same text"
    assert all(row[2] for row in rows[:3])
    assert rows[3][2] == ""
    assert done.errors == (
        "checked 3 articles: 4 findings (1 unreadable, 1 undated, 1 short, 1 same-text)\n"
    )


def test_on_a_screen_findings_stand_in_columns(flawed: Path) -> None:
    done = run_on_screen(flawed, "check", "--color", "never")
    assert done.status == 1
    assert "\x1b[31m" not in done.output
    assert "same-text   docs_in/2021-03-02_copie.txt\n" in done.output
    assert "            docs_in/2021-03-01_bon.txt has the same text\n" in done.output
    assert max(map(len, done.lines)) <= 60
    assert done.lines[-2].startswith("checked 3 articles: 4 findings")


def test_json_is_one_object(flawed: Path, folder: Path) -> None:
    done = run_here(flawed, "check", "--json")
    assert done.status == 1
    found = json.loads(done.output)
    assert found["format_version"] == 1
    assert found["checked"] == 3
    assert found["counts"] == {"same-text": 1, "undated": 1, "short": 1, "unreadable": 1}
    assert found["findings"][0]["kind"] == "same-text"
    assert found["findings"][3]["id"] is None
    clean = json.loads(run_here(folder, "check", "docs_in/2021-03-01_bon.txt", "-f", "json").output)
    assert clean == {"format_version": 1, "findings": [], "checked": 1, "counts": {}}


def test_what_is_not_wanted_is_not_looked_for(flawed: Path) -> None:
    words = ("--ignore", "undated", "--ignore", "short", "--ignore", "unreadable")
    assert [line.split("\t")[0] for line in run_here(flawed, "check", *words).lines] == [
        "same-text"
    ]
    assert run_here(flawed, "check", *words, "--ignore", "same-text").status == 0
    assert "short" not in run_here(flawed, "check", "--min-words", "1").output
    assert "long" in run_here(flawed, "check", "--max-words", "30").output


def test_records_are_named_by_file_and_place_and_may_come_on_standard_input(folder: Path) -> None:
    lines = [
        json.dumps({"title": "Un titre", "text": TEXT, "date": "2021-03-01"}),
        json.dumps({"title": "Un autre", "text": f"{TEXT} Encore.", "date": None}),
        "{",
    ]
    (folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = run_here(folder, "check", "a.jsonl")
    assert [line.split("\t")[:2] for line in done.lines] == [
        ["undated", "a.jsonl:2"],
        ["unreadable", "a.jsonl:3"],
    ]
    piped = run_here(folder, "check", "-", typed="\n".join(lines))
    assert [line.split("\t")[0] for line in piped.lines] == ["undated", "unreadable"]


def test_an_index_can_be_checked(flawed: Path) -> None:
    assert run_here(flawed, "index").status == 2  # one file is empty
    done = run_here(flawed, "check", "--index", "index")
    assert done.status == 1
    assert [line.split("\t")[0] for line in done.lines] == ["same-text", "undated", "short"]


def test_the_index_of_the_environment_is_not_meant(flawed: Path) -> None:
    assert run_here(flawed, "check", NEWSEARCH_INDEX="nowhere").status == 1


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("nowhere",), 2, "no file or folder nowhere"),
        (("docs_in", "--index", "index"), 2, "not both"),
        (("--ignore", "dates"), 2, "'dates'"),
        (("--min-words", "-1"), 2, "at least -1"),
        (("--index", "nowhere"), 3, "no index in nowhere"),
    ],
)
def test_errors_are_no_findings(
    folder: Path, words: tuple[str, ...], status: int, message: str
) -> None:
    done = run_here(folder, "check", *words)
    assert done.status == status
    assert message in done.errors


def test_other_commands_do_not_pay_for_it() -> None:
    code = "import sys, newsearch.cli.app; print('py3langid' in sys.modules, 'ftfy' in sys.modules)"
    done = run_apart(Path.cwd(), "-c", code, program=(sys.executable,))
    assert done.output == "False False\n"
