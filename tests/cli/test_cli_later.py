"""Modules that a reading command puts off: there as ever for whoever asks, and not run before."""

import subprocess
import sys
from pathlib import Path

import pytest
from program import run_apart

from newsearch.cli.later import PUT_OFF

RAN = (
    f"[name for name in {sorted(PUT_OFF)!r} if name in sys.modules "
    "and type(sys.modules[name]).__name__ != '_Later']"
)


def run_with_modules_put_off(code: str) -> str:
    start = "import sys\nfrom newsearch.cli.later import put_off\nput_off()\nimport numpy\n"
    command = [sys.executable, "-W", "error", "-c", start + code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("words", ["query coopération", "query -l Maroc", "show a1", "stats"])
def test_a_reading_command_runs_none_of_the_modules_that_are_put_off(
    shelf: Path, words: str
) -> None:
    code = (
        "import os, sys\nfrom newsearch.cli import main\n"
        f"os._exit = lambda status: print({RAN}, 'numpy' in sys.modules, file=sys.stderr)\nmain()"
    )
    done = run_apart(shelf, *words.split(), program=[sys.executable, "-c", code])
    assert done.output
    assert done.errors.splitlines()[-1] == "[] True"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import pickle; print(pickle.loads(pickle.dumps(numpy.arange(3))).tolist())", "[0, 1, 2]"),
        ("import platform; print(platform.python_implementation())", "CPython"),
        ("import ctypes; print(ctypes.sizeof(ctypes.c_uint8))", "1"),
        ("print(numpy.roots([1, -3, 2]).tolist())", "[2.0, 1.0]"),
        ("print(numpy.linalg.inv(numpy.eye(2)).tolist())", "[[1.0, 0.0], [0.0, 1.0]]"),
        ("from numpy.linalg import inv, LinAlgError; print(inv.__name__)", "inv"),
        ("from numpy.linalg import inv; print(inv(numpy.eye(1)).tolist())", "[[1.0]]"),
        ("from numpy.typing import NDArray; print(NDArray[numpy.bool_] | None)", "numpy.ndarray[numpy.bool] | None"),
        ("import numpy.typing; print(numpy.typing.ArrayLike is not None)", "True"),
        ("print(type(numpy.zeros(1).ctypes).__name__)", "_ctypes"),
        ("print(numpy._core._add_newdocs.add_newdoc.__name__, bool(numpy.ndarray.__doc__))", "add_newdoc True"),
        ("try: import platform; platform.nonsense\nexcept AttributeError as e: print(e)", "module 'platform' has no attribute 'nonsense'"),
    ],
)  # fmt: skip
def test_a_module_that_was_put_off_gives_what_it_has(code: str, said: str) -> None:
    assert run_with_modules_put_off(code) == said


def test_a_module_that_does_not_exist_is_not_found() -> None:
    code = "from newsearch.cli import later\nlater.PUT_OFF |= {'nonsense'}\n"
    code += "try: import nonsense\nexcept ModuleNotFoundError as e: print(e)"
    assert run_with_modules_put_off(code) == "No module named 'nonsense'"
