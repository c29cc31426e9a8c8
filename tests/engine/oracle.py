"""An engine that is slow and obvious: each rule is written down as the seam states it, in plain
Python over lists. Other engines are right when they agree with it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from struct import pack, unpack

from newsearch.engine import (
    Counts,
    Document,
    Documents,
    Grouping,
    Order,
    Schema,
    ScoredDocument,
    TopDocs,
)
from newsearch.errors import InvalidRequest
from newsearch.query.queries import (
    BooleanQuery,
    DistanceFeatureQuery,
    EvidenceQuery,
    FuzzyQuery,
    LeadQuery,
    MatchAllQuery,
    MatchNoneQuery,
    NearQuery,
    PairQuery,
    PhraseQuery,
    PrefixQuery,
    Query,
    RangeQuery,
    Rescore,
    TermInSetQuery,
    TermQuery,
    TextFields,
    WildcardQuery,
)


@dataclass
class Shelf:
    """Where an index lives: the documents of the newest commit, in order of addition."""

    schema: Schema
    documents: tuple[Document, ...] = ()
    locked: bool = False


class OracleWriter:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._documents = list(shelf.documents)

    def add(self, document: Document) -> None:
        self.delete("id", document.id)
        self._documents.append(document)

    def add_all(self, documents: Documents) -> None:
        for document in documents:
            self.add(document)

    def delete(self, field: str, value: str) -> int:
        before = len(self._documents)
        self._documents = [d for d in self._documents if value not in keywords_of(d, field)]
        return before - len(self._documents)

    def commit(self) -> None:
        self._shelf.documents = tuple(self._documents)

    def rollback(self) -> None:
        self._documents = []


class OracleEngine:
    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._documents = shelf.documents

    def writer(self) -> OracleWriter:
        return OracleWriter(self._shelf)

    def refresh(self) -> "OracleEngine":
        return self if self._documents is self._shelf.documents else OracleEngine(self._shelf)

    def search(
        self,
        query: Query,
        *,
        limit: int,
        offset: int = 0,
        order: Order | None = None,
        rescore: Rescore | None = None,
        facets: Sequence[Grouping] = (),
        group: str | None = None,
    ) -> TopDocs:
        if limit < 0 or offset < 0:
            raise InvalidRequest("a page cannot begin or end before the first")
        scores = match(self._documents, query)
        numbers = [number for number in range(len(self._documents)) if number in scores]
        if order is None:
            numbers.sort(key=lambda number: -single(scores[number]))
            if rescore is not None:
                scores = weigh_anew(self._documents, numbers, scores, rescore)
                window = rescore.window
                best = sorted(numbers[:window], key=lambda n: (-single(scores[n]), n))
                numbers = best + numbers[window:]
        else:
            numbers.sort(key=lambda number: place_in_order(self._documents[number], order))
        listed = numbers
        if group is not None:
            values = {n: group_of(self._documents[n], group) for n in numbers}
            listed = [
                n
                for place, n in enumerate(numbers)
                if values[n] is None or values[n] not in [values[m] for m in numbers[:place]]
            ]
        page = [
            ScoredDocument(
                self._documents[n].id,
                scores[n],
                self._documents[n].stored,
                group_of(self._documents[n], group),
            )
            for n in listed[offset : offset + limit]
        ]
        found = [self._documents[number] for number in listed]
        return TopDocs(
            len(numbers),
            tuple(page),
            tuple(count(found, grouping) for grouping in facets),
            groups=None if group is None else len(listed),
        )

    def get(self, document_id: str) -> str | None:
        return next((d.stored for d in self._documents if d.id == document_id), None)

    def count(self) -> int:
        return len(self._documents)

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        counts: dict[str, int] = {}
        for document in self._documents:
            text = document.text.get(field)
            held = set(text.terms) if text else set(keywords_of(document, field))
            for term in held:
                counts[term] = counts.get(term, 0) + 1
        return iter(sorted((t, n) for t, n in counts.items() if t.startswith(prefix)))

    def close(self) -> None:
        pass


def keywords_of(document: Document, field: str) -> tuple[str, ...]:
    return (document.id,) if field == "id" else document.keywords.get(field, ())


def count(documents: list[Document], grouping: Grouping) -> Counts:
    if grouping.width is None:
        held = [set(keywords_of(document, grouping.field)) for document in documents]
        counts = Counter(value for values in held for value in values)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    if grouping.width < 1:
        raise InvalidRequest("a width is at least 1")
    numbers = [d.numbers[grouping.field] for d in documents if grouping.field in d.numbers]
    return tuple(sorted(Counter(number // grouping.width for number in numbers).items()))


def group_of(document: Document, field: str | None) -> str | None:
    """The value that a document is grouped by: the first by code point."""
    return min(keywords_of(document, field), default=None) if field is not None else None


def place_in_order(document: Document, order: Order) -> tuple[bool, int]:
    number = document.numbers.get(order.field)
    if number is None:
        return True, 0
    return False, -number if order.descending else number


def single(score: float) -> float:
    """To the precision in which scores are compared."""
    return float(unpack("f", pack("f", score))[0])


def positions(document: Document, field: str, term: str) -> list[int]:
    text = document.text.get(field)
    return [p for t, p in zip(text.terms, text.positions, strict=True) if t == term] if text else []


def match(documents: tuple[Document, ...], query: Query) -> dict[int, float]:  # noqa: PLR0912 - a case a class
    """The score of each document that matches, by its place in the list."""
    match query:
        case TermQuery(fields, term, boost):
            return bm25f(documents, fields, boost, lambda d, f: len(positions(d, f, term)))
        case PhraseQuery(fields, terms, slop, boost):
            return bm25f(documents, fields, boost, lambda d, f: count_phrases(d, f, terms, slop))
        case NearQuery(fields, terms, window, boost):
            return bm25f(documents, fields, boost, lambda d, f: count_windows(d, f, terms, window))
        case PairQuery(fields, first, second, boost):
            found = [match(documents, TermQuery(fields, term)) for term in (first, second)]
            idf = max(rarity(len(documents), len(one)) for one in found)
            phrase = (first, second)
            return bm25f(documents, fields, boost, lambda d, f: count_phrases(d, f, phrase, 0), idf)
        case LeadQuery(fields, term, span, boost):
            idf = rarity(len(documents), len(match(documents, TermQuery(fields, term))))
            return {
                n: boost * idf * (1 - min(early) / span)
                for n, d in enumerate(documents)
                if (
                    early := [
                        p for f in fields.fields for p in positions(d, f.name, term) if p < span
                    ]
                )
            }
        case PrefixQuery(fields, prefix, boost):
            return constant(documents, fields, boost, lambda term: term.startswith(prefix))
        case WildcardQuery(fields, pattern, boost):
            return constant(documents, fields, boost, lambda term: fits(pattern, term))
        case FuzzyQuery(fields, wanted, distance, fixed, boost):
            return constant(
                documents,
                fields,
                boost,
                lambda t: t[:fixed] == wanted[:fixed] and edits(t, wanted) <= distance,
            )
        case TermInSetQuery(field, values):
            return {
                n: 0.0 for n, d in enumerate(documents) if set(values) & set(keywords_of(d, field))
            }
        case RangeQuery(field, lower, upper):
            return {
                n: 0.0
                for n, d in enumerate(documents)
                if (number := d.numbers.get(field)) is not None
                and (lower is None or lower <= number)
                and (upper is None or number <= upper)
            }
        case DistanceFeatureQuery(field, origin, pivot, boost):
            return {
                n: boost * pivot / (pivot + abs(d.numbers[field] - origin))
                for n, d in enumerate(documents)
                if field in d.numbers
            }
        case MatchAllQuery():
            return dict.fromkeys(range(len(documents)), 0.0)
        case MatchNoneQuery():
            return {}
        case BooleanQuery():
            return boolean(documents, query)
        case EvidenceQuery(main, evidence):
            found = match(documents, main)
            more = [match(documents, part) for part in evidence]
            return {n: sum([s, *(part.get(n, 0.0) for part in more)]) for n, s in found.items()}


def weigh_anew(
    documents: tuple[Document, ...], ranked: list[int], scores: dict[int, float], rescore: Rescore
) -> dict[int, float]:
    """The scores after the first of the ranked documents have been weighed as `Rescore` says."""
    evidence = [match(documents, query) for query in rescore.evidence]
    parts = [found for query in rescore.parts if (found := match(documents, query))]
    weights = [rarity(len(documents), len(found)) for found in parts]
    weighed = {}
    for rank, number in enumerate(ranked):
        score = scores[number]
        missing = float(bool(rescore.parts))
        if rank < rescore.window:
            score += sum(found.get(number, 0.0) for found in evidence)
            lacked = sum(w for w, found in zip(weights, parts, strict=True) if number not in found)
            missing = lacked / sum(weights) if parts else 0.0
        weighed[number] = score * (1 - rescore.coordination * missing)
    return weighed


def boolean(documents: tuple[Document, ...], query: BooleanQuery) -> dict[int, float]:
    must = [match(documents, part) for part in query.must]
    filters = [match(documents, part) for part in query.filter]
    should = [match(documents, part) for part in query.should]
    must_not = [match(documents, part) for part in query.must_not]
    least = query.minimum_should_match
    if should and not must and not filters:
        least = max(1, least)
    return {
        number: sum(part.get(number, 0.0) for part in [*must, *should])
        for number in range(len(documents))
        if all(number in part for part in [*must, *filters])
        and sum(number in part for part in should) >= least
        and not any(number in part for part in must_not)
    }


def bm25f(
    documents: tuple[Document, ...],
    fields: TextFields,
    boost: float,
    count: Callable[[Document, str], int],
    idf: float | None = None,
) -> dict[int, float]:
    """As the docstring of `TextFields`; `count` gives the frequency in one field."""
    average = {}
    for field in fields.fields:
        lengths = [len(d.text[field.name].terms) for d in documents if field.name in d.text]
        lengths = [length for length in lengths if length]
        average[field.name] = sum(lengths) / len(lengths) if lengths else 1.0
    matching = [
        number
        for number, document in enumerate(documents)
        if any(count(document, field.name) for field in fields.fields)
    ]
    idf = rarity(len(documents), len(matching)) if idf is None else idf
    scores = {}
    for number in matching:
        f = 0.0
        for field in fields.fields:
            frequency = count(documents[number], field.name)
            if frequency:
                length = len(documents[number].text[field.name].terms)
                norm = 1 - field.b + field.b * length / average[field.name]
                f += field.weight * frequency / norm
        scores[number] = boost * idf * (fields.k1 + 1) * (f / (fields.k1 + f) if f > 0 else 0.0)
    return scores


def rarity(total: int, holding: int) -> float:
    return log(1 + (total - holding + 0.5) / (holding + 0.5))


def constant(
    documents: tuple[Document, ...],
    fields: TextFields,
    boost: float,
    accepts: Callable[[str], bool],
) -> dict[int, float]:
    return {
        number: boost
        for number, document in enumerate(documents)
        if any(
            accepts(term)
            for field in fields.fields
            if field.name in document.text
            for term in document.text[field.name].terms
        )
    }


def count_phrases(document: Document, field: str, terms: tuple[str, ...], slop: int) -> int:
    """Distinct positions from where the terms follow, with up to `slop` others between."""
    if not terms:
        return 0
    places = [positions(document, field, term) for term in terms]

    def completes(after: int, index: int, last: int) -> bool:
        return index == len(terms) or any(
            completes(place, index + 1, last) for place in places[index] if after < place <= last
        )

    return sum(completes(start, 1, start + len(terms) - 1 + slop) for start in set(places[0]))


def count_windows(document: Document, field: str, terms: tuple[str, ...], window: int) -> int:
    """Windows up to that wide that hold all terms (a repeated one as often) and do not when one
    position is taken off at either side."""
    places = {term: set(positions(document, field, term)) for term in terms}

    def holds(first: int, last: int) -> bool:
        return all(
            sum(first <= place <= last for place in found) >= terms.count(term)
            for term, found in places.items()
        )

    ends = set().union(*places.values())
    return sum(
        holds(first, last) and not holds(first + 1, last) and not holds(first, last - 1)
        for first in ends
        for last in ends
        if first <= last < first + window
    )


def fits(pattern: str, term: str) -> bool:
    if not pattern:
        return not term
    if pattern[0] == "*":
        return any(fits(pattern[1:], term[start:]) for start in range(len(term) + 1))
    return bool(term) and pattern[0] in ("?", term[0]) and fits(pattern[1:], term[1:])


@cache
def edits(left: str, right: str) -> int:
    if not left or not right:
        return len(left) + len(right)
    if left[0] == right[0]:
        return edits(left[1:], right[1:])
    return 1 + min(edits(left[1:], right), edits(left, right[1:]), edits(left[1:], right[1:]))
