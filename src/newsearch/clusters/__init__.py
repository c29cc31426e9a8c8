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

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import inf
from pathlib import Path

from newsearch.analysis.shingles import Shingles
from newsearch.article import Article
from newsearch.clusters.likeness import is_copy, make_sketch, print_keys, read_text
from newsearch.clusters.memory import Buckets, Spool
from newsearch.engine import Engine, Order
from newsearch.moments import epoch_seconds
from newsearch.query.queries import BooleanQuery, TermInSetQuery

__all__ = ["Clusters", "Traits", "prepare"]

_CANDIDATES = 8
"""So many clusters an article is compared with, those first that share most of its sketch."""

_MEMBERS = 16
"""So many of a cluster's articles, the first published, are looked at for the longest."""

_LONGER = 1.1
"""How much longer than the longest an article must be to take its place: else it is no better."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the cluster of an article depends on; `published` is in seconds since 1970, infinite
    without a date."""

    id: str
    published: float
    shingles: Shingles
    keys: list[int]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in the spool. Of those published together, as where only the day is known, the whole
    text comes before its cuts."""

    place: int
    published: float
    length: int

    def leads(self, other: "_Text") -> bool:
        """Whether it comes before the other."""
        return (self.published, -self.length) < (other.published, -other.length)


@dataclass(slots=True)
class _Cluster:
    """A cluster that a run has met; `joined` is the number of the one that it is now part of."""

    name: str
    lead: _Text
    longest: _Text
    joined: int | None = None


def prepare(article: Article) -> Traits:
    """What can be found out of each article apart, which is most of the work."""
    published = article.published
    shingles = read_text(article.title, article.body)
    seconds = inf if published is None else epoch_seconds(published)
    return Traits(article.id, seconds, shingles, make_sketch(shingles))


class Clusters:
    """Finds the cluster of each article that is written to an index; closed with its writer."""

    def __init__(self, engine: Engine, directory: Path) -> None:
        """`engine` is the index before the changes; texts that later ones are compared with wait in
        the directory, in a file without a name."""
        self._engine = engine
        self._committed = engine.count() > 0
        self._met: list[_Cluster] = []
        self._numbers: dict[str, int] = {}
        self._texts = Spool(directory)
        self._buckets = Buckets()
        self.joined: dict[str, str] = {}
        """Clusters that turned out to be parts of others, whose articles are to be written again."""

    def place(self, traits: Traits) -> dict[str, tuple[str, ...]]:
        """The keywords `cluster` and `sketch` of an article that is being added."""
        keys, shingles = traits.keys, traits.shingles
        text = self._keep(shingles, traits.published)
        like = self._find_like(keys, text, shingles)
        if like:
            home = self._first(like)
            self._join(home, like, text, shingles)
        else:
            home = self._meet(_name(traits.id, shingles), text, text)
        self._buckets.add(keys, home)
        return {"cluster": (self._met[home].name,), "sketch": print_keys(keys)}

    def join(self, article: Article, name: str) -> dict[str, tuple[str, ...]]:
        """The keywords of an article of a cluster, by its name, that has been joined to another."""
        return {"cluster": (self.resolve(name),), "sketch": print_keys(prepare(article).keys)}

    def resolve(self, name: str) -> str:
        """The name of the cluster that one of this name is part of by now."""
        while name in self.joined:
            name = self.joined[name]
        return name

    def close(self) -> None:
        """Let go of the texts."""
        self._texts.close()

    def _keep(self, shingles: Shingles, published: float) -> _Text:
        return _Text(self._texts.append(shingles), published, len(shingles))

    def _meet(self, name: str, lead: _Text, longest: _Text) -> int:
        self._met.append(_Cluster(name, lead, longest))
        return len(self._met) - 1

    def _find_like(self, keys: Sequence[int], text: _Text, shingles: Shingles) -> list[int]:
        """The clusters that a text is like, by number."""
        found = dict.fromkeys(map(self._resolve, self._buckets.find(keys, _CANDIDATES)))
        like = [number for number in found if self._is_like(shingles, number)]
        # Once it has a cluster, those in the index matter only if it is to lead them.
        if not like or not self._met[self._first(like)].lead.leads(text):
            others = dict.fromkeys(map(self._resolve, self._find_committed(keys)))
            like += [n for n in others if n not in found and self._is_like(shingles, n)]
        return like

    def _first(self, numbers: Sequence[int]) -> int:
        """The cluster whose lead comes first."""
        home, *others = numbers
        for number in others:
            if self._met[number].lead.leads(self._met[home].lead):
                home = number
        return home

    def _resolve(self, number: int) -> int:
        while (joined := self._met[number].joined) is not None:
            number = joined
        return number

    def _is_like(self, shingles: Shingles, number: int) -> bool:
        cluster = self._met[number]
        texts = dict.fromkeys((cluster.lead, cluster.longest))
        return any(is_copy(shingles, self._texts[text.place]) for text in texts)

    def _join(self, home: int, like: Sequence[int], text: _Text, shingles: Shingles) -> None:
        """Let a text lead the cluster that it joins, or be its longest, if it is; as their lead it
        joins other clusters to this one."""
        cluster = self._met[home]
        if not is_copy(shingles, self._texts[cluster.lead.place]):
            return
        if not cluster.lead.leads(text):
            for number in like:
                other = self._met[number]
                if number != home and is_copy(shingles, self._texts[other.lead.place]):
                    other.joined = home
                    self.joined[other.name] = cluster.name
                    cluster.longest = max(cluster.longest, other.longest, key=_length)
            cluster.lead = text
        if text.length > _LONGER * cluster.longest.length:
            cluster.longest = text

    def _find_committed(self, keys: Sequence[int]) -> Iterator[int]:
        """Clusters in the index that share part of a sketch."""
        if not self._committed or not keys:
            return
        printed = print_keys(keys)
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
        members = [prepare(Article.from_dict(json.loads(one.stored))) for one in found.documents]
        shingles = [member.shingles for member in members]
        lead = longest = self._keep(shingles[0], members[0].published)
        best = max(
            (one for one in shingles if is_copy(one, shingles[0])), key=len, default=shingles[0]
        )
        if len(best) > _LONGER * lead.length:
            longest = self._keep(best, inf)
        return self._meet(name, lead, longest)


def _length(text: _Text) -> int:
    return text.length


def _name(article_id: str, text: Shingles) -> str:
    """A name for a cluster that this article begins, and would not with another text."""
    data = article_id.encode("utf-8", "surrogatepass") + b"\0" + text.tobytes()
    return blake2b(data, digest_size=6).hexdigest()
