"""How the program behaves among other programs."""

import os
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from program import PROGRAM, Outcome, Run, run_apart, run_here

from newsearch import Index
from samples import article, make_index

NEWSEARCH = shlex.join(PROGRAM)

HOSTILE = "\x1b[31m[bold]Gros[/] titre\x1b]0;x\x07 \u202eexe\x9b2J\x7f\r\x00"

STYLE = re.compile(r"\x1b\[(?:0|1|2|1;31)m")


def run_shell(folder: Path, command: str, **more: str) -> Outcome:
    return run_apart(folder, "-c", command, program=["sh"], **more)


def run_script(folder: Path, script: str, *words: str) -> Outcome:
    """Run the program after some lines of Python that change what it meets."""
    code = (
        f"import sys\n{script}\nfrom newsearch.cli import main\nsys.argv[0] = 'newsearch'\nmain()"
    )
    return run_apart(folder, *words, program=[sys.executable, "-c", code])


def test_a_missing_index_is_said_with_the_command_that_makes_one(tmp_path: Path) -> None:
    for words in (["query", "x"], ["show", "x"], ["stats"]):
        done = run_here(tmp_path, *words)
        assert (done.status, done.output) == (3, "")
        assert "newsearch index PATHS --index index" in done.errors


def test_a_damaged_index_is_said_with_the_command_that_mends_it(tmp_path: Path) -> None:
    make_index(tmp_path / "index").close()
    (tmp_path / "index" / "manifest.json").write_text("{")
    done = run_here(tmp_path, "query", "x")
    assert done.status == 3
    assert "newsearch index PATHS --rebuild" in done.errors


def test_a_locked_index_is_no_reason_to_rebuild(tmp_path: Path) -> None:
    (tmp_path / "docs_in").mkdir()
    with make_index(tmp_path / "index") as index, index.writer():
        done = run_here(tmp_path, "index")
    assert done.status == 2
    assert "another process is writing" in done.errors


def test_how_a_command_is_typed_can_be_an_error(run: Run) -> None:
    for words in ([], ["query"], ["query", "x", "--nonsense"], ["nonsense"], ["stats", "x"]):
        done = run(*words)
        assert done.status == 2
        assert "Usage:" in done.errors + done.output


def test_the_version_is_told(run: Run) -> None:
    assert re.fullmatch(r"newsearch \d+\.\d+\.\d+\n", run("--version").output)


def test_the_program_runs_as_a_command_and_as_a_module(shelf: Path) -> None:
    done = run_apart(shelf, "query", "-l", "agricole")
    assert (done.status, done.output) == (0, "a2\n")
    script = Path(sys.executable).with_name("newsearch")
    if script.exists():
        assert run_apart(shelf, "query", "-l", "agricole", program=[str(script)]) == done


@pytest.mark.parametrize("ending", ["| true", ">&-", "2>&1 >&- | true"])
def test_a_closed_pipe_is_success(shelf: Path, ending: str) -> None:
    command = f"{{ {NEWSEARCH} query Maroc --json; echo $? >&3; }} 3>status {ending}"
    done = run_shell(shelf, command)
    assert (shelf / "status").read_text() == "0\n"
    assert "Error" not in done.errors
    assert "newsearch:" not in done.errors


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")  # noqa: PTH110
def test_a_full_disk_is_an_error_of_one_line(shelf: Path) -> None:
    done = run_shell(shelf, f"{NEWSEARCH} query Maroc --json > /dev/full")
    assert done.status == 2
    assert done.errors == "newsearch: No space left on device\n"


def test_ctrl_c_ends_quietly_and_changes_nothing(shelf: Path) -> None:
    (shelf / "docs_in").mkdir(exist_ok=True)
    script = (
        "import os, signal, time, newsearch.sync as sync\n"
        # A shell's background jobs, and so some test runners, ignore the signal from the start.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "find = sync.find_files\n"
        "def interrupted(*paths, **options):\n"
        "    found = find(*paths, **options)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    time.sleep(5)\n"
        "    return found\n"
        "sync.find_files = interrupted"
    )
    done = run_script(shelf, script, "index")
    assert (done.status, done.output, done.errors) == (130, "", "")
    assert run_here(shelf, "query", "-c", "Maroc").output == "2\n"


@pytest.mark.parametrize("debug", [False, True])
def test_an_unexpected_error_is_one_line_without_debug(
    run: Run, monkeypatch: pytest.MonkeyPatch, debug: bool
) -> None:
    monkeypatch.setattr(Index, "search", lambda _self, request: {}[request.query])
    done = run("query", "Maroc", *["--debug"][:debug])
    assert (done.status, done.output) == (2, "")
    assert ("Traceback" in done.errors) == debug
    *_, last = done.errors.splitlines()
    assert last.startswith("newsearch: unexpected error (KeyError: 'Maroc')")
    assert ("run again with --debug" in last) != debug


def test_a_pipe_gets_utf_8_in_every_locale(shelf: Path) -> None:
    settings = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run_apart(shelf, "query", "Maroc", PYTHONIOENCODING="latin-1:strict", **settings)
    assert "coopération" in done.output


def test_a_query_that_is_not_text_is_searched_all_the_same(run: Run) -> None:
    done = run("query", "-l", "Maroc", "\udcff")
    assert done.status in {0, 1}
    assert "rror" not in done.errors


HEAVY = [
    *("rich", "typer", "click", "whoosh", "filelock", "asyncio", "email", "unittest", "difflib"),
    *("trafilatura", "bs4", "lxml", "ftfy", "dateparser", "charset_normalizer", "unidecode"),
    *("numpy.random", "numpy.fft", "numpy.polynomial", "numpy.ma"),
    *("newsearch.ingest", "newsearch.sync", "newsearch.writer", "newsearch.cli.app"),
    *("newsearch.query.lexer", "newsearch.query.dates", "newsearch.engine.whoosh.library"),
]
"""What takes longer to load than a search takes, or is not needed for one."""


@pytest.mark.parametrize("form", [(), ("--format=json", "-n", "5"), ("-c",), ("-l",)])
def test_a_query_loads_nothing_that_it_can_do_without(shelf: Path, form: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom newsearch.cli import run\ntry: run()\n"
        f"finally: print(sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)"
    ).replace(repr(HEAVY), repr(set(HEAVY)))
    words = ("query", "coopération", "sécuritaire", *form)
    done = run_apart(shelf, *words, program=[sys.executable, "-c", code])
    assert done.errors.splitlines()[-1] == "[]"
    assert done.output


@pytest.mark.parametrize("words", [("stats",), ("show", "1")])
def test_reading_commands_load_no_engine_that_writes(shelf: Path, words: tuple[str, ...]) -> None:
    code = (
        "import sys\nfrom newsearch.cli import run\ntry: run()\n"
        "finally: print({'rich', 'typer', 'whoosh', 'filelock'} & sys.modules.keys())"
    )
    done = run_apart(shelf, *words, program=[sys.executable, "-c", code])
    assert done.output.splitlines()[-1] == "set()"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index whose one article tries to be obeyed wherever it can."""
    folder = tmp_path_factory.mktemp("hostile")
    facts: dict[str, Any] = {
        "source": HOSTILE,
        "section": HOSTILE,
        "url": HOSTILE,
        "rights": HOSTILE,
    }
    text = f"Un {HOSTILE} accord\x1b[2J discret.\n\n{HOSTILE}"
    facts |= {"authors": (HOSTILE,), "removed": ((HOSTILE, HOSTILE),), "language": "fr\x1b[1m"}
    one = article(1, f"accord {HOSTILE}", text, **facts)
    make_index(folder / "index", (one,)).close()
    return folder


@pytest.mark.parametrize("screen", [True, False])
@pytest.mark.parametrize(
    "words",
    [
        *(("query", "accord \x1b[31m)", "--color", when) for when in ("always", "never")),
        *(("query", "accord", "--format", form) for form in ("json", "jsonl", "csv")),
        *(("show", "a1", "--query", "accord", "--format", form) for form in ("text", "json")),
        ("show", "a1", "--removed"),
        *(("stats", "--format", form) for form in ("text", "json")),
    ],
    ids=" ".join,
)
def test_no_article_is_obeyed(hostile: Path, words: tuple[str, ...], screen: bool) -> None:
    done = run_here(hostile, *words, screen=screen, TERM="xterm", COLUMNS="60")
    assert done.status == 0
    shown = STYLE.sub("", done.output + done.errors)
    ends = "\r\n\t" if "csv" in words else "\n\t"
    assert [char for char in shown if not char.isprintable() and char not in f"{ends}\u202f"] == []
    if "stats" not in words:
        assert "[bold]Gros[/] titre" in shown
