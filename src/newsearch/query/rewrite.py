"""From what was typed to what is run, through the same analysis that the articles went through.

A word matches by its stem; its folded surface form, the pairs it makes with its neighbours and how
early it stands are further evidence. Quotes match surface forms, in order. A hyphenated word matches
as adjacent parts or as the joined form. Stop words matter inside phrases and pairs only.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product

from newsearch.analysis.french import stem
from newsearch.analysis.tokens import Analyzer
from newsearch.frozen import frozen, replace
from newsearch.query import syntax
from newsearch.query.evidence import set_apart
from newsearch.query.fields import ANALYZERS
from newsearch.query.groups import Group, compounds_of, group_tokens, match_group, match_terms
from newsearch.query.queries import (
    BooleanQuery,
    EvidenceQuery,
    FuzzyQuery,
    LeadQuery,
    MatchAllQuery,
    MatchNoneQuery,
    PairQuery,
    PrefixQuery,
    Query,
    Rescore,
    TermQuery,
    TextFields,
    WildcardQuery,
)
from newsearch.query.ranking import Ranking

__all__ = ["Rewritten", "rewrite"]

MAX_PHRASE_VARIANTS = 16
"""Ways to write the hyphenated words of one phrase; beyond that only the parts are looked for."""


@frozen
class Rewritten:
    """`full` asks for the whole query; `partial` for some of its words, None if that is the same.

    `rescore` is how the best matches of either are weighed once more, None where nothing is to be
    weighed. `pasted` says that the query is as long as a headline: then an article with all of its words
    is better than one with most of them by its score only.
    """

    full: Query
    partial: Query | None = None
    rescore: Rescore | None = None
    pasted: bool = False


@frozen
class Clause:
    """One demand of the query: what must match, what raises the score, whether an article
    without it is still a partial match, and whether it counts for one of the query's words."""

    match: Query
    evidence: tuple[Query, ...] = ()
    optional: bool = False
    word: bool = False


def rewrite(
    query: syntax.ParsedQuery,
    *,
    parts: tuple[str, ...] = ("title", "body"),
    exact: bool = False,
    accents: bool = False,
    ranking: Ranking | None = None,
) -> Rewritten:
    """What an engine runs for a parsed query.

    `parts` are the article parts that words without a prefix are looked for in; `exact` matches
    single words by their surface form, as quotes do; `accents` matches everything by the form with
    its accents, which no index has but `find_matches` can look for.
    """
    words = "accented" if accents else "surface"
    ranking = ranking or Ranking()
    rewriter = _Rewriter(query.text, parts, exact or accents, words, ranking)
    if isinstance(query.tree, syntax.Empty):
        return Rewritten(MatchAllQuery() if not query.text.strip() else MatchNoneQuery())
    nodes = query.tree.nodes if isinstance(query.tree, syntax.All) else (query.tree,)
    clauses, excluded = rewriter.clauses(nodes)
    full, evidence = set_apart(_combine(clauses, excluded))
    if sum(clause.optional for clause in clauses) < 2:
        return Rewritten(full, None, _weigh(evidence, (), ranking))
    partial, _ = set_apart(_combine(clauses, excluded, partial=True))
    wanted = tuple(clause.match for clause in clauses if clause.word)
    pasted = len(wanted) > ranking.typed_words
    if pasted and ranking.name:
        # So many words tell by themselves which are names; said again, names would drown the rest.
        ranking = replace(ranking, name=0.0)
        return rewrite(query, parts=parts, exact=exact, accents=accents, ranking=ranking)
    return Rewritten(full, partial, _weigh(evidence, wanted, ranking), pasted)


def _weigh(
    evidence: tuple[Query, ...], words: tuple[Query, ...], ranking: Ranking
) -> Rescore | None:
    if not evidence and not words:
        return None
    return Rescore(evidence, words, ranking.coordination, ranking.window)


def _combine(
    clauses: Sequence[Clause], excluded: tuple[Query, ...], *, partial: bool = False
) -> Query:
    """All clauses, or with `partial` any of the optional ones and all the others."""
    some = tuple(clause.match for clause in clauses if partial and clause.optional)
    every = tuple(clause.match for clause in clauses if not (partial and clause.optional))
    evidence = tuple(query for clause in clauses for query in clause.evidence)
    match: Query
    if len(every) == 1 and not some and not excluded:
        match = every[0]
    else:
        match = BooleanQuery(
            must=every, should=some, must_not=excluded, minimum_should_match=1 if some else 0
        )
    return EvidenceQuery(match, evidence) if evidence else match


@frozen
class _Rewriter:
    text: str
    parts: tuple[str, ...]
    exact: bool
    words: str
    ranking: Ranking

    def clauses(self, nodes: Sequence[syntax.Node]) -> tuple[list[Clause], tuple[Query, ...]]:
        """The demands that stand side by side, and what is excluded."""
        excluded = tuple(self.query(node.node) for node in nodes if isinstance(node, syntax.Not))
        wanted = [node for node in nodes if not isinstance(node, syntax.Not)]
        runs = list(self.runs(wanted))
        only_stop_words = all(
            isinstance(run, list) and all(group.is_stop_word for group in run) for run in runs
        )
        words = [group for run in runs if isinstance(run, list) for group in run]
        clauses: list[Clause] = []
        for run in runs:
            if isinstance(run, list):
                clauses += self.run_clauses(run, keep_stop_words=only_stop_words)
            elif isinstance(run, syntax.Phrase) and len(words) >= self.ranking.words_beside_quotes:
                phrase = self.phrase(run.text, run.slop, self.ranking.pair)
                clauses.append(Clause(phrase, optional=True))
                quoted = group_tokens(self.analyzer.analyze(run.text), run.text)
                clauses += self.run_clauses(quoted, keep_stop_words=False)
            else:
                clauses.append(Clause(self.query(run)))
        if not clauses and wanted:
            clauses.append(Clause(MatchNoneQuery()))
        return clauses, excluded

    def runs(self, nodes: Iterable[syntax.Node]) -> Iterator[list[Group] | syntax.Node]:
        """Neighbouring words as groups of one analysed text ("20 h 30" is three words but one
        term), everything else as it is."""
        run: list[syntax.Word] = []
        for node in nodes:
            if run and not (isinstance(node, syntax.Word) and self.adjoin(run[-1], node)):
                yield self.groups(run)
                run = []
            if isinstance(node, syntax.Word):
                run.append(node)
            else:
                yield node
        if run:
            yield self.groups(run)

    def adjoin(self, left: syntax.Word, right: syntax.Word) -> bool:
        """Nothing that was typed stands between the two words."""
        between = self.text[left.end : right.start]
        return not any(character.isalnum() for character in between)

    def groups(self, run: Sequence[syntax.Word]) -> list[Group]:
        text = self.text[run[0].start : run[-1].end]
        return group_tokens(self.analyzer.analyze(text), text)

    def run_clauses(self, run: list[Group], *, keep_stop_words: bool) -> Iterator[Clause]:
        """A clause for each word that counts; the pairs ride on the first of them."""
        pairs = () if self.exact else tuple(self.pairs(run))
        for group, compounds in zip(run, compounds_of(run), strict=True):
            if group.is_stop_word and not keep_stop_words and not compounds:
                continue
            match = self.word(group)
            if compounds and not self.exact:
                forms = (self.word(compound) for compound in compounds)
                match = BooleanQuery(should=(match, *forms))
            evidence = (*self.surface_evidence(group), *self.lead(group), *pairs)
            yield Clause(match, evidence, optional=True, word=True)
            pairs = ()

    def word(self, group: Group) -> Query:
        if self.exact:
            return match_group(group, self.fields(self.words), str, self.ranking.stem)
        return match_group(group, self.fields("stem"), stem, self.ranking.stem)

    def surface_evidence(self, group: Group) -> tuple[Query, ...]:
        if self.exact:
            return ()
        found = match_group(group, self.fields(self.words), str, self.ranking.surface)
        if not (group.named and self.ranking.name):
            return (found,)
        return found, TermQuery(self.fields("name"), group.parts[0], self.ranking.name)

    def pairs(self, run: Iterable[Group]) -> Iterator[Query]:
        """Neighbours within a run, by their stems; a word's own parts are no pair."""
        for left, right in pairwise(run):
            terms = (stem(left.parts[-1]), stem(right.parts[0]))
            yield PairQuery(self.fields("stem"), *terms, self.ranking.pair)

    def lead(self, group: Group) -> Iterator[Query]:
        """The word early in the body; each part of a compound by itself, for a share."""
        if "body" not in self.parts or self.words == "accented":
            return
        fields = self.ranking.text_fields(self.words if self.exact else "stem", ("body",))
        share = self.ranking.lead / len(group.parts)
        for part in group.parts:
            term = part if self.exact else stem(part)
            yield LeadQuery(fields, term, self.ranking.lead_span, share)

    @property
    def analyzer(self) -> Analyzer:
        return ANALYZERS[self.words]

    def fields(self, analysis: str) -> TextFields:
        return self.ranking.text_fields(analysis, self.parts)

    def query(self, node: syntax.Node) -> Query:
        """One node as a query of its own."""
        match node:
            case syntax.All(nodes) | syntax.And(nodes):
                return _combine(*self.clauses(nodes))
            case syntax.Word() | syntax.Not():
                return _combine(*self.clauses((node,)))
            case syntax.Or(nodes):
                return BooleanQuery(should=tuple(self.query(one) for one in nodes))
            case syntax.Phrase(text, slop):
                return self.phrase(text, slop)
            case syntax.Prefix(text):
                return PrefixQuery(self.fields(self.words), self.analyzer.normalize(text))
            case syntax.Wildcard(pattern):
                return WildcardQuery(self.fields(self.words), self.analyzer.normalize(pattern))
            case syntax.Fuzzy(text, distance):
                return FuzzyQuery(self.fields(self.words), self.analyzer.normalize(text), distance)
            case syntax.Field(name, inner):
                return self.within(name, inner)
            case syntax.Empty():
                return MatchNoneQuery()

    def within(self, name: str, node: syntax.Node) -> Query:
        """Title and body are searched as ever; facts about the article filter, and add no score."""
        if name in {"title", "body"}:
            return replace(self, parts=(name,)).query(node)
        return BooleanQuery(filter=(replace(self, parts=(name,), exact=True).query(node),))

    def phrase(self, text: str, slop: int, boost: float = 1.0) -> Query:
        groups = group_tokens(self.analyzer.analyze(text), text)
        if not groups:
            return MatchNoneQuery()
        variants = [[group.parts, *((form,) for form in group.joined)] for group in groups]
        count = 1
        for forms in variants:
            count *= len(forms)
        if count > MAX_PHRASE_VARIANTS:
            variants = [forms[:1] for forms in variants]
        fields = self.fields(self.words)
        queries = tuple(
            match_terms(fields, tuple(term for form in forms for term in form), slop, boost)
            for forms in product(*variants)
        )
        return queries[0] if len(queries) == 1 else BooleanQuery(should=queries)
