"""What several test files share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

# No test is timed: a busy machine takes its time for one example, and for the first most.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def find_data() -> Path | None:
    """The folder of real articles, which is not part of the project."""
    given = os.environ.get("NEWSEARCH_DATA")
    folder = Path(given) if given else ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The real articles; tests that need them are skipped without."""
    folder = find_data()
    if folder is None:
        pytest.skip("no real articles: set NEWSEARCH_DATA to the folder that holds them")
    return folder
