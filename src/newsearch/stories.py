"""What a story is in answers: the copies of one text, and the first of them (see `clusters`)."""

from collections.abc import Callable
from typing import Any

from newsearch.article import Article
from newsearch.engine import Engine, Order
from newsearch.frozen import frozen
from newsearch.query.queries import TermInSetQuery

__all__ = ["MOST_MEMBERS", "Story", "read_story"]

MOST_MEMBERS = 100
"""So many articles of a story are looked at for their sources: a page of hits stays quick."""


@frozen
class Story:
    """The copies of one text in the index, whether they match or not.

    `size` counts the articles. `lead` is the first published, or the first added if none is dated.
    `sources` are the publishers of the first MOST_MEMBERS articles, in order of publication. `titles`
    counts those but the lead's; an article without source counts by itself.
    """

    id: str
    size: int
    lead: Article
    sources: tuple[str, ...]
    titles: int

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows (see docs/json-format.md)."""
        return {
            "id": self.id,
            "size": self.size,
            "lead": self.lead.id,
            "sources": list(self.sources),
            "titles": self.titles,
        }


def read_story(engine: Engine, name: str, read: Callable[[str], Article]) -> Story:
    """The story of a cluster that is in the index; `read` makes an article of what was stored."""
    members = TermInSetQuery("cluster", (name,))
    found = engine.search(members, limit=MOST_MEMBERS, order=Order("published"))
    lead, *others = (read(document.stored) for document in found.documents)
    sources = dict.fromkeys(article.source for article in (lead, *others) if article.source)
    titles = {article.source or article.id for article in others} - {lead.source}
    return Story(name, found.total, lead, tuple(sources), len(titles))
