"""Lexemes as typed → lexemes that the grammar can take: every parenthesis matches and holds
something, every sign has something to apply to, and every lone + stands between two things."""

from collections.abc import Sequence
from typing import Final, Literal, TypeGuard

from newsearch.query.lexemes import Lexeme, Mark, drop_prefixes
from newsearch.query.syntax import SyntaxSlip, Word

__all__ = ["OPERATORS", "Operator", "balance", "is_operator", "is_prefix"]

MAX_DEPTH: Final = 50
"""Parentheses inside parentheses; deeper ones are ignored."""

Operator = Literal["ET", "OU", "SAUF"]
OPERATORS: Final[dict[str, Operator]] = {
    "ET": "ET",
    "AND": "ET",
    "OU": "OU",
    "OR": "OU",
    "SAUF": "SAUF",
    "NOT": "SAUF",
}


def is_operator(lexeme: Lexeme | None) -> TypeGuard[Word]:
    """Whether this is an operator word, wherever it stands."""
    return isinstance(lexeme, Word) and lexeme.text in OPERATORS


def is_prefix(lexeme: Lexeme | None) -> TypeGuard[Mark]:
    """Whether this is a sign that applies to what follows it."""
    return isinstance(lexeme, Mark) and lexeme.kind in {"-", "+", "field"}


def balance(lexemes: Sequence[Lexeme]) -> tuple[list[Lexeme], list[SyntaxSlip]]:
    """The lexemes put in order, and what was wrong with them."""
    balancer = _Balancer()
    for lexeme in lexemes:
        match lexeme:
            case Mark("("):
                balancer.open(lexeme)
            case Mark(")"):
                balancer.close(lexeme)
            case Mark("ET"):
                balancer.join(lexeme)
            case _:
                balancer.balanced.append(lexeme)
    return balancer.finish()


class _Balancer:
    def __init__(self) -> None:
        self.balanced: list[Lexeme] = []
        self.opened: list[Mark] = []
        self.slips: list[SyntaxSlip] = []

    def open(self, mark: Mark) -> None:
        self.opened.append(mark)
        if len(self.opened) <= MAX_DEPTH:
            self.balanced.append(mark)
        elif len(self.opened) == MAX_DEPTH + 1:
            self.slip(f"parentheses deeper than {MAX_DEPTH} are ignored", mark)

    def close(self, mark: Mark) -> None:
        if not self.opened:
            self.slip(") closes nothing and is ignored", mark)
        elif len(self.opened) > MAX_DEPTH:
            self.opened.pop()
        else:
            self.close_group(self.opened.pop(), mark)

    def close_group(self, opening: Mark, closing: Mark) -> None:
        self.drop_signs()
        if self.balanced[-1] is opening:
            self.slip("there is nothing in these parentheses", opening, closing)
            self.balanced.pop()
            self.drop_negations()
        else:
            self.balanced.append(Mark(")", ")", closing.start, closing.end))

    def join(self, mark: Mark) -> None:
        """Take a lone +, if there is something before it."""
        last = self.balanced[-1] if self.balanced else None
        if last is None or (isinstance(last, Mark) and last.kind != ")"):
            self.slip("+ joins nothing here", mark)
        else:
            self.balanced.append(mark)

    def drop_signs(self) -> None:
        """Take back the signs and the lone + that turn out to have nothing after them."""
        drop_prefixes(self.balanced)
        if self.balanced and isinstance(last := self.balanced[-1], Mark) and last.kind == "ET":
            self.slip("+ joins nothing here", last)
            self.balanced.pop()

    def drop_negations(self) -> None:
        """Take back the signs and each SAUF before a group that is not there."""
        drop_prefixes(self.balanced)
        while (
            self.balanced
            and is_operator(last := self.balanced[-1])
            and OPERATORS[last.text] == "SAUF"
            and not is_prefix(self.balanced[-2] if len(self.balanced) > 1 else None)
        ):
            self.balanced.pop()

    def finish(self) -> tuple[list[Lexeme], list[SyntaxSlip]]:
        """Close what is still open."""
        del self.opened[MAX_DEPTH:]
        while self.opened:
            mark = self.opened.pop()
            self.slip("( is never closed: it ends with the query", mark)
            self.close_group(mark, mark)
        self.drop_signs()
        return self.balanced, self.slips

    def slip(self, message: str, first: Mark, last: Mark | None = None) -> None:
        self.slips.append(SyntaxSlip(message, first.start, (last or first).end))
