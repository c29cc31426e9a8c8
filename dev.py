#!/usr/bin/env python3
"""The project's two commands, for a person and for CI alike; they need Python >= 3.11 and nothing else.

    python3 dev.py demo     index docs_in and run the example query
    python3 dev.py check    formatting, lint, types, tests and quality floors

Both make a virtual environment in .venv on the first run and reuse it until the requirements change.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMP = VENV / "requirements.sha256"


def run(*command: str | Path) -> None:
    """Run a command in the project's root; leave with its status when it fails."""
    sys.stdout.flush()
    status = subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode
    if status:
        sys.exit(status)


def prepare() -> None:
    """Make .venv hold the pinned requirements and this checkout, unless it does already."""
    wanted = hashlib.sha256(
        b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    ).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    print("preparing .venv (once) …", flush=True)
    venv.create(VENV, clear=True, with_pip=True)
    pip = [BIN / "python", "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    run(*pip, "--constraint", "constraints.txt", "--editable", ".[dev]")
    STAMP.write_text(wanted)


def demo() -> None:
    """Build an index of the sample articles and search it."""
    run(BIN / "newsearch", "index", "docs_in", "--rebuild")
    run(BIN / "newsearch", "query", "coopération sécuritaire")


def check() -> None:
    """Everything that CI checks."""
    run(BIN / "ruff", "format", "--check", ".")
    run(BIN / "ruff", "check", ".")
    run(BIN / "mypy")
    run(BIN / "python", "-m", "pytest", "-q")


if __name__ == "__main__":
    commands = {"demo": demo, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    prepare()
    commands[sys.argv[1]]()
