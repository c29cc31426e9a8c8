"""Articles become documents of an index: many at once, as columns."""

import os
from collections.abc import Sequence

from newsearch.analysis.bulk import BulkAnalyzer
from newsearch.analysis.stacks import TermRun
from newsearch.article import Article
from newsearch.clusters import Traits, TraitsReader
from newsearch.engine import Documents, TermColumn
from newsearch.frozen import frozen, replace
from newsearch.moments import day_number, epoch_seconds
from newsearch.query.fields import TEXT_FIELDS, file_keyword, keyword, split_field
from newsearch.waiting import Batch, encode_record

__all__ = ["Conversion", "Converter", "Receiver", "convert_elsewhere"]

_PARTS = tuple(dict.fromkeys(split_field(name)[0] for name in TEXT_FIELDS))


class Converter:
    """Makes documents of articles, and remembers the analysis of what it has seen."""

    def __init__(self) -> None:
        self._analyzer = BulkAnalyzer()

    def convert(
        self, articles: Sequence[Article], stored: Sequence[bytes] | None = None
    ) -> Documents:
        """The articles, of which there is one or more, as an engine takes them. `stored` are the
        same as records, if there are such already."""
        return Documents(
            ids=[article.id for article in articles],
            stored=stored or [encode_record(article) for article in articles],
            text=self._analyze(articles),
            keywords={
                "file": [(file_keyword(a.path, a.digest),) for a in articles],
                "source": [_keyword(article.source) for article in articles],
                "section": [_keyword(article.section) for article in articles],
                "language": [_keyword(article.language) for article in articles],
            },
            numbers={
                "published": [
                    epoch_seconds(a.published) if a.published else None for a in articles
                ],
                "day": [day_number(a.published) if a.published else None for a in articles],
            },
        )

    def _analyze(self, articles: Sequence[Article]) -> dict[str, TermColumn]:
        """Every text field: a part of each article under one of the analyses."""
        parts = [article.parts for article in articles]
        analysed = self._analyzer.analyze([texts[part] for part in _PARTS for texts in parts])
        columns = {}
        for name in TEXT_FIELDS:
            part, analysis = split_field(name)
            first = _PARTS.index(part) * len(articles)
            run: TermRun = getattr(analysed, analysis)
            columns[name] = _make_column(
                analysed.vocabulary, run.part(first, first + len(articles))
            )
        return columns


def _keyword(value: str | None) -> tuple[str, ...]:
    return (keyword(value),) if value else ()


def _make_column(vocabulary: Sequence[str], run: TermRun) -> TermColumn:
    return TermColumn(vocabulary, run.numbers, run.positions, run.counts)


@frozen
class Conversion:
    """Documents from another process: without the vocabulary of their terms, of which only what
    is new since the last conversion comes along. `name` tells vocabularies apart."""

    documents: Documents
    traits: Sequence[Traits]
    name: str
    known: int
    new: Sequence[str]


def convert_elsewhere(batch: Batch) -> Conversion:
    """Convert articles in a process that does nothing else."""
    return _REMOTE.convert(*batch.open())


class _Remote:
    """The converter of such a process, and how much of its vocabulary was sent."""

    def __init__(self) -> None:
        self._converter = Converter()
        self._traits = TraitsReader()
        self._vocabulary: Sequence[str] = ()
        self._sent = 0
        self._serial = 0

    def convert(self, articles: Sequence[Article], stored: Sequence[bytes]) -> Conversion:
        documents = self._converter.convert(articles, stored)
        vocabulary = next(iter(documents.text.values())).vocabulary
        if vocabulary is not self._vocabulary:
            self._vocabulary, self._sent = vocabulary, 0
            self._serial += 1
        known, self._sent = self._sent, len(vocabulary)
        return Conversion(
            documents=_replace_vocabulary(documents, ()),
            traits=self._traits.read(documents),
            name=f"{os.getpid()}-{self._serial}",
            known=known,
            new=vocabulary[known:],
        )


_REMOTE = _Remote()


class Receiver:
    """Puts documents and vocabularies together again, as they come from several processes."""

    def __init__(self) -> None:
        self._vocabularies: dict[str, list[str]] = {}

    def receive(self, conversion: Conversion) -> Documents:
        """The documents, with their vocabulary. Conversions of a process come in their order."""
        vocabulary = self._vocabularies.setdefault(conversion.name, [])
        if len(vocabulary) != conversion.known:
            raise ValueError(f"{conversion.known} terms expected, {len(vocabulary)} are known")
        vocabulary.extend(conversion.new)
        return _replace_vocabulary(conversion.documents, vocabulary)


def _replace_vocabulary(documents: Documents, vocabulary: Sequence[str]) -> Documents:
    columns = {
        name: replace(column, vocabulary=vocabulary) for name, column in documents.text.items()
    }
    return replace(documents, text=columns)
