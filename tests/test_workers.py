"""Work in other processes."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from newsearch.errors import NewsearchError, UnreadableArticle
from newsearch.workers import Line, Workers


def square(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    if number == 13:
        raise UnreadableArticle("13", "brings bad luck")
    if number == 17:
        os._exit(1)
    return number * number


def test_results_come_in_the_order_of_the_work() -> None:
    workers = Workers(3)
    line = Line(workers, square)
    found = [result for number in range(12) for result in line.give(number)]
    assert [*found, *line.finish()] == [number * number for number in range(12)]
    workers.close()


def test_a_result_that_is_there_already_comes_in_its_turn() -> None:
    workers = Workers(2)
    line = Line(workers, square)
    found = list(line.give(2))
    found += line.put(-1)
    found += line.give(3)
    assert [*found, *line.finish()] == [4, -1, 9]
    workers.close()


def test_an_error_comes_back_as_it_was_raised() -> None:
    workers = Workers(2)
    line = Line(workers, square)
    with pytest.raises(UnreadableArticle, match="13: brings bad luck"):
        list(line.give(13)) or list(line.finish())
    workers.close()


def test_a_process_that_dies_is_an_error_that_says_what_to_do() -> None:
    workers = Workers(2)
    line = Line(workers, square)
    with pytest.raises(NewsearchError, match="fewer --jobs"):
        list(line.give(17)) or list(line.finish())
    workers.close()


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups")
def test_ctrl_c_leaves_neither_processes_nor_a_changed_index(tmp_path: Path) -> None:
    # On a busy machine a run may end before it is interrupted: then a longer one is.
    for attempt, count in enumerate((3000, 6000, 12_000)):
        folder = tmp_path / f"{attempt}"
        folder.mkdir()
        process, stderr = interrupt_indexing(folder, count)
        if process.returncode:
            break
    assert (process.returncode, stderr) == (130, b"")
    deadline = time.monotonic() + 30
    while is_there(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_there(process.pid)
    assert not (folder / "index" / "manifest.json").exists()  # nobody names what was begun


def interrupt_indexing(folder: Path, count: int) -> tuple[subprocess.Popen[bytes], bytes]:
    """Index so many articles, and press Ctrl-C when they begin to be written."""
    for number in range(count):
        (folder / f"{number}.txt").write_text(f"Titre {number}\n\nUn texte. " * 60, "utf-8")
    command = [sys.executable, "-m", "newsearch", "index", str(folder), "-j", "2"]
    command += ["--index", str(folder / "index")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)
    while not list(folder.glob("index/g*/*.stored")) and process.poll() is None:
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    return process, stderr
