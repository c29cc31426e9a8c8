"""Articles become documents of an index: many at once, as columns.

They come as the records that will be stored, so that no object is made for an article.
"""

import os
from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from newsearch.analysis.bulk import BulkAnalyzer
from newsearch.analysis.stacks import TermRun
from newsearch.article import name_parts, read_record
from newsearch.clusters import Traits, TraitsReader
from newsearch.engine import Documents, TermColumn
from newsearch.frozen import frozen, replace
from newsearch.moments import day_number, epoch_seconds
from newsearch.query.fields import TEXT_FIELDS, file_keyword, keyword, split_field
from newsearch.waiting import Batch

__all__ = ["Conversion", "Converter", "Receiver", "convert_elsewhere"]

_take_texts = itemgetter("title", "body", "source", "authors", "section")
_PARTS = tuple(dict.fromkeys(split_field(name)[0] for name in TEXT_FIELDS))


class Converter:
    """Makes documents of articles, and remembers the analysis of what it has seen."""

    def __init__(self) -> None:
        self._analyzer = BulkAnalyzer()

    def convert(self, records: Sequence[bytes]) -> Documents:
        """Articles, of which there is one or more, from records in UTF-8, as an engine takes them."""
        known = [read_record(record.decode("utf-8", "surrogatepass")) for record in records]
        published = [_published(facts) for facts in known]
        return Documents(
            ids=[facts["id"] for facts in known],
            stored=records,
            text=self._analyze(known),
            keywords={
                "file": [(file_keyword(facts["path"], facts["digest"]),) for facts in known],
                "source": [_keyword(facts["source"]) for facts in known],
                "section": [_keyword(facts["section"]) for facts in known],
                "language": [_keyword(facts["language"]) for facts in known],
            },
            numbers={
                "published": [epoch_seconds(date) if date else None for date in published],
                "day": [day_number(date) if date else None for date in published],
            },
        )

    def _analyze(self, known: Sequence[dict[str, Any]]) -> dict[str, TermColumn]:
        """Every text field: a part of each article under one of the analyses."""
        parts = [name_parts(*_take_texts(facts)) for facts in known]
        texts = [texts[part] for part in _PARTS for texts in parts]
        analysed = self._analyzer.analyze(texts)
        columns = {}
        for name in TEXT_FIELDS:
            part, analysis = split_field(name)
            first = _PARTS.index(part) * len(known)
            run: TermRun = getattr(analysed, analysis)
            columns[name] = _make_column(analysed.vocabulary, run.part(first, first + len(known)))
        return columns


def _published(facts: dict[str, Any]) -> datetime | None:
    moment = facts["published"]
    return datetime.fromisoformat(moment) if moment else None


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
    return _REMOTE.convert(batch.open())


class _Remote:
    """The converter of such a process, and how much of its vocabulary was sent."""

    def __init__(self) -> None:
        self._converter = Converter()
        self._traits = TraitsReader()
        self._vocabulary: Sequence[str] = ()
        self._sent = 0
        self._serial = 0

    def convert(self, records: Sequence[bytes]) -> Conversion:
        documents = self._converter.convert(records)
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
