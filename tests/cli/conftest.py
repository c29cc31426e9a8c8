"""An index to try the program on."""

from pathlib import Path

import pytest
from program import ARTICLES, Run, run_here

from samples import make_index


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of ARTICLES, for commands that only read."""
    folder = tmp_path_factory.mktemp("shelf")
    make_index(folder / "index", ARTICLES).close()
    return folder


@pytest.fixture
def run(shelf: Path) -> Run:
    """Run the program as a script does."""
    return lambda *words, **more: run_here(shelf, *words, **more)


@pytest.fixture
def run_at_screen(shelf: Path) -> Run:
    """Run the program on a terminal of 60 columns."""
    return lambda *words, **more: run_here(
        shelf, *words, **{"screen": True, "COLUMNS": "60", "TERM": "xterm", **more}
    )
