"""What is wrong with a collection of articles: a lint for archives, to be run before they are trusted.

Articles are looked at one by one, in one pass. What has to be remembered of each, to find two that
are the same, is some 50 bytes in memory and its name in a file.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

from newsearch.article import Article
from newsearch.errors import InvalidRequest, UnreadableArticle
from newsearch.frozen import frozen
from newsearch.ingest import articles
from newsearch.ingest.cleaning import may_be_garbled
from newsearch.ingest.sources import STDIN
from newsearch.seen import Seen

__all__ = ["KINDS", "Checker", "Finding", "Kind", "Limits"]

Kind = Literal[
    "unreadable",
    "undated",
    "future",
    "empty",
    "short",
    "long",
    "mojibake",
    "language",
    "same-id",
    "same-text",
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@frozen
class Finding:
    """Something that is wrong with an article. `path` is where it was read, with its place in a file
    of many; `id` is None where there is no article; `detail` says it in words."""

    kind: Kind
    path: str
    id: str | None
    detail: str

    def to_dict(self) -> dict[str, Any]:
        """As values that JSON knows."""
        return {"kind": self.kind, "path": self.path, "id": self.id, "detail": self.detail}


@frozen(kw_only=True)
class Limits:
    """Between how many words an article is neither short nor long. Raises InvalidRequest."""

    min_words: int = 20
    max_words: int = 20_000

    def __post_init__(self) -> None:
        if not 0 <= self.min_words <= self.max_words:
            raise InvalidRequest(
                f"an article cannot have at least {self.min_words} words "
                f"and at most {self.max_words}"
            )


class Checker:
    """Checks articles; a context manager, as it holds temporary files.

    `checked` counts the articles seen so far, `counts` the findings of each kind.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        ignored: Collection[str] = (),
        now: datetime | None = None,
    ) -> None:
        """`ignored` are kinds that are not looked for; `now` is an aware moment.

        Raises InvalidRequest for a kind that there is not.
        """
        for kind in ignored:
            if kind not in KINDS:
                known = ", ".join(KINDS)
                raise InvalidRequest(f"there is nothing called {kind!r} to find, but {known}")
        self.checked = 0
        self.counts: Counter[Kind] = Counter()
        self._limits = limits or Limits()
        self._ignored = frozenset(ignored)
        self._now = now or datetime.now(UTC)
        self._ids = Seen()
        self._texts = Seen()

    def __enter__(self) -> "Checker":
        return self

    def __exit__(self, *_: object) -> None:
        self._ids.close()
        self._texts.close()

    def check_paths(self, paths: Iterable[str | Path]) -> Iterator[Finding]:
        """Read files and folders as an index would, and check what is in them.

        Raises InvalidRequest for a path that does not exist.
        """
        given = list(paths)
        for path in map(Path, given):
            if str(path) != STDIN and not path.exists():
                raise InvalidRequest(f"there is no file or folder {path}")
        failed: list[UnreadableArticle] = []
        for article in articles(given, on_error=failed.append):
            yield from self._report(failed)
            yield from self.check(article)
        yield from self._report(failed)

    def check_articles(self, given: Iterable[Article]) -> Iterator[Finding]:
        """Check articles that have been read already."""
        for article in given:
            yield from self.check(article)

    def check(self, article: Article) -> Iterator[Finding]:
        """What is wrong with one article, given those before it."""
        self.checked += 1
        for kind, examine in self._examinations().items():
            if kind not in self._ignored:
                detail = examine(article)
                if detail:
                    self.counts[kind] += 1
                    yield Finding(kind, article.locator, article.id, detail)

    def _examinations(self) -> dict[Kind, Callable[[Article], str | None]]:
        return {
            "undated": _find_no_date,
            "future": self._find_future,
            "empty": _find_no_words,
            "short": self._find_few_words,
            "long": self._find_many_words,
            "mojibake": _find_mojibake,
            "language": _find_other_language,
            "same-id": self._find_same_id,
            "same-text": self._find_same_text,
        }

    def _report(self, failed: list[UnreadableArticle]) -> Iterator[Finding]:
        """Failures so far, which are then forgotten."""
        while failed:
            error = failed.pop(0)
            if "unreadable" not in self._ignored:
                self.counts["unreadable"] += 1
                yield Finding("unreadable", error.locator, None, error.reason)

    def _find_future(self, article: Article) -> str | None:
        published = article.published
        if published is None:
            return None
        if published.tzinfo is None:
            # It may be tomorrow already where it was written.
            late = published.date() > (self._now + timedelta(hours=14)).date()
        else:
            late = published > self._now
        return f"published {published.isoformat()}, which is still to come" if late else None

    def _find_few_words(self, article: Article) -> str | None:
        words = _count_words(article.body)
        few = 0 < words < self._limits.min_words
        return (
            f"{words} word{'s' * (words > 1)}, fewer than {self._limits.min_words}" if few else None
        )

    def _find_many_words(self, article: Article) -> str | None:
        words = _count_words(article.body)
        many = words > self._limits.max_words
        return f"{words} words, more than {self._limits.max_words}" if many else None

    def _find_same_id(self, article: Article) -> str | None:
        first = self._ids.find_or_add(article.id, article.locator)
        return f"{first} has the same id: an index keeps the last" if first is not None else None

    def _find_same_text(self, article: Article) -> str | None:
        text = " ".join(article.body.split()).casefold()
        if not text:
            return None
        first = self._texts.find_or_add(text, article.locator)
        return f"{first} has the same text" if first is not None else None


def _find_no_date(article: Article) -> str | None:
    return "has no date of publication" if article.published is None else None


def _find_no_words(article: Article) -> str | None:
    return None if _count_words(article.body) else "has no text"


def _count_words(text: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in text.split())


_REPLACED = re.compile("[^\ufffd\n]{0,20}\ufffd[^\n]{0,20}")


def _find_mojibake(article: Article) -> str | None:
    """Characters that are lost, or that were read in another encoding than they were written in."""
    from ftfy.badness import BADNESS_RE  # noqa: PLC0415 - heavy, and for this only

    for text in (article.title, article.body):
        lost = _REPLACED.search(text)
        if lost:
            return f"characters are lost: {lost.group().strip()}"
        wrong = BADNESS_RE.search(text) if may_be_garbled(text) else None
        if wrong:
            around = text[max(0, wrong.start() - 20) : wrong.end() + 20]
            return f"characters of another encoding: {' '.join(around.split())}"
    return None


_SAMPLE: Final = 1000
"""Characters by which a language is told."""

_ENOUGH_WORDS: Final = 20


def _find_other_language(article: Article) -> str | None:
    declared = article.language
    if declared and declared.lower().split("-")[0].split("_")[0] not in {"fr", "fra", "fre"}:
        return f"declares {declared}"
    sample = article.body[:_SAMPLE]
    if _count_words(sample) < _ENOUGH_WORDS:
        return None
    language = _tell_language()(sample)
    return None if language == "fr" else f"reads like {language}"


@cache
def _tell_language() -> Callable[[str], str]:
    """A classifier of 97 languages (Lui & Baldwin 2012). Its model comes with it."""
    import py3langid  # noqa: PLC0415 - half a second and 20 MB

    def tell(text: str) -> str:
        language: str = py3langid.classify(text)[0]
        return language

    return tell
