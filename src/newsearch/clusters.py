"""Copies of one text: which articles are the same wire copy retitled, cut or given another footer.

    article ─► shingles ─► sketch: KEYS MinHash values ─► clusters that share one ─► true likeness

A sketch is kept with each article as keywords. So whatever holds the articles finds the candidates,
and what a commit, a rollback or a deletion does to articles it does to clusters too. A candidate is
joined only if the article is truly like its lead, or like the longest article that is itself like
the lead (two cuts of one text may have little in common, but each is in the whole). So likeness
does not add up along a chain, and no cluster grows into a giant. An article that is like none begins
a cluster. The lead is the first published; among articles of the same run, the first that came. The
name of a cluster outlives its articles: when the lead goes, the next one leads.

MinHash: Broder 1997. Texts of resemblance J (common runs of words ÷ all of them) share none of KEYS
values with a probability of (1 − J) ** KEYS: 0.4 % for J = ½, as when a text is cut in half.
"""

import json
from array import array
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile

import numpy as np
from rensa import RMinHash

from newsearch.analysis.shingles import WIDTH, Shingles, shingle
from newsearch.article import Article
from newsearch.engine import Engine, Order
from newsearch.query.queries import BooleanQuery, TermInSetQuery

__all__ = ["CONTAINED", "KEYS", "RESEMBLING", "Clusters", "is_copy"]

KEYS = 8
"""MinHash values in a sketch."""

CONTAINED = 0.7
"""How much of the shorter text a copy has in common with the longer one. Of 4,796 articles of one
source, all the pairs above are versions of one article; below come series made on one pattern."""

RESEMBLING = 0.2
"""How much of both texts together copies have in common: a sentence is no copy of its article."""

_FEW_WORDS = 20
"""With fewer, a text is a copy only of the same text under the same title."""

_CANDIDATES = 8
"""So many clusters an article is compared with, those first that share most of its sketch."""

_LONGER = 1.1
_MEMBERS = 16
"""So many of a cluster's articles, the first published, are looked at for the longest."""

_LONGEST_CHAIN = 64
"""So many clusters with one key are looked at: more have it from a set phrase."""

_KEY_BYTES = 3
_SEED = 1
_OLDEST = Order("published")


class Clusters:
    """Finds the cluster of each article that is written to an index; closed with its writer."""

    def __init__(self, engine: Engine, directory: Path) -> None:
        """`engine` is the index before the changes; the texts that begin clusters wait in the
        directory, in a file without a name."""
        self._engine = engine
        self._committed = engine.count() > 0
        self._names: list[str] = []
        self._leads = array("I")
        self._longest = array("I")
        self._texts = _Spool(directory)
        self._buckets = _Buckets()

    def place(self, article: Article) -> dict[str, tuple[str, ...]]:
        """The keywords `cluster` and `sketch` of an article that is being added."""
        text = _shingles(article.title, article.body)
        keys = _sketch(text)
        number = self._find(keys, text)
        if number is None:
            number = self._remember(_name(article.id, text), text, text)
        else:
            self._lengthen(number, text)
        self._buckets.add(keys, number)
        return {"cluster": (self._names[number],), "sketch": _print_keys(keys)}

    def close(self) -> None:
        """Let go of the texts."""
        self._texts.close()

    def _find(self, keys: list[int], text: Shingles) -> int | None:
        """The number of a cluster that the text is a copy of."""
        for number in self._buckets.find(keys):
            places = {self._leads[number], self._longest[number]}
            if any(is_copy(text, self._texts[place]) for place in places):
                return number
        for name, lead, longest in self._find_committed(keys):
            if is_copy(text, lead) or is_copy(text, longest):
                return self._remember(name, lead, longest)
        return None

    def _remember(self, name: str, lead: Shingles, longest: Shingles) -> int:
        """The number of a cluster that this run meets for the first time."""
        self._names.append(name)
        self._leads.append(self._texts.append(lead))
        self._longest.append(
            self._texts.append(longest) if longest is not lead else self._leads[-1]
        )
        return len(self._names) - 1

    def _lengthen(self, number: int, text: Shingles) -> None:
        """Take a text for the longest of a cluster if it is, by enough to matter, and like the lead."""
        longest = self._texts[self._longest[number]]
        if len(text) > _LONGER * len(longest) and is_copy(text, self._texts[self._leads[number]]):
            self._longest[number] = self._texts.append(text)

    def _find_committed(self, keys: list[int]) -> Iterator[tuple[str, Shingles, Shingles]]:
        """Clusters in the index that share part of a sketch, with the lead's and the longest text."""
        if not self._committed or not keys:
            return
        printed = _print_keys(keys)
        some = TermInSetQuery("sketch", printed)
        found = self._engine.search(some, limit=_CANDIDATES, group="cluster")
        documents = found.documents
        if (found.groups or 0) > _CANDIDATES:
            parts = tuple(TermInSetQuery("sketch", (key,)) for key in printed)
            more = BooleanQuery(should=parts, minimum_should_match=2)
            best = self._engine.search(more, limit=_CANDIDATES, group="cluster")
            documents = (*best.documents, *documents)[:_CANDIDATES]
        for name in dict.fromkeys(document.group for document in documents):
            if name is not None:
                lead, *others = self._read(name)
                yield name, lead, max((lead, *(o for o in others if is_copy(o, lead))), key=len)

    def _read(self, name: str) -> Iterator[Shingles]:
        """The texts of a cluster in the index, the first published first."""
        members = TermInSetQuery("cluster", (name,))
        for document in self._engine.search(members, limit=_MEMBERS, order=_OLDEST).documents:
            stored = json.loads(document.stored)
            yield _shingles(stored["title"], stored["body"])


def is_copy(one: Shingles, other: Shingles) -> bool:
    """Whether two texts are one but for what was cut and added."""
    one, other = np.unique(one), np.unique(other)
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < RESEMBLING * longer:
        return False
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common >= CONTAINED * shorter and common >= RESEMBLING * (shorter + longer - common)


def _shingles(title: str, body: str) -> Shingles:
    """What texts are compared by: the body, as copies get other titles; of a few words only all of
    them at once, with the title's."""
    found = shingle(body)
    if len(found) + WIDTH > _FEW_WORDS:
        return found
    every = shingle(f"{title}\n{body}")
    if not len(every):
        return every
    return np.frombuffer(blake2b(every.tobytes(), digest_size=8).digest(), np.uint64)


def _sketch(shingles: Shingles) -> list[int]:
    """KEYS numbers; texts share one with the probability of their resemblance."""
    if not len(shingles):
        return []
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(
        shingles, [0, len(shingles)], KEYS, _SEED
    )
    (values,) = matrix.to_rows()
    # The same value means something else in another place. The best bits of a product are its first.
    return [
        (value * 0x9E3779B97F4A7C15 + place * 0xC2B2AE3D27D4EB4F) % 2**64 >> 64 - 8 * _KEY_BYTES
        for place, value in enumerate(values)
    ]


def _print_keys(keys: Sequence[int]) -> tuple[str, ...]:
    """Four letters a key: eight keys cost an index some 130 bytes an article."""
    return tuple(urlsafe_b64encode(key.to_bytes(_KEY_BYTES)).decode() for key in keys)


def _name(article_id: str, text: Shingles) -> str:
    """A name for a cluster that this article begins, and would not with another text."""
    data = article_id.encode("utf-8", "surrogatepass") + b"\0" + text.tobytes()
    return blake2b(data, digest_size=6).hexdigest()


class _Spool:
    """Texts by number, the first 16 MB of them in memory."""

    def __init__(self, directory: Path) -> None:
        self._file: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(  # noqa: SIM115 - see close
            max_size=2**24, dir=str(directory)
        )
        self._ends = array("Q", [0])

    def append(self, text: Shingles) -> int:
        """Keep a text; its number counts from 0."""
        self._file.seek(self._ends[-1])
        self._file.write(text.tobytes())
        self._ends.append(self._ends[-1] + text.nbytes)
        return len(self._ends) - 2

    def __getitem__(self, number: int) -> Shingles:
        start, end = self._ends[number : number + 2]
        self._file.seek(start)
        return np.frombuffer(self._file.read(end - start), np.uint64)

    def close(self) -> None:
        """Let go of the file, which the system then removes."""
        self._file.close()


class _Buckets:
    """Which clusters have a key in their sketch: a chained hash table in flat arrays, where a dict
    of lists takes ten times the memory."""

    def __init__(self) -> None:
        self._keys = array("I")
        self._clusters = array("I")
        self._next = array("i")
        self._heads = array("i", [-1]) * 2**12

    def find(self, keys: Sequence[int]) -> list[int]:
        """Clusters with any of the keys, those with most of them first."""
        counts = Counter(cluster for key in keys for cluster in self._chain(key))
        return [cluster for cluster, _ in counts.most_common(_CANDIDATES)]

    def add(self, keys: Sequence[int], cluster: int) -> None:
        """Say that a cluster has these keys."""
        for key in keys:
            if cluster not in self._chain(key):
                slot = key % len(self._heads)
                self._next.append(self._heads[slot])
                self._heads[slot] = len(self._keys)
                self._keys.append(key)
                self._clusters.append(cluster)
        if len(self._keys) > len(self._heads):
            self._grow()

    def _chain(self, key: int) -> Iterator[int]:
        """The clusters with a key, the newest first; no more than are worth counting."""
        return islice(self._entries(key), _LONGEST_CHAIN)

    def _entries(self, key: int) -> Iterator[int]:
        entry = self._heads[key % len(self._heads)]
        while entry >= 0:
            if self._keys[entry] == key:
                yield self._clusters[entry]
            entry = self._next[entry]

    def _grow(self) -> None:
        """Four times as many slots: chains stay short."""
        size = 4 * len(self._heads)
        slots = np.frombuffer(self._keys, np.uint32) % size
        order = np.argsort(slots, kind="stable")
        follows = np.flatnonzero(slots[order][1:] == slots[order][:-1])
        chain = np.full(len(order), -1, np.int32)
        chain[order[follows + 1]] = order[follows]
        heads = np.full(size, -1, np.int32)
        np.maximum.at(heads, slots, np.arange(len(slots), dtype=np.int32))
        self._next, self._heads = array("i", chain.tobytes()), array("i", heads.tobytes())
