"""Copies of one text: which articles are the same wire copy retitled, cut or given another footer.

    article ─► shingles ─► sketch: a few MinHash values ─► clusters that share one ─► true likeness

A sketch is kept with each article as keywords. So whatever holds the articles finds the candidates,
and what a commit, a rollback or a deletion does to articles it does to clusters too. A candidate is
joined only if the article is truly like its lead, the first published, or like the longest article
that is itself like the lead (two cuts of one text may have little in common, but each is in the
whole). So likeness does not add up along a chain, and no cluster grows into a giant. An article that
is like none begins a cluster; one that was published before the leads of several, and is like them,
joins these into one. The name of a cluster outlives its articles: when the lead goes, the next leads.
"""

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from newsearch.article import Article
from newsearch.clusters.likeness import Text, is_copy, print_keys
from newsearch.clusters.memory import Buckets, Spool
from newsearch.clusters.traits import Traits, TraitsReader
from newsearch.engine import Engine, Order
from newsearch.query.queries import BooleanQuery, TermInSetQuery

__all__ = ["Clusters", "Traits", "TraitsReader"]

_CANDIDATES = 8
"""So many clusters an article is compared with, those first that share most of its sketch."""

_MEMBERS = 16
"""So many of a cluster's articles, the first published, are looked at for the longest."""

_NAME_BYTES = 6

_LONGER = 1.1
"""How much longer than the longest an article must be to take its place: else it is no better."""


class Clusters:
    """Finds the cluster of each article that is written to an index; closed with its writer."""

    def __init__(self, engine: Engine, directory: Path) -> None:
        """`engine` is the index before the changes; texts that later ones are compared with wait in
        the directory, in a file without a name."""
        self._engine = engine
        self._committed = engine.count() > 0
        self._texts = Spool(directory)
        self._buckets = Buckets()
        self._reader = TraitsReader()
        # Of each cluster that this run has met, by number, its name and two texts.
        self._names = array("Q")
        self._leads = array("I")
        self._longest = array("I")
        self._into: dict[int, int] = {}
        self._numbers: dict[str, int] = {}
        self.joined: dict[str, str] = {}
        """Clusters that turned out to be parts of others, whose articles are to be written again."""

    def place(self, traits: Sequence[Traits]) -> dict[str, Sequence[tuple[str, ...]]]:
        """The keywords `cluster` and `sketch` of one or more articles that are being added, one
        after another."""
        first = self._texts.extend([t.text for t in traits], [t.published for t in traits])
        counts = np.fromiter((len(one.keys) for one in traits), np.intp, len(traits))
        keys = np.fromiter(chain.from_iterable([one.keys for one in traits]), np.uint32)
        owners = np.repeat(np.arange(len(traits)), counts)
        shared = self._find_shared(keys)
        met: dict[int, list[int]] = {row: [] for row in range(len(traits) * self._committed)}
        for row, key in zip(owners[shared].tolist(), keys[shared].tolist(), strict=True):
            met.setdefault(row, []).append(key)
        homes = self._begin(traits, first, [row for row in range(len(traits)) if row not in met])
        for row, known in met.items():
            homes[row] = self._place(traits[row], first + row, known)
            self._buckets.add(known, homes[row])
        # Nobody who was placed in between could have met the others.
        self._buckets.add_new(keys[~shared], np.array(homes, np.uint32)[owners[~shared]])
        return {
            "cluster": [(self._print(home),) for home in homes],
            "sketch": print_keys([one.keys for one in traits]),
        }

    def _find_shared(self, keys: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Which parts of the sketches of articles any has that this run has met, or another of them."""
        known = self._buckets.are_known(keys)
        order = np.argsort(keys)
        again = np.flatnonzero(keys[order[1:]] == keys[order[:-1]])
        known[order[again]] = known[order[again + 1]] = True
        return known

    def _begin(self, traits: Sequence[Traits], first: int, rows: Sequence[int]) -> list[int]:
        """The clusters of articles, by number, as far as these rows begin one each: they are like no
        other. `first` is the number of the first article's text."""
        known = len(self._names)
        self._names.extend([_name(traits[row]) for row in rows])
        texts = [first + row for row in rows]
        self._leads.extend(texts)
        self._longest.extend(texts)
        homes = [-1] * len(traits)
        for home, row in enumerate(rows, known):
            homes[row] = home
        return homes

    def _place(self, traits: Traits, text: int, met: Sequence[int]) -> int:
        """The cluster of an article, by number, given what of its sketch others have."""
        like = self._find_like(traits, text, met)
        if not like:
            return self._meet(_name(traits), text, text)
        home = self._first(like)
        self._join(home, like, text)
        return home

    def join(self, traits: Sequence[Traits], name: str) -> dict[str, Sequence[tuple[str, ...]]]:
        """The keywords of articles of a cluster, by its name, that has been joined to another."""
        return {
            "cluster": [(self.resolve(name),)] * len(traits),
            "sketch": print_keys([one.keys for one in traits]),
        }

    def resolve(self, name: str) -> str:
        """The name of the cluster that one of this name is part of by now."""
        while name in self.joined:
            name = self.joined[name]
        return name

    def close(self) -> None:
        """Let go of the texts."""
        self._texts.close()

    def _meet(self, name: int, lead: int, longest: int) -> int:
        self._names.append(name)
        self._leads.append(lead)
        self._longest.append(longest)
        return len(self._names) - 1

    def _print(self, number: int) -> str:
        return f"{self._names[number]:0{2 * _NAME_BYTES}x}"

    def _find_like(self, traits: Traits, text: int, met: Sequence[int]) -> list[int]:
        """The clusters that a text is like, by number."""
        found = dict.fromkeys(map(self._resolve, self._buckets.find(met, _CANDIDATES)))
        like = [number for number in found if self._is_like(traits.text, number)]
        # Once it has a cluster, those in the index matter only if it is to lead them.
        if not like or not self._comes_before(self._leads[self._first(like)], text):
            others = dict.fromkeys(map(self._resolve, self._find_committed(traits.keys)))
            like += [n for n in others if n not in found and self._is_like(traits.text, n)]
        return like

    def _comes_before(self, one: int, other: int) -> bool:
        """Whether a text leads another: of those published together, as where only the day is known,
        the whole text comes before its cuts."""
        published, size = self._texts.published, self._texts.size
        return (published[one], -size(one)) < (published[other], -size(other))

    def _first(self, numbers: Sequence[int]) -> int:
        """The cluster whose lead comes first."""
        home, *others = numbers
        for number in others:
            if self._comes_before(self._leads[number], self._leads[home]):
                home = number
        return home

    def _resolve(self, number: int) -> int:
        while number in self._into:
            number = self._into[number]
        return number

    def _is_like(self, text: Text, number: int) -> bool:
        places = dict.fromkeys((self._leads[number], self._longest[number]))
        return any(is_copy(text, self._texts[place]) for place in places)

    def _join(self, home: int, like: Sequence[int], text: int) -> None:
        """Let a text lead the cluster that it joins, or be its longest, if it is; as their lead it
        joins other clusters to this one."""
        words, size = self._texts[text], self._texts.size
        if not is_copy(words, self._texts[self._leads[home]]):
            return
        if not self._comes_before(self._leads[home], text):
            for number in like:
                if number != home and is_copy(words, self._texts[self._leads[number]]):
                    self._into[number] = home
                    self._rename(self._print(number), self._print(home))
                    self._longest[home] = max(self._longest[home], self._longest[number], key=size)
            self._leads[home] = text
        if size(text) > _LONGER * size(self._longest[home]):
            self._longest[home] = text

    def _rename(self, name: str, home: str) -> None:
        """Say that all of a cluster belong to another. They may have one name, if the article that
        began the one was gone when it came back and began the other."""
        target = self.resolve(home)
        if target != name:
            self.joined[name] = target

    def _find_committed(self, keys: Sequence[int]) -> Iterator[int]:
        """Clusters in the index that share part of a sketch."""
        if not self._committed or not keys:
            return
        [printed] = print_keys([keys])
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
                if name not in self._numbers:
                    self._numbers[name] = self._meet_committed(name)
                yield self._numbers[name]

    def _meet_committed(self, name: str) -> int:
        """Read the lead of a cluster in the index, and the longest text that is like it."""
        named = TermInSetQuery("cluster", (name,))
        found = self._engine.search(named, limit=_MEMBERS, order=Order("published"))
        articles = [Article.from_record(one.stored) for one in found.documents]
        members = self._reader.analyze(articles)
        first = members[0]
        best = max(
            (one for one in members if is_copy(one.text, first.text)), key=_length, default=first
        )
        lead = longest = self._texts.append(first.text, first.published)
        if len(best.text) > _LONGER * len(first.text):
            longest = self._texts.append(best.text, best.published)
        return self._meet(int(name, 16), lead, longest)


def _length(traits: Traits) -> int:
    return len(traits.text)


def _name(traits: Traits) -> int:
    """A name for a cluster that this article begins, and would not with another text."""
    digest = blake2b(traits.id.encode("utf-8", "surrogatepass") + b"\0", digest_size=_NAME_BYTES)
    digest.update(traits.text.data)
    return int.from_bytes(digest.digest())
