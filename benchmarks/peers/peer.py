"""What an engine has to offer to be compared: the rows it indexes, the questions it answers."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, Protocol

__all__ = ["KINDS", "OR_ONLY", "PAGE", "Found", "Library", "Peer", "Question", "Row"]

PAGE = 10
COMMON, RARE, AND_2, OR_3, OR_5 = "1 common word", "1 rare word", "AND 2", "OR 3", "OR 5 common"
PHRASE, PREFIX, FUZZY, DATES, FACET = "phrase", "prefix", "fuzzy 1", "AND, dates", "AND, facet"
KINDS = (COMMON, RARE, AND_2, OR_3, OR_5, PHRASE, PREFIX, FUZZY, DATES, FACET)
FOLDED, SNOWBALL = "words without accents", "Snowball stems"
OR_ONLY = (COMMON, RARE, OR_3, OR_5)


class Row(NamedTuple):
    """An article as every engine gets it; `day` is yyyymmdd."""

    id: str
    title: str
    body: str
    author: str
    source: str
    section: str
    day: int
    url: str


class Question(NamedTuple):
    """Words, how they are asked for, and the first and last day if the kind says so. The words are of
    lower-case letters and are no stop words; of a phrase, they stand side by side."""

    kind: str
    words: tuple[str, ...]
    since: int = 0
    until: int = 0


class Found(NamedTuple):
    """A hit: its snippet is empty where none was asked for or nothing in it is marked."""

    id: str
    title: str
    snippet: str = ""


class Peer(Protocol):
    """An open index. `matching` names what counts as the same word: peers of one matching have to
    find equally many articles."""

    name: str
    matching: str
    kinds: tuple[str, ...]
    makes_snippets: bool

    def __init__(self, place: Path) -> None: ...

    def ask(self, question: Question, *, snippets: bool) -> list[Found]:
        """The best ten, with one passage each or more; facets too where the kind says so."""

    def count(self, question: Question) -> int:
        """How many articles match in all."""

    def close(self) -> None:
        """Release files."""


class Library(Protocol):
    """A module of this package. Importing it raises ImportError where its engine is not installed."""

    VERSION: str
    PEERS: tuple[type[Peer], ...]
    LOADS_TO_WRITE: tuple[str, ...]
    """Modules that the engine puts off loading until something is written."""

    def build(self, place: Path, rows: Iterable[Row]) -> None:
        """Index the rows in an empty directory, durably, in one thread."""
