"""Everything newsearch raises on purpose.

    NewsearchError
    ├── InvalidRequest        a search option that makes no sense (bad date, negative limit …)
    ├── UnreadableArticle     one file that cannot become an Article; the rest goes on
    ├── SyncFailed            something could not be read, and so nothing was changed, as asked
    └── IndexUnavailable      the index cannot be used as it stands
        ├── IndexNotFound         there is none there
        ├── IndexIncompatible     made by another version, analyser or engine
        ├── IndexCorrupt          damaged, or holding what an index never holds
        └── IndexLocked           another process is writing to it

Each message says what is wrong, where, and what to do about it.
"""

__all__ = [
    "IndexCorrupt",
    "IndexIncompatible",
    "IndexLocked",
    "IndexNotFound",
    "IndexUnavailable",
    "InvalidRequest",
    "NewsearchError",
    "SyncFailed",
    "UnreadableArticle",
]


class NewsearchError(Exception):
    """Any error that newsearch raises on purpose; catch this one to catch them all."""


class InvalidRequest(NewsearchError):
    """A search option that makes no sense."""


class UnreadableArticle(NewsearchError):
    """One raw document that cannot become an Article.

    `locator` says which (a path, or a path and a record), `reason` what is wrong with it.
    """

    def __init__(self, locator: str, reason: str) -> None:
        super().__init__(f"{locator}: {reason}")
        self.locator = locator
        self.reason = reason

    def __reduce__(self) -> tuple[type["UnreadableArticle"], tuple[str, str]]:
        """So that it passes between processes."""
        return type(self), (self.locator, self.reason)


class SyncFailed(NewsearchError):
    """Something could not be read, and it was asked that nothing be committed then."""


class IndexUnavailable(NewsearchError):
    """The index cannot be used as it stands."""


class IndexNotFound(IndexUnavailable):
    """There is no index at that place."""


class IndexIncompatible(IndexUnavailable):
    """The index was made by another version, analyser or engine and must be rebuilt."""


class IndexCorrupt(IndexUnavailable):
    """The index is damaged, or holds what an index never holds."""


class IndexLocked(IndexUnavailable):
    """Another process is writing to the index."""
