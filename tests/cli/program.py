"""The program as people and scripts run it."""

import contextlib
import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest import mock

from newsearch import Article
from newsearch.cli import run
from samples import article

PROGRAM = (sys.executable, "-m", "newsearch")

SETTINGS = {
    name: value
    for name, value in os.environ.items()
    if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "NEWSEARCH_INDEX"}
}


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    status: int
    output: str
    errors: str

    @property
    def lines(self) -> list[str]:
        return self.output.splitlines()


Run = Callable[..., Outcome]
"""Runs the program: words of the command line, `typed` on standard input, more environment."""


def run_here(
    folder: Path, *words: str, typed: str = "", screen: bool = False, **more: str
) -> Outcome:
    """Run the program inside this process, which saves half a second; streams stand in for files."""
    output, errors = Stream(screen), Stream(screen)
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {**SETTINGS, **more}, clear=True),
        mock.patch.multiple(
            sys,
            argv=["newsearch", *words],
            stdin=io.TextIOWrapper(io.BytesIO(typed.encode())),
            stdout=output,
            stderr=errors,
        ),
    ):
        try:
            run()
        except SystemExit as left:
            status = left.code
    return Outcome(int(status or 0), output.written(), errors.written())


class Stream(io.TextIOWrapper):
    """Standard output or error in memory, on a screen or not."""

    def __init__(self, screen: bool) -> None:
        self.screen = screen
        super().__init__(io.BytesIO(), encoding="utf-8", newline="\n")

    def isatty(self) -> bool:
        return self.screen

    def written(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode()


def run_apart(
    folder: Path, *words: str, typed: str = "", program: Iterable[str] = PROGRAM, **more: str
) -> Outcome:
    """Run the program as a process of its own, as a script does."""
    done = subprocess.run(
        [*program, *words],
        cwd=folder,
        env={**SETTINGS, **more},
        input=typed.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_on_screen(folder: Path, *words: str, columns: int = 60, **more: str) -> Outcome:
    """Run the program on a terminal; what it says on stderr is in its output, as people see it."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    with subprocess.Popen(
        [*PROGRAM, *words],
        cwd=folder,
        env={**SETTINGS, "TERM": "xterm-256color", **more},
        stdin=follower,
        stdout=follower,
        stderr=follower,
    ) as process:
        os.close(follower)
        seen = b"".join(iter(lambda: _read(leader), b""))
        status = process.wait(timeout=60)
    os.close(leader)
    return Outcome(status, seen.decode().replace("\r\n", "\n"), "")


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65_536)
    except OSError:  # what Linux says when the other side has closed
        return b""


ARTICLES: tuple[Article, ...] = (
    article(
        1,
        "Rabat et Tel-Aviv signent un accord",
        "Un accord de coopération sécuritaire a été signé mercredi à Rabat, au terme d'une visite "
        "de deux jours que les deux ministères avaient préparée dans la plus grande discrétion.\n\n"
        "« C'est un premier pas », a dit une diplomate. Le Maroc attend des échanges de stages, "
        "des achats de matériel et des exercices communs.",
        source="Le Courrier",
        section="Monde",
        url="https://courrier.example/monde/rabat",
        authors=("Nadia Berrada", "Paul Lemoine"),
        published=datetime(2021, 11, 24, 18, 30),
        published_precision="time",
        published_origin="meta",
        source_origin="text",
        rights="© Le Courrier, tous droits réservés",
    ),
    article(
        2,
        "La coopération agricole progresse",
        "Les éleveurs parlent d'une coopération utile. Le Maroc y prend part depuis le printemps.",
        source="La Gazette",
        section="Économie",
        published=datetime(2013, 3, 1),
        published_precision="month",
        published_origin="filename",
    ),
    article(
        3,
        "Le comité sécuritaire se réunit",
        "Le comité sécuritaire du port a siégé jeudi, portes closes, pour la première fois.",
        source="Le Courrier",
        published=datetime(2022, 1, 2),
        published_precision="day",
    ),
    article(4, "=SOMME(A1:A9)", "La pêche au thon\tse porte bien.\nLe reste attendra."),
)
