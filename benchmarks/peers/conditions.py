"""Under which conditions a run was made: figures without them say nothing."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.peers.corpus import Corpus

__all__ = ["describe"]


def describe(corpus: Corpus, questions: int) -> dict[str, object]:
    """Under which conditions the figures hold."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": find_commit(),
        "corpus": corpus.name,
        "articles": corpus.articles,
        "body_mb": corpus.body_bytes / 1e6,
        "raw_mb": corpus.raw_bytes / 1e6,
        "questions": questions,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }


def find_commit() -> str:
    """The commit of this checkout, if it is one."""
    command = ("git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
