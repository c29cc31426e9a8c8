"""newsearch index, show and stats, as scripts use them."""

import json
import re
from pathlib import Path

import pytest
from program import Run, run_here

PORT = "Le port rouvre ses quais\n\nLes chalutiers ont repris la mer lundi, après la tempête.\n"
LAVOIR = "Le lavoir retrouve son toit\n\nLes ardoises viennent de la carrière voisine.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with two articles in docs_in."""
    folder = tmp_path / "docs_in"
    folder.mkdir()
    (folder / "port.txt").write_text(PORT, encoding="utf-8")
    (folder / "lavoir.txt").write_text(LAVOIR, encoding="utf-8")
    return tmp_path


def counts(line: str) -> dict[str, int]:
    return {word: int(number) for word, number in re.findall(r"(\w+) (\d+)(?=,| in)", line)}


def test_an_index_follows_its_folder(desk: Path) -> None:
    first = run_here(desk, "index")
    assert first.status == 0
    assert counts(first.output) == {
        **dict.fromkeys(("updated", "removed", "skipped", "failed"), 0),
        "read": 2,
        "added": 2,
    }
    (desk / "docs_in" / "port.txt").write_text(PORT + "\nLa criée rouvrira mardi.\n")
    (desk / "docs_in" / "lavoir.txt").unlink()
    second = run_here(desk, "index")
    assert counts(second.output)["updated"] == 1
    assert counts(second.output)["removed"] == 1
    assert run_here(desk, "query", "-c", "criée").output == "1\n"
    assert run_here(desk, "query", "-c", "lavoir").status == 1


def test_an_index_can_be_elsewhere(desk: Path) -> None:
    assert run_here(desk, "index", "docs_in/port.txt", "--index", "un", "--rebuild").status == 0
    assert run_here(desk, "query", "-c", "port", NEWSEARCH_INDEX="un").output == "1\n"
    assert not (desk / "index").exists()


def test_no_index_is_made_among_other_files(desk: Path) -> None:
    among = run_here(desk, "index", "--index", "docs_in")
    assert (among.status, among.output) == (2, "")
    assert "docs_in is no index and holds lavoir.txt" in among.errors
    instead = run_here(desk, "index", "--index", "docs_in/port.txt")
    assert (instead.status, instead.output) == (2, "")
    assert "is a file" in instead.errors
    assert sorted(path.name for path in (desk / "docs_in").iterdir()) == ["lavoir.txt", "port.txt"]


def test_files_are_named_as_they_are_called_from_here_wherever_the_index_is(desk: Path) -> None:
    (desk / "docs_in" / "vide.txt").write_text("")
    away = desk / "away" / "deep"
    away.mkdir(parents=True)
    nearby = run_here(desk, "index", "docs_in", "nowhere", "--index", "away/deep/index")
    assert [line.split(": ")[1] for line in nearby.errors.splitlines()] == [
        "nowhere",
        "docs_in/vide.txt",
    ]
    afar = run_here(away, "index", "../../docs_in", "--index", "../index")
    (complaint,) = afar.errors.splitlines()
    assert Path(complaint.split(": ")[1]) == desk / "docs_in" / "vide.txt"


def test_a_file_that_cannot_be_read_is_named_and_the_rest_goes_on(desk: Path) -> None:
    (desk / "docs_in" / "vide\x1b[31m.txt").write_text("")
    done = run_here(desk, "index")
    assert done.status == 2
    assert counts(done.output)["added"] == 2
    assert counts(done.output)["failed"] == 1
    (complaint,) = done.errors.splitlines()
    assert complaint.startswith("newsearch: docs_in/vide[31m.txt: ")


def test_strict_changes_nothing_when_a_file_cannot_be_read(desk: Path) -> None:
    done = run_here(desk, "index", "docs_in", "nowhere", "--strict")
    assert done.status == 2
    assert done.output == ""
    assert "nothing was committed" in done.errors
    assert run_here(desk, "query", "port").status == 3


RECORD = (
    '{"headline": "Le port rouvre", "corps": "Les chalutiers sortent.", "published_at": "2021"}\n'
)


def test_records_are_read_and_what_was_guessed_is_said(desk: Path) -> None:
    (desk / "dump.jsonl").write_text(RECORD * 2)
    done = run_here(desk, "index", "dump.jsonl")
    assert (done.status, counts(done.output)["added"]) == (0, 2)
    assert done.errors == (
        "newsearch: dump.jsonl: title=headline, body=corps, published=published_at\n"
    )


def test_fields_are_mapped_as_the_user_says(desk: Path) -> None:
    (desk / "dump.jsonl").write_text(RECORD)
    done = run_here(
        desk, "index", "dump.jsonl", "--map", "title=corps,body=headline", "--map", "date=x"
    )
    assert done.errors == "newsearch: dump.jsonl: title=corps, body=headline, published=x\n"
    assert run_here(desk, "query", "-c", "titre:chalutiers").output == "1\n"
    wrong = run_here(desk, "index", "dump.jsonl", "--map", "size=x")
    assert wrong.status == 2
    assert "--map: 'size=x' is not PART=FIELD" in wrong.errors


def test_a_dash_reads_what_is_piped(desk: Path) -> None:
    done = run_here(desk, "index", "-", typed=RECORD)
    assert (done.status, counts(done.output)["added"]) == (0, 1)
    assert run_here(desk, "query", "-c", "chalutiers").output == "1\n"


def test_an_article_is_shown_whole(run: Run) -> None:
    done = run("show", "a1")
    assert done.status == 0
    assert done.lines[0] == "Rabat et Tel-Aviv signent un accord"
    assert "date: 2021-11-24 18:30" in done.lines
    assert "authors: Nadia Berrada, Paul Lemoine" in done.lines
    paragraph = next(line for line in done.lines if line.startswith("Un accord"))
    assert paragraph.endswith("la plus grande discrétion.")
    assert "\x1b" not in done.output


def test_where_a_fact_was_read_is_said(run: Run) -> None:
    assert "date: 2013-03 (from the file's name)" in run("show", "a2").lines


def test_an_article_is_shown_as_json(run: Run) -> None:
    shown = json.loads(run("show", "a1", "--query", '"accord de coopération"', "--json").output)
    assert shown["format_version"] == 1
    ((start, end),) = shown["body_spans"]
    assert shown["body"][start:end] == "accord de coopération"


def test_an_unknown_article_is_nothing_found(run: Run) -> None:
    done = run("show", "a\x07nobody")
    assert (done.status, done.output) == (1, "")
    assert done.errors == "newsearch: no article anobody in index\n"


def test_stats_are_keys_and_values(run: Run) -> None:
    rows = [line.split("\t") for line in run("stats").lines]
    assert ["articles", "4"] in rows
    assert ["undated", "1"] in rows
    assert ["oldest", "2013-03-01"] in rows
    assert ["source", "Le Courrier", "2"] in rows


def test_stats_are_json(run: Run) -> None:
    stats = json.loads(run("stats", "-f", "json").output)
    assert stats["format_version"] == 1
    assert stats["sources"][0] == {"value": "Le Courrier", "count": 2}
