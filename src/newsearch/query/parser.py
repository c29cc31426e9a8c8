"""Typed text → ParsedQuery. Nothing that can be typed or pasted raises: slips are reported.

    query     = any
    any       = all-of { "OU" all-of }
    all-of    = beside { "ET" beside }
    beside    = operand { operand }
    operand   = { "-" | "+" | "SAUF" | field ":" } ( leaf | "(" any ")" )

Operators are upper-case words, and only in a query that is no headline in capitals. An operator
word without something on the sides it needs is a word.
"""

from collections.abc import Sequence
from typing import Final

from newsearch.query.balance import OPERATORS, Operator, balance, is_operator, is_prefix
from newsearch.query.lexemes import FIELD_NAMES, Lexeme, Mark, cut
from newsearch.query.syntax import (
    All,
    And,
    Empty,
    Field,
    Node,
    Not,
    Or,
    ParsedQuery,
    Phrase,
    SyntaxSlip,
    Word,
    is_capitals,
    is_long,
    write_leaf,
)

__all__ = ["parse"]

MAX_SLIPS: Final = 50
"""Slips that are reported; a pasted page could make thousands."""


def parse(text: str) -> ParsedQuery:
    """What a query means. Never raises; takes time linear in the length of the text."""
    lexemes, slips = cut(text)
    lexemes, more = balance(lexemes)
    slips += more
    headline = is_headline(lexemes)
    operators = [lexeme for lexeme in lexemes if is_operator(lexeme)]
    if headline and operators:
        note = f"{operators[0].text} is a word here, because the whole query is in capitals"
        slips.append(SyntaxSlip(note, operators[0].start, operators[0].end))
    tree = _Parser(lexemes, slips, headline).read() if lexemes else Empty(end=len(text))
    slips += find_slips_in(tree, text, bool(slips))
    slips.sort(key=lambda slip: slip.start)
    return ParsedQuery(text, tree, tuple(slips[:MAX_SLIPS]))


def find_slips_in(tree: Node, text: str, others: bool) -> list[SyntaxSlip]:
    """What is odd about the query as a whole."""
    if isinstance(tree, Empty):
        silent = others or not text.strip()
        return [] if silent else [SyntaxSlip("there is no word to search for", 0, len(text))]
    nodes = tree.nodes if isinstance(tree, All | And) else (tree,)
    if all(isinstance(node, Not) for node in nodes):
        note = "the query only excludes: it finds everything but that"
        return [SyntaxSlip(note, tree.start, tree.end)]
    return []


def _begins_operand(lexeme: Lexeme | None) -> bool:
    return lexeme is not None and not (isinstance(lexeme, Mark) and lexeme.kind in {")", "ET"})


def is_headline(lexemes: Sequence[Lexeme]) -> bool:
    """Whether a query is a headline in capitals, in which no word is an operator.

    It is one when its words have no small letter, unless each is short (an acronym, a name) and an
    operator stands wherever two things meet: OTAN OU ONU. Quotes do not count, fields are small.
    """
    words: list[str] = []
    joined, prefixed, side_by_side = True, False, False
    for lexeme in lexemes:
        if isinstance(lexeme, Mark):
            if lexeme.kind == "field":
                return False
            joined = joined or lexeme.kind not in {"(", ")"}
            prefixed = is_prefix(lexeme)
            continue
        if is_operator(lexeme) and not prefixed:
            joined = True
            continue
        side_by_side = side_by_side or not joined
        joined = prefixed = False
        if not isinstance(lexeme, Phrase):
            words.append(write_leaf(lexeme))
    return is_capitals(words) and (side_by_side or any(map(is_long, words)))


class _Parser:
    """Recursive descent over balanced lexemes."""

    def __init__(self, lexemes: Sequence[Lexeme], slips: list[SyntaxSlip], headline: bool) -> None:
        self.lexemes = lexemes
        self.slips = slips
        self.headline = headline
        self.at = 0

    def read(self) -> Node:
        """One or more alternatives, up to a closing parenthesis or the end."""
        nodes = [self.read_all_of()]
        while self.operator() == "OU":
            self.at += 1
            nodes.append(self.read_all_of())
        return join(Or, nodes)

    def read_all_of(self) -> Node:
        nodes = [self.read_beside()]
        while self.operator() == "ET":
            self.at += 1
            nodes.append(self.read_beside())
        return join(And, nodes)

    def read_beside(self) -> Node:
        nodes = [self.read_operand()]
        while not self.ended() and self.operator() not in {"ET", "OU"}:
            nodes.append(self.read_operand())
        return join(All, nodes)

    def read_operand(self) -> Node:
        """A leaf or a group with what stands before it, in whatever order: -titre:x, titre:-x."""
        signs = self.read_signs()
        node = self.read_primary(plain=bool(signs) and is_prefix(signs[-1]))
        start = signs[0].start if signs else node.start
        kinds = [sign.kind if isinstance(sign, Mark) else "-" for sign in signs]
        fields = [sign.text for sign in signs if isinstance(sign, Mark) and sign.kind == "field"]
        if len(fields) > 1:
            self.slip(f"only the last of these fields counts: {fields[-1]}:", start, node.end)
        if kinds.count("-") > 1:
            self.slip("excluded twice counts as once", start, node.end)
        if fields:
            node = Field(FIELD_NAMES[fields[-1].lower()], node, start=start, end=node.end)
        if "-" in kinds:
            return Not(node, start=start, end=node.end)
        return And((node,), start=start, end=node.end) if "+" in kinds else node

    def read_signs(self) -> list[Mark | Word]:
        """The prefixes and the SAUF before an operand; right after a prefix, SAUF is a word."""
        signs: list[Mark | Word] = []
        while True:
            lexeme = self.lexemes[self.at]
            negates = self.operator() == "SAUF" and not (signs and is_prefix(signs[-1]))
            if not (is_prefix(lexeme) or (negates and is_operator(lexeme))):
                return signs
            signs.append(lexeme)
            self.at += 1

    def read_primary(self, *, plain: bool) -> Node:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if isinstance(lexeme, Mark):
            node = self.read()
            self.at += 1
            return node
        if is_operator(lexeme) and not self.headline:
            if not plain:
                note = f"{lexeme.text} joins nothing here: it is read as a word"
                self.slip(note, lexeme.start, lexeme.end)
            return Word(lexeme.text.lower(), start=lexeme.start, end=lexeme.end)
        return lexeme

    def slip(self, message: str, start: int, end: int) -> None:
        self.slips.append(SyntaxSlip(message, start, end))

    def ended(self) -> bool:
        lexeme = self.peek(0)
        return lexeme is None or (isinstance(lexeme, Mark) and lexeme.kind == ")")

    def peek(self, ahead: int) -> Lexeme | None:
        at = self.at + ahead
        return self.lexemes[at] if at < len(self.lexemes) else None

    def operator(self) -> Operator | None:
        """The operator that stands here, if what follows lets it be one."""
        lexeme, after = self.peek(0), self.peek(1)
        if isinstance(lexeme, Mark):
            return "ET" if lexeme.kind == "ET" else None
        if self.headline or not is_operator(lexeme) or not _begins_operand(after):
            return None
        if is_operator(after) and OPERATORS[after.text] != "SAUF":
            return None
        return OPERATORS[lexeme.text]


def join(kind: type[All] | type[And] | type[Or], nodes: Sequence[Node]) -> Node:
    """One node of this kind, without nodes of the same kind inside; a single node stays itself."""
    if len(nodes) == 1:
        return nodes[0]
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind) and len(node.nodes) > 1:
            flat += node.nodes
        else:
            flat.append(node)
    return kind(tuple(flat), start=flat[0].start, end=flat[-1].end)
