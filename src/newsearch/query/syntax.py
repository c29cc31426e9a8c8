"""A query as it was typed: a closed set of frozen values, and how they print back.

Every node knows where it was typed: `start` and `end` are code points of the typed text, half-open.
Nodes compare by meaning, without these offsets.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, TypeAlias, assert_never

from newsearch.frozen import frozen

__all__ = [
    "FIELD_LABELS",
    "All",
    "And",
    "Empty",
    "Field",
    "FieldName",
    "Fuzzy",
    "Leaf",
    "Node",
    "Not",
    "Or",
    "ParsedQuery",
    "Phrase",
    "Prefix",
    "SyntaxSlip",
    "Wildcard",
    "Word",
    "is_capitals",
    "is_long",
    "walk",
    "write_leaf",
]

FieldName: TypeAlias = Literal["title", "body", "source", "author", "section"]

FIELD_LABELS: Final[dict[FieldName, str]] = {
    "title": "titre",
    "body": "texte",
    "source": "source",
    "author": "auteur",
    "section": "rubrique",
}
"""The name that each field prints with."""

MAX_ACRONYM: Final = 6
"""Letters of the longest word that still passes for an acronym or a short name."""


@frozen(kw_only=True, compare=False)
class _Typed:
    start: int = 0
    end: int = 0


@frozen
class Word(_Typed):
    """One word, in any of its forms; hyphens, apostrophes, addresses and numbers stay whole."""

    text: str


@frozen
class Prefix(_Typed):
    """Words that begin with `text`: coop*."""

    text: str


@frozen
class Wildcard(_Typed):
    """Words of this shape, * any run and ? any one character: c?op*n. It begins with neither."""

    pattern: str


@frozen
class Fuzzy(_Typed):
    """Words within `distance` edits, 1 or 2: gantz~2."""

    text: str
    distance: int


@frozen
class Phrase(_Typed):
    """What stands between quotes: these forms, in this order, with up to `slop` words in between."""

    text: str
    slop: int = 0


@frozen
class Field(_Typed):
    """`node`, looked for in one field only."""

    name: FieldName
    node: "Node"


@frozen
class Not(_Typed):
    """Everything but `node`."""

    node: "Node"


@frozen
class And(_Typed):
    """All of the nodes, asked for with ET; one node alone was asked for with a + before it."""

    nodes: "tuple[Node, ...]"


@frozen
class Or(_Typed):
    """At least one of the nodes: OU."""

    nodes: "tuple[Node, ...]"


@frozen
class All(_Typed):
    """All of the nodes, by standing side by side: unlike `And` this may fall back to some of them."""

    nodes: "tuple[Node, ...]"


@frozen
class Empty(_Typed):
    """Nothing to search for; only ever the whole query."""


Leaf: TypeAlias = Word | Prefix | Wildcard | Fuzzy | Phrase
Node: TypeAlias = Leaf | Field | Not | And | Or | All | Empty


@frozen
class SyntaxSlip:
    """Something typed that cannot mean what it seems to, and how it was taken instead."""

    message: str
    start: int
    end: int


@frozen
class ParsedQuery:
    """What was typed, what was understood, and the slips in order of their place.

    `str` gives the query as understood, in a form that parses to the same tree.
    """

    text: str
    tree: Node
    warnings: tuple[SyntaxSlip, ...] = ()

    def __str__(self) -> str:
        return _write(self.tree, 0, signs=_needs_signs(self.tree))


def is_capitals(words: Iterable[str]) -> bool:
    """Whether the words have capital letters and no small ones."""
    text = "".join(words)
    return any(map(str.isupper, text)) and not any(map(str.islower, text))


def is_long(word: str) -> bool:
    """Whether a word has too many letters for an acronym."""
    return sum(map(str.isalpha, word)) > MAX_ACRONYM


def _needs_signs(tree: Node) -> bool:
    """Whether ET and SAUF would print as words of a headline, so that + and - must stand for them.

    An OU cannot: that was only read as an operator because the query is no headline.
    """
    nodes = list(walk(tree))
    if any(isinstance(node, Field | Or) for node in nodes):
        return False
    words = [
        write_leaf(node) for node in nodes if isinstance(node, Word | Prefix | Wildcard | Fuzzy)
    ]
    side_by_side = any(
        not (isinstance(child, Not) or (isinstance(child, And) and len(child.nodes) == 1))
        for node in nodes
        if isinstance(node, All)
        for child in node.nodes[1:]
    )
    return is_capitals(words) and (side_by_side or any(map(is_long, words)))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order typed."""
    yield node
    match node:
        case Field(_, inner) | Not(inner):
            yield from walk(inner)
        case And(nodes) | Or(nodes) | All(nodes):
            for inner in nodes:
                yield from walk(inner)
        case _:
            pass


def write_leaf(leaf: Leaf) -> str:
    """The leaf as one would type it."""
    match leaf:
        case Word(text):
            return text
        case Prefix(text):
            return f"{text}*"
        case Wildcard(pattern):
            return pattern
        case Fuzzy(text, distance):
            return f"{text}~" if distance == 1 else f"{text}~{distance}"
        case Phrase(text, slop):
            return f'"{text}"~{slop}' if slop else f'"{text}"'
        case _:
            assert_never(leaf)


def _write(node: Node, least: int, *, signs: bool) -> str:
    """The node in writing, in parentheses if it binds less tightly than `least`."""

    def write(inner: Node, least: int) -> str:
        return _write(inner, least, signs=signs)

    match node:
        case Empty():
            return ""
        case Field(name, inner):
            level, text = 4, f"{FIELD_LABELS[name]}:{write(inner, 5)}"
        case Not(inner):
            level, text = 3, ("-" if signs else "SAUF ") + write(inner, 4)
        case And((inner,)):
            level, text = 3, "+" + write(inner, 4)
        case All(nodes):
            level, text = 2, " ".join(write(inner, 3) for inner in nodes)
        case And(nodes):
            level, text = 1, (" + " if signs else " ET ").join(write(inner, 2) for inner in nodes)
        case Or(nodes):
            level, text = 0, " OU ".join(write(inner, 1) for inner in nodes)
        case _:
            return write_leaf(node)
    return f"({text})" if level < least else text
